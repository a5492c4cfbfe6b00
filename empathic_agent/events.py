"""What a running turn tells its listeners, in the order it happens. Knows no listener."""

from __future__ import annotations

from empathic_agent.turn import (
    Appraisal,
    Mood,
    OwnMemory,
    Recollection,
    Record,
    SafetyVerdict,
    StrategyPlan,
    Turn,
)


class SafetyChecked(Record):
    """The crisis gate has looked at the message."""

    verdict: SafetyVerdict


class Appraised(Record):
    """The detector has read the emotion and its cause."""

    appraisal: Appraisal


class Recalled(Record):
    """Memories have come to mind, best first."""

    recollections: tuple[Recollection, ...]
    own_memories: tuple[OwnMemory, ...] = ()
    """What came to the persona's own mind."""


class MoodMoved(Record):
    """The agent's own mood has answered to what it heard."""

    before: Mood
    after: Mood


class Planned(Record):
    """The kind of support has been chosen."""

    plan: StrategyPlan


class Token(Record):
    """A piece of the reply; the pieces joined are the reply."""

    text: str


class Finished(Record):
    """The turn is complete and has been saved."""

    turn: Turn


Event = SafetyChecked | Appraised | Recalled | MoodMoved | Planned | Token | Finished
