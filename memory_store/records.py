"""What goes into a store and what comes out. Knows nothing of how any of it is kept or found.

All records are frozen, refuse unknown fields, and raise pydantic's `ValidationError` (a ValueError)
when a value is out of range.
"""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, PlainValidator
from pydantic.dataclasses import dataclass

from memory_store.vectors import Vectors, unit_meaning

# A lower bound also makes pydantic refuse lone surrogates, which no database can hold.
Text = Annotated[str, Field(min_length=1)]
Label = Annotated[str, Field(min_length=0)]
Axis = Annotated[float, Field(ge=-1.0, le=1.0)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
UtcDatetime = Annotated[AwareDatetime, AfterValidator(lambda at: at.astimezone(UTC))]
Meaning = Annotated[Vectors, PlainValidator(unit_meaning)]

_STRICT = ConfigDict(extra="forbid")


class Kind(StrEnum):
    """What sort of memory it is."""

    TURN = "turn"
    """Something that was said."""
    FACT = "fact"
    """Something learned about the owner."""
    PERSONA_SEED = "persona seed"
    """Something the persona remembers of its own life."""
    LORE = "lore"
    """Background knowledge of the persona's world."""


class Mood(NamedTuple):
    """A point in valence-arousal-dominance space, each axis in [-1, 1] with 0 as neutral.

    The axes are Mehrabian and Russell's. The range is checked when the mood enters a record.
    """

    valence: Axis
    """Unpleasant (-1) to pleasant (1)."""
    arousal: Axis
    """Calm (-1) to stirred up (1)."""
    dominance: Axis
    """Overpowered (-1) to in control (1)."""


NEUTRAL = Mood(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class NewMemory:
    """A memory as it is handed to a store."""

    text: Text
    owner: Text
    """Whose memory it is; a recall never crosses owners."""
    vector: Meaning = dataclasses.field(repr=False, compare=False)
    """The encoder's vector of `text`, shape (d,); scaled to unit length and made read-only."""
    at: UtcDatetime = dataclasses.field(default_factory=lambda: datetime.now(UTC))
    """When it happened; any time zone goes in, UTC comes out."""
    session: Label = ""
    """The conversation it belongs to; empty if none."""
    kind: Kind = Kind.TURN
    speaker: Label = ""
    emotion: Label = ""
    """The name of what was felt, in whichever label set the caller uses."""
    mood: Mood = NEUTRAL
    """What was felt, as a point. Only its direction counts in a recall, not its strength."""
    importance: Share = 0.5
    """From 0 (trivial) to 1 (must not be lost); kept for the caller, not part of the score."""


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Memory(NewMemory):
    """A memory as it is kept. Memories are never changed, only added and forgotten."""

    id: int
    """Given by the store; never used twice, even after a memory is forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Query:
    """What to recall, for whom, and in which mood."""

    owner: Text
    vector: Meaning = dataclasses.field(repr=False, compare=False)
    """The encoder's vector of the words that prompt the recall, shape (d,)."""
    mood: Mood = NEUTRAL
    """The mood to recall in; neutral means that meaning alone decides."""
    meaning_weight: Share = 0.5
    """w in w · meaning + (1 − w) · mood: 1 is a plain semantic search, 0 goes by mood alone."""
    limit: Annotated[int, Field(ge=1)] = 10
    kinds: frozenset[Kind] | None = None
    """Only these kinds; None for all."""


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Hit:
    """A memory that came to mind, with each part of its score."""

    memory: Memory
    score: float
    """What it was ranked by: w · meaning + (1 − w) · mood."""
    meaning: float
    """Cosine of the meaning vectors, in [-1, 1]."""
    mood: float
    """Cosine of the centred moods, in [-1, 1]; 0 where either is neutral."""


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Health:
    """What an examination of a store found."""

    memories: int | None
    """How many there are; None, not counted, if the database or a memory is damaged."""
    problems: tuple[str, ...]
    """One sentence each; empty when all is well."""

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems
