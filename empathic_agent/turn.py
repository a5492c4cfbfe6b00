"""The records that flow through the loop. Knows nothing of how any of them is computed.

All are frozen and refuse unknown fields. A `Turn` is the whole story of one message; the terminal
app, the evaluation logs and the tests read it and nothing else.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from empathic_agent.affect.vad import VAD
from empathic_agent.strategy.strategies import Stage, Strategy


class Record(BaseModel):
    """Base of all records: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Speaker(StrEnum):
    """Who said something."""

    SEEKER = "seeker"
    """The person who talks to the agent."""
    SUPPORTER = "supporter"
    """The agent."""


class Utterance(Record):
    """One message of one speaker."""

    speaker: Speaker
    text: str
    strategy: Strategy | None = None
    """The support strategy behind it; supporters only."""


class Dialogue(Record):
    """What has been said so far, oldest first; in a running turn the last is the seeker's."""

    utterances: tuple[Utterance, ...]

    @property
    def last(self) -> Utterance:
        """The newest utterance."""
        return self.utterances[-1]

    def last_of(self, speaker: Speaker) -> Utterance | None:
        """The newest utterance of `speaker`, if there is one."""
        return next((u for u in reversed(self.utterances) if u.speaker is speaker), None)

    def strategies(self) -> tuple[Strategy, ...]:
        """The supporter's strategies so far, oldest first."""
        return tuple(u.strategy for u in self.utterances if u.strategy is not None)


class Span(Record):
    """A stretch of a text: `text == source[start:end]`."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str

    @model_validator(mode="after")
    def _length_matches(self) -> Span:
        if self.end - self.start != len(self.text):
            raise ValueError(f"a span from {self.start} to {self.end} cannot hold {self.text!r}")
        return self


class Cause(Record):
    """The part of the message that elicits the emotion."""

    span: Span
    drop: float
    """How much the emotion's probability falls when the span is taken out, in [-1, 1]."""


class Appraisal(Record):
    """What the detector read in the seeker's last message."""

    taxonomy: str
    """Name of the label set, e.g. "goemotions"."""
    distribution: dict[str, float]
    """Probability per label; sums to 1."""
    emotion: str
    """The most probable label."""
    vad: VAD
    """The distribution as a point: the probability-weighted mean of the labels' VAD points."""
    cause: Cause | None = None
    reason: str
    """One sentence a person can read."""

    @property
    def confidence(self) -> float:
        """Probability of the top emotion."""
        return self.distribution[self.emotion]


class Mood(Record):
    """The agent's own emotion at a moment."""

    vad: VAD
    label: str
    """The nearest named emotion."""
    at: datetime


class Recollection(Record):
    """A memory that came to mind, with each part of its score."""

    memory_id: int
    text: str
    emotion: str
    at: datetime
    session: str
    score: float
    """What it was ranked by: meaning_weight · meaning + (1 − meaning_weight) · mood."""
    meaning: float
    """Cosine of the meaning vectors, in [-1, 1]."""
    mood: float
    """Cosine of the centred mood vectors, in [-1, 1]."""


class StrategyPlan(Record):
    """Which kind of support comes next, and why."""

    strategy: Strategy
    """The choice: the most probable one after correction."""
    raw: dict[Strategy, float]
    """The selector's own probabilities; sum to 1."""
    corrected: dict[Strategy, float]
    """After preference-bias debiasing; sum to 1. Equal to `raw` when nothing was corrected."""
    stage: Stage
    reason: str
    """One sentence a person can read."""


class Danger(StrEnum):
    """What the crisis gate looks for."""

    SUICIDE = "suicide"
    SELF_HARM = "self-harm"
    ABUSE = "abuse"
    HARM_TO_OTHERS = "harm to others"


class Stance(StrEnum):
    """How the danger is spoken of, gravest first."""

    DIRECT = "direct"
    """Of oneself and of now: "I want to die"."""
    SOMEONE_ELSE = "someone else"
    """Worry about another person: "my friend wants to die"."""
    UNSURE = "unsure"
    """Denied, past, or perhaps not meant so: "I'm not suicidal, just tired". Asked about gently."""


class SafetyVerdict(Record):
    """What the crisis gate decided about the message."""

    danger: Danger | None = None
    """None: nothing found, the loop goes on."""
    stance: Stance = Stance.DIRECT
    """How it is spoken of; of no meaning without a danger."""
    follows: int = Field(default=0, ge=0)
    """How many messages ago the danger was spoken of; 0: in this very message."""
    evidence: Span | None = None
    """The words that led to it; none in a message that only follows."""
    reason: str
    """One sentence a person can read."""


class Timing(Record):
    """How long one stage took."""

    stage: str
    ms: float = Field(ge=0)


class Turn(Record):
    """One message and everything that followed from it.

    When the crisis gate answers, the model-based stages do not run: `appraisal`, `plan` and
    `prompt` are None and `recollections` is empty.
    """

    schema_version: Literal[1] = 1
    id: str
    """Unique, sortable by time."""
    owner: str
    """Whose conversation it is; memories never cross owners."""
    session: str
    persona: str
    at: datetime
    """When the message came in, UTC."""
    utterance: Utterance
    safety: SafetyVerdict
    appraisal: Appraisal | None
    recollections: tuple[Recollection, ...]
    mood_before: Mood
    mood_after: Mood
    plan: StrategyPlan | None
    prompt: str | None
    """The system prompt the response model was given."""
    reply: str
    model: str
    """Who wrote the reply: "crisis gate", "offline" or the chat model's name."""
    timings: tuple[Timing, ...]
