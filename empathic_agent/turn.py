"""The records that flow through the loop. Knows nothing of how any of them is computed.

All are frozen and refuse unknown fields. A `Turn` is the whole story of one message; the terminal
app, the evaluation logs and the tests read it and nothing else.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from empathic_agent.affect.vad import NEUTRAL, VAD
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


class Cues(Record):
    """What words leave out, put into words by whoever can see or hear it; all parts optional."""

    face: str | None = None
    """The expression: "smiling, but her eyes are wet"."""
    voice: str | None = None
    """How it is spoken: "quiet, with long pauses"."""
    scene: str | None = None
    """Where and with whom: "alone at a kitchen table at night"."""


class Utterance(Record):
    """One message of one speaker."""

    speaker: Speaker
    text: str
    cues: Cues | None = None
    """Non-verbal signs that came with it, as text."""
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
    """A part of the message that elicits the emotion."""

    span: Span
    score: float = Field(ge=0.0, le=1.0)
    """How likely its words are to belong to the cause: the mean over them."""


class WordScore(Record):
    """One word of the message and how likely it belongs to the cause."""

    span: Span
    score: float = Field(ge=0.0, le=1.0)


class Antecedent(Record):
    """An utterance that brought the emotion about, as read from the dialogue."""

    index: int = Field(ge=0)
    """Its place in `Dialogue.utterances`; the last is the message itself."""
    text: str
    score: float = Field(ge=0.0, le=1.0)
    """Probability that it is a cause."""


class Appraisal(Record):
    """What the detector read in the seeker's last message."""

    taxonomy: str
    """Name of the label set, e.g. "goemotions"."""
    distribution: dict[str, float]
    """Probability per label; sums to 1."""
    emotion: str
    """The most probable label."""
    vad: VAD
    """Where the message lies in VAD space."""
    intensity: float | None = Field(default=None, ge=0.0, le=1.0)
    """How strongly it is felt, from not at all to overwhelming; None: the detector cannot say."""
    situation: dict[str, float] | None = None
    """Probability per EmpatheticDialogues label: what people in such a situation feel; sums to 1.
    None: the detector cannot say."""
    undertow: float | None = Field(default=None, ge=0.0, le=1.0)
    """How far the situation is worse than the words sound: "reads calm, may be upset"."""
    causes: tuple[Cause, ...] = ()
    """The parts of the message that elicit the emotion, strongest first; they do not overlap."""
    words: tuple[WordScore, ...] = ()
    """Every word of the message with its cause score, in order; empty: not scored."""
    antecedents: tuple[Antecedent, ...] = ()
    """The utterances so far that brought the emotion about, most probable first."""
    reason: str
    """One sentence a person can read."""

    @property
    def confidence(self) -> float:
        """Probability of the top emotion."""
        return self.distribution[self.emotion]

    @property
    def cause(self) -> Cause | None:
        """The strongest cause within the message, if there is one."""
        return self.causes[0] if self.causes else None


def _distance_from_calm(mood: dict[str, Any]) -> float:
    vad: VAD = mood["vad"]
    return min(1.0, vad.distance(NEUTRAL))


class Mood(Record):
    """The agent's own emotion at a moment."""

    vad: VAD
    label: str
    """The emotion it is called by, one of "ekman"."""
    at: datetime
    intensity: float = Field(default_factory=_distance_from_calm, ge=0.0, le=1.0)
    """How strongly it is felt: by default, and in turns that were saved without it, the distance
    of `vad` from neutral, cut at 1. The emotions' own points lie .70 (disgust) to 1.11 (fear) away.
    """


_ORDINALS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd"}


class Recollection(Record):
    """A memory that came to mind, with each part of its score."""

    memory_id: int
    text: str
    emotion: str
    at: datetime
    session: str
    score: float
    """What it was ranked by, as the recall strategy puts the parts together."""
    meaning: float
    """Cosine of the meaning vectors, in [-1, 1]."""
    mood: float
    """Cosine of the centred mood vectors, in [-1, 1]."""
    words: float = 0.0
    """BM25 of the message's words in the memory and its neighbours; 0 where none is near."""
    recency: float = 0.0
    """1 for what happened just now, ½ after a month."""
    importance: float = 0.0
    """How strongly it was felt then, in [0, 1]."""
    ranks: dict[str, int] = {}
    """Its place by each part alone among what was considered, 1 for the first."""

    @property
    def standing(self) -> str:
        """Where it comes first or nearly so: "1st by words, 3rd by meaning"."""
        told = [
            f"{rank}{_ORDINALS.get(rank, 'th')} by {part}"
            for part, rank in sorted(self.ranks.items(), key=lambda item: item[1])
            if part in ("meaning", "words", "mood")
        ]
        return ", ".join(told)


class OwnMemory(Record):
    """Something of the persona's own that came to mind, with each part of its score."""

    memory_id: int
    kind: Literal["persona seed", "lore"]
    """A memory of its life, or knowledge of its world."""
    text: str
    emotion: str
    """What it felt; empty for lore."""
    key: str | None = None
    """The words that called a piece of lore; None for seeds and for lore that is always there."""
    score: float
    """meaning_weight · meaning + (1 - meaning_weight) · mood; lore does not have to earn it."""
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
    invalid_answers: int = Field(default=0, ge=0)
    """How many answers of a language model named no strategy and were refused."""
    fell_back: bool = False
    """Whether the selector had no usable answer and another one made this plan."""


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

    schema_version: Literal[2] = 2
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
    own_memories: tuple[OwnMemory, ...] = ()
    """What came to the persona's own mind; the same for every owner."""
    mood_before: Mood
    mood_after: Mood
    plan: StrategyPlan | None
    prompt: str | None
    """The system prompt the response model was given."""
    reply: str
    model: str
    """Who wrote the reply: "crisis gate", "offline" or the chat model's name."""
    timings: tuple[Timing, ...]

    @model_validator(mode="before")
    @classmethod
    def _upgraded(cls, record: Any) -> Any:
        """Read what version 1 wrote: one cause, scored by how much its absence weakens it."""
        if not isinstance(record, dict) or record.get("schema_version") != 1:
            return record
        appraisal = record.get("appraisal")
        if isinstance(appraisal, dict):
            appraisal = dict(appraisal)
            old = appraisal.pop("cause", None)
            score = max(0.0, min(1.0, old["drop"])) if old else 0.0
            appraisal["causes"] = [{"span": old["span"], "score": score}] if old else []
        return record | {"schema_version": 2, "appraisal": appraisal}
