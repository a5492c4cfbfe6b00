"""Between cards and personas: which field becomes which. Knows no files.

Cards have no personality traits, manner, values and so on; they are kept in the card's
`extensions` under "empathic-agent". Where a card does not have them, the defaults below stand.
"""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from empathic_agent.affect.personality import OCEAN
from empathic_agent.cards.card import EXTENSION, VERSIONS, Card, Spec, card_from, prepared
from empathic_agent.errors import CardError
from empathic_agent.persona.record import Manner, Persona

OWN_FIELDS = (
    "traits",
    "manner",
    "speaking_style",
    "mood_half_life_minutes",
    "values",
    "boundaries",
    "example_lines",
    "seed_memories",
    "fictional",
)
"""What a card has no field for."""

DEFAULTS: Mapping[str, Any] = {
    "traits": dict.fromkeys(OCEAN.model_fields, 0.5),
    "manner": Manner.GENTLE.value,
    "speaking_style": "As its description and the example dialogue show.",
    "mood_half_life_minutes": 30,
    "fictional": True,
}
"""What stands in a persona file whose card does not say: the average person, a gentle manner."""


def slug_of(name: str) -> str | None:
    """A persona name made from the name of a character; None if no letters are left."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_name.casefold()).strip("-0123456789")
    return slug[:40].strip("-") or None


def fields_of(card: Card, name: str) -> dict[str, Any]:
    """The fields of the persona file of a card, in the order in which people read them.

    Raises:
        CardError: what the card holds under "empathic-agent" is no part of a persona.
    """
    own = {key: card.extension[key] for key in OWN_FIELDS if key in card.extension}
    fields = {"name": name, **_told(card), **DEFAULTS, **own}
    try:
        Persona.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, ("extensions", EXTENSION, *first["loc"])))
        raise CardError(
            f"{place}: got {str(first.get('input'))[:60]!r}; {first['msg']}. Correct the card, or "
            f"remove {EXTENSION!r} from its extensions."
        ) from error
    return fields


def defaulted(card: Card) -> tuple[str, ...]:
    """The fields of `fields_of` that the card does not say."""
    return tuple(key for key in DEFAULTS if key not in card.extension)


def card_of(persona: Persona, card: Card | None, spec: Spec | None = None) -> Card:
    """The card of a persona: its own, brought up to date, or a new one.

    What the persona file says otherwise than its card goes into the card; all else stays.

    Args:
        persona: who.
        card: the card it came from, if it came from one.
        spec: which specification the result follows; by default the card's own, or V3.
    """
    target = spec or (card.spec if card else Spec.V3)
    raw = _brought_up(card, persona) if card else {"data": _new_data(persona)}
    raw["data"]["extensions"] = dict(raw["data"].get("extensions") or {})
    kept = card.extension if card else {}
    raw["data"]["extensions"][EXTENSION] = kept | _own_part(persona)
    return card_from(_following(raw, target), persona.name)


def _told(card: Card) -> dict[str, str]:
    """Title, description and greeting, as the card tells them."""
    data, names = card.data, card.names
    title = names.char
    told = (prepared(text, names) for text in (data.description, data.personality))
    return {
        "title": title,
        "description": next(filter(None, told), f"{title}, a character from a card."),
        "greeting": next(iter(greetings_of(card)), f"Hello, I'm {title}."),
    }


def greetings_of(card: Card) -> tuple[str, ...]:
    """The ways in which the character may open a conversation, `first_mes` first."""
    texts = (card.data.first_mes, *card.data.alternate_greetings)
    return tuple(filter(None, (prepared(text, card.names) for text in texts)))


def _brought_up(card: Card, persona: Persona) -> dict[str, Any]:
    raw = copy.deepcopy(card.raw)
    told = _told(card)
    name = "nickname" if card.data.nickname else "name"
    for field, key in (("title", name), ("description", "description"), ("greeting", "first_mes")):
        value = getattr(persona, field)
        is_alternate = field == "greeting" and value in greetings_of(card)
        if value != told[field] and not is_alternate:
            raw["data"][key] = value
    return raw


def _new_data(persona: Persona) -> dict[str, Any]:
    lines = [f"<START>\n{{{{char}}}}: {line}" for line in persona.example_lines]
    return {
        "name": persona.title,
        "description": persona.description,
        "personality": "",
        "scenario": "",
        "first_mes": persona.greeting,
        "mes_example": "\n".join(lines),
        "creator_notes": "",
        "system_prompt": "",
        "post_history_instructions": "",
        "alternate_greetings": [],
        "tags": [],
        "creator": "",
        "character_version": "",
        "extensions": {},
    }


def _own_part(persona: Persona) -> dict[str, Any]:
    fields = persona.model_dump(mode="json", include=set(OWN_FIELDS))
    return {key: fields[key] for key in OWN_FIELDS if fields[key] != []}


def _following(raw: dict[str, Any], spec: Spec) -> dict[str, Any]:
    """`raw` as a card of `spec`; fields that only the other specification has are kept."""
    if raw.get("spec") == spec:
        return raw
    data = raw["data"]
    if spec is Spec.V3:
        data.setdefault("group_only_greetings", [])
        for entry in (data.get("character_book") or {}).get("entries") or []:
            entry.setdefault("use_regex", False)
    return {**raw, "spec": spec.value, "spec_version": VERSIONS[spec], "data": data}
