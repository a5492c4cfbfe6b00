"""A language model's word laid over a small detector's appraisal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.perception.backends.consulting import (
    Advice,
    ConsultingDetector,
    Outcome,
    advised,
)
from empathic_agent.perception.backends.language_model import ask_freely
from empathic_agent.perception.backends.reading import Reading
from empathic_agent.protocols import EmotionDetector
from tests.chat.model_server import ModelServer
from tests.perception.backends.samples import Small, message, reader

LABELS = load_taxonomy("goemotions").names
SMALL = Small().detect(message())
unit = st.none() | st.floats(0, 1)
signed = st.none() | st.floats(-1, 1)


@given(st.sampled_from(LABELS), unit, signed)
def test_the_choice_is_always_on_top(
    emotion: str, intensity: float | None, valence: float | None
) -> None:
    reading = Reading(emotion=emotion, intensity=intensity, valence=valence)
    result = advised(SMALL, Advice(reading=reading, reason="So."))
    shares = result.distribution
    assert result.emotion == emotion
    assert all(shares[emotion] > share for label, share in shares.items() if label != emotion)
    assert sum(shares.values()) == pytest.approx(1.0)
    assert result.intensity == intensity
    point = load_taxonomy("goemotions").point(shares)
    assert result.vad.valence == (point.valence if valence is None else valence)
    assert (result.vad.arousal, result.vad.dominance) == (point.arousal, point.dominance)


def test_what_only_the_small_detector_knows_stays() -> None:
    result = advised(SMALL, Advice(reading=Reading(emotion="grief"), reason="So."))
    assert (result.causes, result.undertow, result.reason) == (SMALL.causes, 0.4, "So.")
    neutral = advised(SMALL, Advice(reading=Reading(emotion="neutral"), reason="So."))
    assert neutral.causes == ()


def test_each_outcome_is_counted(server: ModelServer) -> None:
    detector = ConsultingDetector(Small(), reader(), ask_freely)
    server.says({"emotion": "fear"}, {"emotion": "bereft"}, {"emotion": "grief"}, "?", "?")
    emotions = [detector.detect(message()).emotion for _ in range(3)]
    assert emotions == ["fear", "grief", "sadness"]
    assert detector.counts == {
        Outcome.ANSWERED: 1,
        Outcome.REPAIRED: 1,
        Outcome.FELL_BACK: 1,
    }
    assert isinstance(detector, EmotionDetector)


def test_a_model_that_fails_leaves_the_small_detectors_word(server: ModelServer) -> None:
    server.status = 400
    result = ConsultingDetector(Small(), reader(), ask_freely).detect(message())
    assert result == SMALL.model_copy(update={"reason": result.reason})
    assert result.reason.startswith(
        "The message reads as sadness (50%); only the small model says so: "
        "The model 'openai:tiny' failed ("
    )
    assert "400" in result.reason


def test_a_model_that_is_too_slow_is_not_waited_for(server: ModelServer) -> None:
    server.says({"emotion": "joy"})
    server.released.clear()
    detector = ConsultingDetector(Small(), reader(patience=0.3), ask_freely)
    assert "no answer within 0.3 seconds" in detector.detect(message()).reason
    assert detector.counts[Outcome.FELL_BACK] == 1
