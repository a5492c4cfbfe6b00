"""What a persona is made of. Knows nothing of files.

`personas/README.md` documents the fields for people who write them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints, field_validator

from empathic_agent.affect.personality import OCEAN
from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.affect.vad import VAD
from empathic_agent.cards.role import Role
from empathic_agent.turn import Record

SEED_LABELS = "goemotions"
"""The label set that the emotions of seed memories are taken from."""

NAME_PATTERN = r"^[a-z][a-z0-9-]{0,39}$"

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=32_000)]
"""Long enough for the descriptions and openings that character cards bring along."""


class Manner(StrEnum):
    """How a persona carries itself; the offline replies come in these three."""

    GENTLE = "gentle"
    """Soft and unhurried; leaves room."""
    PLAIN = "plain"
    """Direct and warm; says what it thinks."""
    PLAYFUL = "playful"
    """Light on its feet; humour beside the pain, never at its expense."""


class SeedMemory(Record):
    """Something the persona remembers before it has met anybody."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    text: Words
    """The memory, in the persona's own words."""
    emotion: str
    """What it felt: a GoEmotions label."""

    @field_validator("emotion")
    @classmethod
    def _is_a_label(cls, emotion: str) -> str:
        names = load_taxonomy(SEED_LABELS).names
        if emotion not in names:
            raise ValueError(f"expected one of: {', '.join(names)}")
        return emotion

    @property
    def vad(self) -> VAD:
        """Where that emotion lies."""
        return load_taxonomy(SEED_LABELS).vad(self.emotion)


class Persona(Record):
    """Who the agent is and how it speaks."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: str = Field(pattern=NAME_PATTERN)
    """Slug: what users type, and the name of the file."""
    title: Annotated[Words, StringConstraints(max_length=200)]
    """Name as shown to people."""
    description: Prose
    """Who this is; part of a language model's system prompt."""
    traits: OCEAN
    """Personality, each trait in [0, 1]. `neuroticism` 0 is unshakeable, 1 easily upset."""
    manner: Manner = Field(strict=False)  # YAML has strings, not enum members
    """How it carries itself."""
    speaking_style: Words
    """How it writes; part of a language model's system prompt."""
    greeting: Prose
    """What it says when a conversation opens."""
    mood_half_life_minutes: float = Field(gt=0.0, allow_inf_nan=False)
    """Minutes in which half of a mood has faded."""
    values: tuple[Words, ...] = Field(default=(), strict=False)  # YAML has lists, not tuples
    """What matters to it."""
    boundaries: tuple[Words, ...] = Field(default=(), strict=False)
    """What it does not do, whoever asks."""
    example_lines: tuple[Words, ...] = Field(default=(), strict=False)
    """How it sounds: things it might say."""
    seed_memories: tuple[SeedMemory, ...] = Field(default=(), strict=False)
    """What it remembers before it has met anybody."""
    fictional: bool = False
    """Whether it is a character of a story, with a past that belongs to the story."""
    role: Role | None = None
    """What its character card adds; None: it has none. In a file, `card` names the card."""
