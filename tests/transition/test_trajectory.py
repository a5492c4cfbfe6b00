"""Moods over a whole dialogue, and readings of another seed."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from empathic_agent.affect.mood import PersonalityTransition
from empathic_agent.affect.personality import temperament
from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.affect.vad import VAD
from empathic_agent.persona import load_persona
from empathic_agent.transition.resampling import resampled
from empathic_agent.transition.trajectory import (
    START,
    Heard,
    Listener,
    distance,
    hear,
    points,
    trajectory,
)
from empathic_agent.turn import Appraisal, Dialogue, Speaker, Utterance
from tests.transition.moments import within_bounds

LABELS = load_taxonomy("goemotions")
ASKED = Utterance(speaker=Speaker.SUPPORTER, text="How are you?")
TALK = (
    Utterance(speaker=Speaker.SEEKER, text="sadness"),
    ASKED,
    Utterance(speaker=Speaker.SEEKER, text="anger"),
    Utterance(speaker=Speaker.SEEKER, text="joy"),
)


class Literal:
    """Reads the emotion that the text names, somewhat doubtfully."""

    def detect(self, dialogue: Dialogue) -> Appraisal:
        shares = {dialogue.last.text: 0.6, "neutral": 0.25, "surprise": 0.15}
        return Appraisal(
            taxonomy="goemotions",
            distribution=shares,
            emotion=dialogue.last.text,
            vad=LABELS.point(shares),
            reason=".",
        )


def someone(name: str) -> Listener:
    persona = load_persona(name)
    return Listener(persona, PersonalityTransition(persona.traits))


@pytest.fixture
def heard() -> tuple[Heard, ...]:
    return hear(TALK, Literal())


def test_every_message_of_the_seeker_is_heard_with_what_went_before(
    heard: tuple[Heard, ...],
) -> None:
    assert [h.appraisal.emotion for h in heard] == ["sadness", "anger", "joy"]
    assert [len(h.dialogue.utterances) for h in heard] == [1, 3, 4]


def test_the_mood_starts_at_rest_and_time_passes_between_messages(
    heard: tuple[Heard, ...],
) -> None:
    wren = someone("wren")
    moods = trajectory(wren, heard, timedelta(seconds=90))
    assert [mood.at - START for mood in moods] == [timedelta(seconds=90 * n) for n in range(3)]
    assert moods[0].vad.valence < temperament(wren.persona.traits).valence


def test_after_a_long_pause_nothing_is_left_of_the_talk(heard: tuple[Heard, ...]) -> None:
    wren = someone("wren")
    whole, last = trajectory(wren, heard, timedelta(days=30)), trajectory(wren, heard[-1:])
    assert whole[-1].vad.distance(last[-1].vad) == pytest.approx(0.0, abs=1e-9)
    hasty = trajectory(wren, heard, timedelta(0))
    assert hasty[-1].vad.distance(last[-1].vad) > 0.01


def test_personas_differ_and_nobody_from_itself(heard: tuple[Heard, ...]) -> None:
    wren, pip = (points(trajectory(someone(name), heard)) for name in ("wren", "pip"))
    assert distance(wren, wren) == 0.0
    assert distance(wren, pip) == distance(pip, wren) > 0.05


def test_seen_from_an_origin_points_are_differences(heard: tuple[Heard, ...]) -> None:
    moods = trajectory(someone("pip"), heard)
    origin = VAD(valence=1.0, arousal=0.0, dominance=-1.0)
    assert np.allclose(points(moods, origin), points(moods) - [1.0, 0.0, -1.0])


def test_a_seed_reads_alike_and_another_differently(heard: tuple[Heard, ...]) -> None:
    assert resampled(heard, 1) == resampled(heard, 1)
    assert resampled(heard, 1) != resampled(heard, 2)


def test_readings_of_many_seeds_scatter_around_the_reading(heard: tuple[Heard, ...]) -> None:
    draws = [resampled(heard, seed)[0].appraisal for seed in range(400)]
    share = np.mean([draw.distribution["sadness"] for draw in draws])
    assert share == pytest.approx(0.6, abs=0.05)
    valence = np.mean([draw.vad.valence for draw in draws])
    assert valence == pytest.approx(heard[0].appraisal.vad.valence, abs=0.05)
    assert all(within_bounds(draw.vad) for draw in draws)
    assert all(draw.distribution[draw.emotion] == max(draw.distribution.values()) for draw in draws)
