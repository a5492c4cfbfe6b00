"""A character card: checked, kept whole, and read into a role. Knows no file format.

What the specification does not name is kept as it is and never looked at.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any
from unicodedata import category

from pydantic import BaseModel, ConfigDict, ValidationError

from empathic_agent.cards.fields import Listed, Text, Texts
from empathic_agent.cards.json_text import read_json
from empathic_agent.cards.lorebook import Book, lorebook_of
from empathic_agent.cards.macros import Names, fill
from empathic_agent.cards.role import About, EmotionPicture, Role
from empathic_agent.errors import CardError
from empathic_agent.turn import Record

LONGEST = 32_000
"""Characters of a card's text that replies are made from; the card itself is kept whole."""
LONGEST_NAME = 100
EXTENSION = "empathic-agent"
"""Where this program keeps what cards have no field for, under `extensions`."""


class Spec(StrEnum):
    """The specifications a card may follow."""

    V2 = "chara_card_v2"
    V3 = "chara_card_v3"


_KEPT = "\n\t\u200c\u200d"
"""Joiners are no control characters to those who write Persian, or families of emoji."""

VERSIONS = {Spec.V2: "2.0", Spec.V3: "3.0"}


class Asset(BaseModel):
    """A file that belongs to the character."""

    model_config = ConfigDict(frozen=True, strict=True)

    type: str
    uri: str
    name: Text = ""


class CardData(BaseModel):
    """The fields of a card that this program looks at; absent and null texts are empty."""

    model_config = ConfigDict(frozen=True, strict=True)

    name: str
    description: Text = ""
    personality: Text = ""
    scenario: Text = ""
    first_mes: Text = ""
    mes_example: Text = ""
    creator_notes: Text = ""
    system_prompt: Text = ""
    post_history_instructions: Text = ""
    alternate_greetings: Texts = ()
    group_only_greetings: Texts = ()
    nickname: Text = ""
    creator: Text = ""
    character_version: Text = ""
    tags: Texts = ()
    source: Texts = ()
    character_book: Book | None = None
    assets: Annotated[tuple[Asset, ...], Listed] = ()
    extensions: dict[str, Any] | None = None


class Card(Record):
    """One card: everything that was in its JSON, and the part that is understood."""

    raw: dict[str, Any]
    """The whole card with `spec`, `spec_version` and `data`; never changed."""
    data: CardData

    @property
    def spec(self) -> Spec:
        """Which specification it follows."""
        return Spec(self.raw["spec"])

    @property
    def extension(self) -> dict[str, Any]:
        """What this program has kept in the card; empty if it has never seen it."""
        own = (self.data.extensions or {}).get(EXTENSION)
        return own if isinstance(own, dict) else {}

    @property
    def is_newer(self) -> bool:
        """Whether it was made for a later version of its specification."""
        try:
            return float(str(self.raw.get("spec_version"))) > float(VERSIONS[self.spec])
        except ValueError:
            return False

    @property
    def names(self) -> Names:
        """Who `{{char}}` and `{{user}}` are."""
        named = (" ".join(clean(n).split()) for n in (self.data.nickname, self.data.name))
        return Names(next(filter(None, named), "")[:LONGEST_NAME].strip())


def parse_card(data: bytes, where: str) -> Card:
    """Read the JSON of a card; one of V1 becomes one of V2.

    Raises:
        CardError: it is no card, or fields have impossible values; all of them are named.
    """
    return card_from(read_json(data, where), where)


def card_from(value: object, where: str) -> Card:
    """The card in a JSON value.

    Raises:
        CardError: as in `parse_card`.
    """
    raw = _enveloped(value)
    if raw is None:
        raise CardError(
            f"{where}: got JSON that is no character card; expected an object with "
            f'"spec": "{Spec.V2}" or "{Spec.V3}" and "data".'
        )
    try:
        card = Card(raw=raw, data=CardData.model_validate(raw["data"]))
    except ValidationError as error:
        raise CardError(f"{where}: {_explain(error)}") from error
    if not card.names.char:
        raise CardError(f"{where}: got no name; expected one in data.name. Add it.")
    return card


def role_of(card: Card) -> Role:
    """What replies are made from: clean texts with the names filled in."""
    data, names = card.data, card.names

    def ready(text: str) -> str:
        return prepared(text, names)

    return Role(
        about=About(
            spec=card.spec,
            creator=clean(data.creator),
            version=clean(data.character_version),
            notes=clean(data.creator_notes).strip(),
            tags=tuple(map(clean, data.tags)),
            source=tuple(map(clean, data.source)),
        ),
        personality=ready(data.personality),
        scenario=ready(data.scenario),
        example_dialogue=ready(data.mes_example),
        instructions=ready(data.system_prompt),
        closing_instructions=ready(data.post_history_instructions),
        alternate_greetings=tuple(filter(None, map(ready, data.alternate_greetings))),
        group_only_greetings=tuple(filter(None, map(ready, data.group_only_greetings))),
        lorebook=lorebook_of(data.character_book, ready),
        emotion_pictures=tuple(
            EmotionPicture(name=clean(asset.name), uri=clean(asset.uri))
            for asset in data.assets
            if asset.type == "emotion"
        ),
    )


def prepared(text: str, names: Names) -> str:
    """`text` with names filled in, clean, and at most `LONGEST` characters long."""
    filled = fill(text[: 2 * LONGEST], names)  # placeholders may take more room than what they mean
    return clean(filled).strip()[:LONGEST].strip()


def clean(text: str) -> str:
    """`text` in plain lines, without control characters and half surrogate pairs."""
    whole = "\n".join(text.encode("utf-8", "replace").decode("utf-8").splitlines())
    return "".join(c for c in whole if c in _KEPT or c.isprintable() or category(c) == "Zs")


def _enveloped(value: object) -> dict[str, Any] | None:
    """The card with spec and data; None if it is no card."""
    if not isinstance(value, dict):
        return None
    spec = value.get("spec")
    if isinstance(spec, str) and spec in set(Spec) and isinstance(value.get("data"), dict):
        return value
    is_v1 = "spec" not in value and {"name", "description", "first_mes"} <= value.keys()
    return {"spec": Spec.V2.value, "spec_version": "2.0", "data": value} if is_v1 else None


def _explain(error: ValidationError) -> str:
    told = []
    for item in error.errors():
        place = ".".join(map(str, ("data", *item["loc"])))
        if item["type"] == "missing":
            told.append(f"got no {place}; expected one")
        else:
            wanted = item["msg"].removeprefix("Input should be ")
            told.append(f"{place}: got {str(item['input'])[:60]!r}; expected {wanted}")
    return "; ".join(told) + ". Correct the card."
