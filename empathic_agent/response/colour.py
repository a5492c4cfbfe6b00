"""How the agent's own mood colours its words. Knows no frames and no person."""

from __future__ import annotations

from enum import StrEnum

from empathic_agent.affect.vad import VAD
from empathic_agent.turn import Mood

FELT = 0.2
"""Valence from which a mood colours what is said."""


class Colour(StrEnum):
    """What can be heard of a mood; a calm one leaves words as they are."""

    TENDER = "tender"
    """Low, in itself or for this temperament: touched, worried, sad."""
    FIRM = "firm"
    """Low, stirred up and in control: cross on somebody's behalf."""
    BRIGHT = "bright"
    """Glad."""


def colour_of(mood: Mood, rest: VAD) -> Colour | None:
    """The colour of a mood; None if it is too even to be heard.

    Args:
        mood: the agent's own.
        rest: its temperament: a cheerful one that has come down to even is touched.
    """
    vad = mood.vad
    if min(vad.valence, vad.valence - rest.valence) <= -FELT:
        return Colour.FIRM if vad.arousal > 0 and vad.dominance > 0 else Colour.TENDER
    return Colour.BRIGHT if vad.valence >= FELT else None
