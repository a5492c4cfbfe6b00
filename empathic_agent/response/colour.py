"""How the agent's own mood colours its words. Knows no frames and no person."""

from __future__ import annotations

from enum import StrEnum

from empathic_agent.turn import Mood

FELT = 0.2
"""Valence from which a mood colours what is said, and intensity it must have."""


class Colour(StrEnum):
    """What can be heard of a mood; a calm one leaves words as they are."""

    TENDER = "tender"
    """Low: touched, worried, sad."""
    FIRM = "firm"
    """Low, stirred up and in control: cross on somebody's behalf."""
    BRIGHT = "bright"
    """Glad."""


def colour_of(mood: Mood) -> Colour | None:
    """The colour of a mood by where it lies; None if it is too faint to be heard."""
    vad = mood.vad
    if mood.intensity < FELT or abs(vad.valence) < FELT:
        return None
    if vad.valence > 0:
        return Colour.BRIGHT
    cross = vad.arousal > 0 and vad.dominance > 0
    return Colour.FIRM if cross else Colour.TENDER
