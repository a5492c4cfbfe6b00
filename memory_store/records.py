"""What goes into a store and what comes out. Knows nothing of how any of it is kept or found.

All records are frozen, refuse unknown fields, and raise pydantic's `ValidationError` (a ValueError)
when a value is out of range.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import (
    AfterValidator,
    AwareDatetime,
    ConfigDict,
    Field,
    JsonValue,
    PlainValidator,
)
from pydantic.dataclasses import dataclass

from memory_store.vectors import Vectors, unit_meaning

# A lower bound also makes pydantic refuse lone surrogates, which no database can hold.
Text = Annotated[str, Field(min_length=1)]
Label = Annotated[str, Field(min_length=0)]
Axis = Annotated[float, Field(ge=-1.0, le=1.0)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Weight = Annotated[float, Field(ge=0.0, allow_inf_nan=False)]
UtcDatetime = Annotated[AwareDatetime, AfterValidator(lambda at: at.astimezone(UTC))]
Span = tuple[Axis, Axis]
"""From, to, both included."""
Meaning = Annotated[Vectors, PlainValidator(unit_meaning)]

_STRICT = ConfigDict(extra="forbid")


def _as_json(value: dict[str, JsonValue]) -> dict[str, JsonValue]:
    # What JSON cannot hold (lone surrogates, NaN) is refused here and not at the disk.
    json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    return value


Json = Annotated[dict[str, JsonValue], AfterValidator(_as_json)]


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


class Strategy(StrEnum):
    """How the parts of a score are put together, by the names of Emotional RAG where it has one."""

    SEMANTIC = "semantic"
    """By meaning alone."""
    COMBINE_ADD = "combine-add"
    """w · meaning + (1 − w) · mood (C-A)."""
    COMBINE_MULTIPLY = "combine-multiply"
    """Meaning times mood (C-M)."""
    SEMANTIC_FIRST = "semantic-first"
    """The closest in meaning, put in order by mood (S-S)."""
    EMOTION_FIRST = "emotion-first"
    """The closest in mood, put in order by meaning (S-E)."""
    HYBRID = "hybrid"
    """Meaning, words, mood, recency and importance together."""


class Channel(StrEnum):
    """What a memory can be ranked by."""

    MEANING = "meaning"
    WORDS = "words"
    MOOD = "mood"
    RECENCY = "recency"
    IMPORTANCE = "importance"


class Attunement(StrEnum):
    """Which mood a recall reaches for."""

    CONGRUENT = "congruent"
    """What was felt like now."""
    REPAIRING = "repairing"
    """A brighter memory when someone is low; else what was felt like now."""


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
    """From 0 (trivial) to 1 (must not be lost)."""
    distribution: Mapping[Text, Share] = dataclasses.field(default_factory=dict, hash=False)
    """The probability of each emotion label, as far as known."""
    pinned: bool = False
    """Whether it survives forgetting by age."""
    supersedes: int | None = None
    """The id of the memory that it replaces; None if it is new."""
    provenance: Json = dataclasses.field(default_factory=dict, hash=False)
    """Where it comes from, as free-form JSON."""


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Memory(NewMemory):
    """A memory as it is kept."""

    id: int
    """Given by the store; never used twice, even after a memory is forgotten."""
    superseded_by: int | None = None
    """The id of the memory that has replaced it; None if it is current."""


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Weights:
    """How much each part counts in the hybrid strategy, whose formula is in `strategies.hybrid`."""

    meaning: Weight = 1.0
    """Per standard deviation among the candidates."""
    words: Weight = 1.0
    """Per standard deviation among the candidates."""
    mood: Weight = 3.0
    """Per unit of cosine: what was felt alike is up to twice this ahead of its opposite."""
    recency: Weight = 0.1
    """What happened now is this much ahead of what happened long ago."""
    importance: Weight = 0.1
    """The most important memory is this much ahead of a trivial one."""
    half_life_days: Annotated[float, Field(gt=0.0)] = 30.0
    """After so many days, recency is a half."""


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Query:
    """What to recall, for whom, and in which mood."""

    owner: Text
    vector: Meaning = dataclasses.field(repr=False, compare=False)
    """The encoder's vector of the words that prompt the recall, shape (d,)."""
    mood: Mood = NEUTRAL
    """The mood to recall in; a neutral one has no say."""
    text: str = ""
    """The words that prompt the recall, for the hybrid strategy; empty: meaning has to do."""
    strategy: Strategy = Strategy.HYBRID
    attunement: Attunement = Attunement.CONGRUENT
    meaning_weight: Share | None = None
    """Share w of meaning against mood where both are combined; None: what the strategy is best at.
    1 is a plain semantic search, ½ the plain sum or product of the paper."""
    depth: Annotated[int, Field(ge=1)] | None = None
    """How many memories the first step of a sequential strategy leaves; None: twice `limit`."""
    weights: Weights = Weights()
    """Of the hybrid strategy."""
    limit: Annotated[int, Field(ge=1)] = 10
    kinds: frozenset[Kind] | None = None
    """Only these kinds; None for all."""
    sessions: frozenset[str] | None = None
    """Only these conversations; None for all."""
    exclude_session: str | None = None
    """Nothing of this conversation, which is usually the present one."""
    since: UtcDatetime | None = None
    """Only what happened then or later."""
    until: UtcDatetime | None = None
    """Only what happened before."""
    now: UtcDatetime = dataclasses.field(default_factory=lambda: datetime.now(UTC))
    """When the recall takes place, which decides what is recent."""
    include_superseded: bool = False
    """Whether memories that were replaced by newer ones may come to mind."""


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class MoodRange:
    """Some of mood space: a ball, a box, or where both overlap. By default all of it."""

    centre: Mood = NEUTRAL
    radius: Annotated[float, Field(ge=0.0)] | None = None
    """Greatest Euclidean distance from `centre`; None for any."""
    valence: Span = (-1.0, 1.0)
    arousal: Span = (-1.0, 1.0)
    dominance: Span = (-1.0, 1.0)

    def __contains__(self, mood: Mood) -> bool:
        """Whether the mood lies in the range, its edges included."""
        box = zip((self.valence, self.arousal, self.dominance), mood, strict=True)
        if not all(low <= value <= high for (low, high), value in box):
            return False
        return self.radius is None or math.dist(self.centre, mood) <= self.radius


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Hit:
    """A memory that came to mind, with each part of its score."""

    memory: Memory
    score: float
    """What it was ranked by; only comparable within one recall. `strategies` has the formulas."""
    meaning: float
    """Cosine of the meaning vectors, in [-1, 1]."""
    mood: float
    """Cosine of the centred moods, in [-1, 1]; 0 where either is neutral. In a repairing recall,
    with the mood that is reached for."""
    words: float
    """BM25 of the query's words, 0 or more; 0 where the strategy does not look for words."""
    recency: float
    """1 for what happens now, ½ after the half-life."""
    ranks: Mapping[Channel, int]
    """Its place by each part alone among the memories that were considered, 1 for the first. A part
    that says nothing, such as a neutral mood, has no place."""


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
