"""The detector "hybrid": the small model proposes, the language model disposes."""

from __future__ import annotations

from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.perception.backends.chat_reader import NONE_FITS
from empathic_agent.perception.backends.consulting import ConsultingDetector, Outcome
from empathic_agent.perception.backends.hybrid import OFFERED, ask_in_two_stages
from tests.chat.model_server import ModelServer
from tests.perception.backends.samples import SHARES, Small, message, reader

LIKELY = list(SHARES)[:OFFERED]
OTHERS = [label for label in load_taxonomy("goemotions").names if label not in LIKELY]


def hybrid() -> ConsultingDetector:
    return ConsultingDetector(Small(), reader(), ask_in_two_stages)


def test_the_small_models_likeliest_are_offered_first(server: ModelServer) -> None:
    server.says({"emotion": "fear", "intensity": 0.6})
    result = hybrid().detect(message())
    assert server.offered == [[*LIKELY, NONE_FITS]]
    assert "the likeliest first: sadness, grief, disappointment, fear, anger;" in server.prompts[0]
    assert (result.emotion, result.intensity) == ("fear", 0.6)
    assert result.reason.startswith("openai:tiny chose fear from the small model's likeliest")
    assert result.causes == Small().detect(message()).causes


def test_the_others_are_offered_only_if_none_of_them_fits(server: ModelServer) -> None:
    server.says({"emotion": "None of these"}, {"emotion": "relief", "intensity": 0.3})
    result = hybrid().detect(message())
    assert server.offered == [[*LIKELY, NONE_FITS], OTHERS]
    assert NONE_FITS not in server.prompts[1]
    assert (result.emotion, result.intensity) == ("relief", 0.3)
    assert "found none" in result.reason
    assert "chose relief from the others" in result.reason


def test_an_emotion_of_the_others_is_invalid_at_first(server: ModelServer) -> None:
    server.says({"emotion": "relief"}, {"emotion": "sadness"})
    detector = hybrid()
    assert detector.detect(message()).emotion == "sadness"
    assert detector.counts[Outcome.REPAIRED] == 1


def test_an_invalid_answer_leaves_the_small_models_word(server: ModelServer) -> None:
    server.says({"emotion": NONE_FITS}, {"emotion": "sadness"}, {"emotion": NONE_FITS})
    detector = hybrid()
    result = detector.detect(message())
    assert result.distribution == Small().detect(message()).distribution
    assert "answered “none of these” twice" in result.reason
    assert detector.counts[Outcome.FELL_BACK] == 1


def test_a_repair_in_the_first_stage_counts_in_the_end(server: ModelServer) -> None:
    server.says("?", {"emotion": NONE_FITS}, {"emotion": "pride"})
    detector = hybrid()
    assert detector.detect(message()).emotion == "pride"
    assert detector.counts[Outcome.REPAIRED] == 1


def test_a_failing_model_leaves_the_small_models_word(server: ModelServer) -> None:
    server.status = 400
    assert hybrid().detect(message()).emotion == "sadness"
