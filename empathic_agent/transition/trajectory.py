"""Moods over a whole dialogue, as different personas would have them. Knows no transition.

Real time passes between messages and is simulated: each message comes so many seconds after the one
before, and meanwhile the mood decays towards the persona's temperament as it does in the agent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from empathic_agent.affect.mood import decayed, resting_mood
from empathic_agent.affect.personality import temperament
from empathic_agent.affect.vad import NEUTRAL, VAD
from empathic_agent.persona import Persona
from empathic_agent.protocols import EmotionDetector, MoodTransition
from empathic_agent.turn import Appraisal, Dialogue, Mood, Speaker, Utterance

START = datetime(2026, 1, 1, tzinfo=UTC)
"""When the first message of a simulated dialogue comes; only differences matter."""
PAUSE = timedelta(seconds=60)
"""Time from one message of the person to the next, unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One message of the person, as the agent has it before its mood moves."""

    dialogue: Dialogue
    """Up to this message."""
    appraisal: Appraisal
    """What is read in it."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Somebody who goes through a dialogue."""

    persona: Persona
    transition: MoodTransition
    """Built for this persona."""


def hear(utterances: Sequence[Utterance], detector: EmotionDetector) -> tuple[Heard, ...]:
    """Read every message of the seeker, each with nothing but what went before it."""
    upto = (
        Dialogue(utterances=tuple(utterances[: place + 1]))
        for place, utterance in enumerate(utterances)
        if utterance.speaker is Speaker.SEEKER
    )
    return tuple(Heard(dialogue, detector.detect(dialogue)) for dialogue in upto)


def trajectory(
    listener: Listener, heard: Sequence[Heard], pause: timedelta = PAUSE
) -> tuple[Mood, ...]:
    """The mood after each message, beginning at rest.

    Args:
        listener: whose mood it is.
        heard: the messages, oldest first.
        pause: time from one message to the next.
    """
    persona = listener.persona
    rest = temperament(persona.traits)
    half_life = timedelta(minutes=persona.mood_half_life_minutes)
    mood, moods = resting_mood(persona.traits, START), []
    for number, message in enumerate(heard):
        mood = decayed(mood, rest, half_life, START + number * pause)
        mood = listener.transition.step(mood, message.appraisal, message.dialogue)
        moods.append(mood)
    return tuple(moods)


def points(moods: Sequence[Mood], origin: VAD = NEUTRAL) -> NDArray[np.float64]:
    """(n, 3) where n moods lie, seen from `origin`."""
    rows = np.array([mood.vad.as_tuple() for mood in moods]).reshape(len(moods), 3)
    return np.asarray(rows - origin.as_tuple())


def distance(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """How far two trajectories of n moods lie apart: the mean Euclidean distance.

    Args:
        one: (n, 3), n at least 1.
        other: (n, 3) over the same messages.
    """
    return float(np.linalg.norm(one - other, axis=1).mean())
