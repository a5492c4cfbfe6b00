"""The gaps a frame may have. Knows neither frames nor how gaps are filled."""

from __future__ import annotations

from enum import StrEnum


class Slot(StrEnum):
    """A gap, named as in `{…}`. A frame whose gaps cannot all be filled is not used."""

    CLAUSE = "clause"
    """What they told, in the second person: "you lost your job"."""
    TOPIC = "topic"
    """What it is about, after a preposition: "your job"."""
    QUOTE = "quote"
    """A few of their words as they stand."""
    FEELING = "feeling"
    """Fits "you sound …": "sad"."""
    EMOTION = "emotion"
    """Fits "the …": "sadness"."""
    WHEN = "when"
    """How long ago the memory is: "last week"."""
    MEMORY = "memory"
    """What they told then, in the second person."""
    NAME = "name"
    """The persona's name as people see it."""
    MOOD = "mood"
    """The agent's own mood, fits "I feel …"."""
