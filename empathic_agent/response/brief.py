"""The brief: everything a response model may know about the turn. Knows no model and no prompt."""

from __future__ import annotations

from empathic_agent.persona import Persona
from empathic_agent.turn import (
    Appraisal,
    Dialogue,
    Mood,
    OwnMemory,
    Recollection,
    Record,
    StrategyPlan,
)


class Brief(Record):
    """What a reply is written from."""

    persona: Persona
    """Who replies."""
    dialogue: Dialogue
    """What was said so far; the last utterance is the seeker's."""
    appraisal: Appraisal
    """What the person feels, and why."""
    plan: StrategyPlan
    """Which kind of support the reply should give."""
    recollections: tuple[Recollection, ...] = ()
    """What came to mind, best first."""
    own_memories: tuple[OwnMemory, ...] = ()
    """What came to the persona's own mind: seeds of its life, then lore of its world."""
    mood: Mood
    """The agent's own mood after hearing the message; its time is the time of the turn."""
