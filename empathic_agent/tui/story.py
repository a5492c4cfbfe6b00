"""What is known of one turn so far, while it runs or from its record. Knows no widget."""

from __future__ import annotations

from empathic_agent.events import (
    Appraised,
    Event,
    Finished,
    MoodMoved,
    Planned,
    Recalled,
    SafetyChecked,
    Token,
)
from empathic_agent.turn import (
    Appraisal,
    Mood,
    OwnMemory,
    Recollection,
    Record,
    SafetyVerdict,
    StrategyPlan,
    Timing,
    Turn,
)


class Story(Record):
    """A turn as far as it has been told; None is "not yet", or "never" once it is finished."""

    safety: SafetyVerdict | None = None
    appraisal: Appraisal | None = None
    recollections: tuple[Recollection, ...] | None = None
    own_memories: tuple[OwnMemory, ...] = ()
    mood_before: Mood | None = None
    mood_after: Mood | None = None
    plan: StrategyPlan | None = None
    timings: tuple[Timing, ...] = ()
    model: str | None = None
    """Who wrote the reply; known when the turn is finished."""

    @classmethod
    def of(cls, turn: Turn) -> Story:
        """The whole story of a finished turn."""
        shared = cls.model_fields.keys() & Turn.model_fields.keys()
        return cls(**{name: getattr(turn, name) for name in shared})

    def after(self, event: Event) -> Story:
        """The story with one more event in it; tokens change nothing."""
        match event:
            case SafetyChecked(verdict=verdict):
                update: dict[str, object] = {"safety": verdict}
            case MoodMoved(before=before, after=after):
                update = {"mood_before": before, "mood_after": after}
            case Appraised() | Recalled() | Planned():
                update = dict(event)
            case Finished(turn=turn):
                return Story.of(turn)
            case Token():
                return self
        return self.model_copy(update=update)

    @property
    def in_danger(self) -> bool:
        """Whether the crisis gate found something."""
        return self.safety is not None and self.safety.danger is not None

    @property
    def doing(self) -> str:
        """What the agent is at, in a word or two, while no reply is there."""
        if self.appraisal is None:
            return "listening"
        if self.recollections is None:
            return "remembering"
        return "finding words"
