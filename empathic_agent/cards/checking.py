"""Checks a file that is a persona or a card, and says what it is. Changes nothing."""

from __future__ import annotations

from pathlib import Path

from empathic_agent.cards.bringing import YAML_SUFFIXES
from empathic_agent.cards.card import role_of
from empathic_agent.cards.containers import read_card
from empathic_agent.cards.mentions import unusable_patterns
from empathic_agent.cards.translation import fields_of, slug_of
from empathic_agent.persona.reading import read_persona


def check_file(file: Path) -> str:
    """What is in a file that can be used, in a sentence.

    Raises:
        PersonaError: it cannot be used; the message tells every problem.
    """
    if file.suffix.casefold() in YAML_SUFFIXES:
        persona = read_persona(file)
        return f"the persona {persona.title}, {len(persona.seed_memories)} seed memories."
    found = read_card(file)
    role = role_of(found.card)
    fields_of(found.card, slug_of(found.card.names.char) or "nameless")
    patterns = unusable_patterns(role.lorebook)
    never = f" These keys never match: {', '.join(patterns[:5])}." if patterns else ""
    return (
        f"the card of {found.card.names.char} ({found.card.spec.value}, "
        f"{found.format.value.upper()}), {len(role.lorebook.entries)} entries of lore.{never}"
    )
