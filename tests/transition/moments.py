"""Moods, appraisals and dialogues for the transitions, valid and absurd."""

from __future__ import annotations

from hypothesis import strategies as st

from empathic_agent.affect.mood import mood_at
from empathic_agent.affect.vad import VAD
from empathic_agent.transition.trajectory import START
from empathic_agent.turn import Appraisal, Dialogue, Mood, Speaker, Utterance

TALK = Dialogue(
    utterances=(
        Utterance(speaker=Speaker.SUPPORTER, text="How did it go?"),
        Utterance(speaker=Speaker.SEEKER, text="They said no!"),
    )
)
FIRST = Dialogue(utterances=TALK.utterances[1:])

anything = st.floats(allow_nan=True, allow_infinity=True)
absurd_points = st.builds(
    lambda v, a, d: VAD.model_construct(valence=v, arousal=a, dominance=d),
    anything,
    anything,
    anything,
)
absurd_appraisals = st.builds(
    lambda taxonomy, distribution, vad: Appraisal.model_construct(
        taxonomy=taxonomy, distribution=distribution, emotion="?", vad=vad, reason=""
    ),
    st.sampled_from(["ekman", "goemotions", "home-made"]),
    st.dictionaries(st.sampled_from(["anger", "joy", "neutral", "gloom"]), anything),
    absurd_points,
)


def mood(vad: VAD) -> Mood:
    """The mood at a point, when a simulated dialogue begins."""
    return mood_at(vad, START)


def within_bounds(vad: VAD) -> bool:
    """Whether each axis is a number in [-1, 1]."""
    return all(-1.0 <= value <= 1.0 for value in vad.as_tuple())
