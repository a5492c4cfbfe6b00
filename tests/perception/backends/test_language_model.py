"""The detector "llm", as settings name it."""

from __future__ import annotations

from pathlib import Path

import pytest

from empathic_agent import EmpathicAgent
from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.encoder import CachedEncoder
from empathic_agent.errors import ModelError, PluginError
from empathic_agent.perception.backends.consulting import ConsultingDetector
from empathic_agent.perception.backends.language_model import ask_freely
from empathic_agent.persona import load_persona
from empathic_agent.plugins import DETECTORS, Workbench, plug
from empathic_agent.settings import load_settings
from tests.chat.model_server import ModelServer
from tests.perception.backends.samples import MESSAGE, Small, message, reader


def bench(encoder: CachedEncoder, model: str = "offline") -> Workbench:
    return Workbench(load_settings(model=model), encoder, load_persona("wren"))


def test_any_label_of_the_set_may_be_answered(server: ModelServer) -> None:
    server.says({"emotion": "remorse", "intensity": 0.8, "valence": -3})
    result = ConsultingDetector(Small(), reader(), ask_freely).detect(message())
    assert (result.emotion, result.intensity, result.vad.valence) == ("remorse", 0.8, -1.0)
    assert result.reason == "openai:tiny reads the message as remorse."
    assert server.offered == [list(load_taxonomy("goemotions").names)]


def test_a_conversation_goes_on_when_the_model_does_not(server: ModelServer, home: Path) -> None:
    server.says({"emotion": "grief", "intensity": 0.9, "valence": -2})
    with EmpathicAgent.create(home=home, detector="llm:openai:tiny") as agent:
        first = agent.invoke(MESSAGE)
        server.status = 400
        second = agent.invoke("My dog died, I am so sad.")
    assert first.appraisal is not None
    assert second.appraisal is not None
    assert (first.appraisal.emotion, first.appraisal.intensity) == ("grief", 0.9)
    assert second.appraisal.emotion == "sadness"
    assert "only the small model says so" in second.appraisal.reason


def test_a_call_for_help_is_not_sent_anywhere(server: ModelServer, home: Path) -> None:
    with EmpathicAgent.create(home=home, detector="llm:openai:tiny") as agent:
        assert agent.invoke("I want to kill myself").model == "crisis gate"
    assert server.asked == []


@pytest.mark.parametrize("detector", ["llm", "hybrid"])
def test_without_an_argument_the_chat_model_of_the_settings_reads(
    server: ModelServer, encoder: CachedEncoder, detector: str
) -> None:
    server.says({"emotion": "sadness"})
    part = plug(DETECTORS, detector, bench(encoder, "openai:tiny"))
    assert "openai:tiny" in part.detect(message()).reason


@pytest.mark.parametrize("name", ["llm", "llm:offline", "hybrid", "hybrid:offline"])
def test_offline_is_no_language_model(encoder: CachedEncoder, name: str) -> None:
    detector = name.partition(":")[0]
    with pytest.raises(
        PluginError, match=f"'{detector}' needs a language model.*{detector}:ollama"
    ):
        plug(DETECTORS, name, bench(encoder))


def test_a_mistyped_model_is_reported_at_the_start(encoder: CachedEncoder) -> None:
    with pytest.raises(ModelError, match="Known providers"):
        plug(DETECTORS, "llm:mystery:large", bench(encoder))
