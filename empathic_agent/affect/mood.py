"""The agent's own mood: how it decays and how the conversation moves it. Knows nothing of personas.

Mood follows PELD (Wen et al. 2021): E_response = E_initial + P ⊙ Δ(context), where P are the
personality's weights. Here Δ is analytic: what the other side feels, seen from where the mood is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import copysign
from typing import TYPE_CHECKING

from empathic_agent.affect.personality import OCEAN, reactivity, temperament
from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.affect.vad import VAD
from empathic_agent.turn import Appraisal, Dialogue, Mood

if TYPE_CHECKING:
    from empathic_agent.plugins import Workbench


def name_mood(vad: VAD) -> str:
    """The nearest of PELD's seven emotions."""
    return load_taxonomy("ekman").nearest(vad)


def resting_mood(traits: OCEAN, at: datetime) -> Mood:
    """The mood of someone with these traits when nothing has happened."""
    rest = temperament(traits)
    return Mood(vad=rest, label=name_mood(rest), at=at)


def decayed(mood: Mood, rest: VAD, half_life: timedelta, now: datetime) -> Mood:
    """The mood at `now`: every half-life halves its distance to `rest`.

    A clock that went backwards counts as no time passed.
    """
    elapsed = max(0.0, (now - mood.at) / half_life)
    vad = mood.vad.toward(rest, 1.0 - 0.5**elapsed)
    return Mood(vad=vad, label=name_mood(vad), at=max(now, mood.at))


@dataclass(frozen=True, slots=True)
class PersonalityTransition:
    """PELD's equation with an analytic Δ.

    Δ(context) points from the mood to what the person feels, or to its mirror image on an axis with
    a negative weight: a warm person's valence follows closely (P_V near 1), a stable person grows
    calmer when others get stirred up (P_A below 0). Each axis covers the share |P| of its way, so
    the mood stays within bounds and settles if nothing changes.
    """

    traits: OCEAN

    def step(self, mood: Mood, appraisal: Appraisal, dialogue: Dialogue) -> Mood:  # noqa: ARG002
        """The mood after hearing the last utterance; each axis stays in [-1, 1]."""
        weights = reactivity(self.traits)
        axes = zip(mood.vad.as_tuple(), weights, appraisal.vad.as_tuple(), strict=True)
        vad = VAD.clamped(*(e + p * (felt - copysign(1.0, p) * e) for e, p, felt in axes))
        return Mood(vad=vad, label=name_mood(vad), at=mood.at)


def from_workbench(bench: Workbench) -> PersonalityTransition:
    """The plug-in "personality"."""
    return PersonalityTransition(bench.persona.traits)
