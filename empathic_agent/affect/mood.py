"""The agent's own mood: how it decays and how the conversation moves it. Knows nothing of personas.

Mood follows PELD (Wen et al. 2021): E_response = E_initial + P ⊙ Δ(context), where P are the
personality's weights. Here Δ is analytic: what the other side feels, seen from where the mood is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import copysign, inf
from typing import TYPE_CHECKING

from empathic_agent.affect.personality import OCEAN, reactivity, temperament
from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.affect.vad import NEUTRAL, VAD
from empathic_agent.turn import Appraisal, Dialogue, Mood

if TYPE_CHECKING:
    from empathic_agent.plugins import Workbench


FAINT = 0.25
"""A mood that lies closer to neutral than this has no name of its own."""
EVEN = 0.1
"""The same of its valence: nobody is angry who is not displeased."""
ALIKE = 0.4
"""Cosine with an emotion's point from which a mood bears its name."""
HOLD = 0.3
"""Share of the way to its temperament that a mood is drawn back with every message."""


def name_mood(vad: VAD) -> str:
    """The one of PELD's seven emotions that a mood is called by: a weak joy is joy, not neutral.

    It goes by direction, and how strong it is, is for `Mood.intensity` to tell. A mood that is
    faint, neither pleasant nor unpleasant, or unlike all emotions is neutral.
    """
    if vad.distance(NEUTRAL) < FAINT or abs(vad.valence) < EVEN:
        return "neutral"
    emotions = [e for e in load_taxonomy("ekman").labels if e.vad.valence * vad.valence > 0]
    best = max(emotions, key=lambda emotion: _cosine(vad, emotion.vad))
    return best.name if _cosine(vad, best.vad) >= ALIKE else "neutral"


def _cosine(one: VAD, other: VAD) -> float:
    """In [-1, 1]; 0 where one of them has no direction."""
    lengths = one.distance(NEUTRAL) * other.distance(NEUTRAL)
    product = sum(a * b for a, b in zip(one.as_tuple(), other.as_tuple(), strict=True))
    return product / lengths if lengths else 0.0


def mood_at(vad: VAD, at: datetime) -> Mood:
    """The mood at a point, with the name it goes by."""
    return Mood(vad=vad, label=name_mood(vad), at=at)


def resting_mood(traits: OCEAN, at: datetime) -> Mood:
    """The mood of someone with these traits when nothing has happened."""
    return mood_at(temperament(traits), at)


def decayed(mood: Mood, rest: VAD, half_life: timedelta, now: datetime) -> Mood:
    """The mood at `now`: every half-life halves its distance to `rest`.

    A clock that went backwards counts as no time passed; a half-life of under a microsecond, the
    least a timedelta holds, keeps nothing.
    """
    elapsed = max(0.0, (now - mood.at) / half_life) if half_life else inf
    return mood_at(mood.vad.toward(rest, 1.0 - 0.5**elapsed), max(now, mood.at))


def moved(mood: VAD, towards: VAD, traits: OCEAN) -> VAD:
    """PELD's equation: E + P ⊙ Δ, where Δ points from the mood to `towards`.

    On an axis with a negative weight Δ points to the mirror image of `towards`: a stable person
    grows calmer when others get stirred up (P_A below 0). Each axis covers the share |P| of its
    way, so the mood stays within bounds and settles if nothing changes. Numbers that are none count
    as 0 and infinite ones as 1, wherever they come from.
    """
    here, there = VAD.clamped(*mood.as_tuple()), VAD.clamped(*towards.as_tuple())
    axes = zip(here.as_tuple(), reactivity(traits), there.as_tuple(), strict=True)
    return VAD.clamped(*(e + p * (goal - copysign(1.0, p) * e) for e, p, goal in axes))


def held(vad: VAD, traits: OCEAN) -> VAD:
    """A mood as its temperament holds it: drawn back by `HOLD`, as ALMA's default mood does
    (Gebhard 2005). Without it every mood would soon be the person's."""
    return vad.toward(temperament(traits), HOLD)


@dataclass(frozen=True, slots=True)
class PersonalityTransition:
    """PELD's equation with an analytic Δ, from the mood to what the person feels; then the
    temperament draws it back."""

    traits: OCEAN

    def step(self, mood: Mood, appraisal: Appraisal, dialogue: Dialogue) -> Mood:  # noqa: ARG002
        """The mood after hearing the last utterance; each axis stays in [-1, 1]."""
        vad = moved(mood.vad, appraisal.vad, self.traits)
        return mood_at(held(vad, self.traits), mood.at)


def from_workbench(bench: Workbench) -> PersonalityTransition:
    """The plug-in "personality"."""
    return PersonalityTransition(bench.persona.traits)
