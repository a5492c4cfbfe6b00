"""Asking a chat model for a JSON object: a real client against a server on this machine."""

from __future__ import annotations

from typing import Any

import pytest
from langchain_core.language_models import FakeListChatModel
from langsmith.run_helpers import tracing_context
from langsmith.utils import tracing_is_enabled

from empathic_agent.chat.asking import Asker, asker
from empathic_agent.encoder import CachedEncoder
from empathic_agent.errors import ModelError, PluginError
from empathic_agent.persona import load_persona
from empathic_agent.plugins import Workbench
from empathic_agent.response.models import response_model
from empathic_agent.settings import load_settings
from tests.chat.model_server import ModelServer

SCHEMA: dict[str, Any] = {
    "title": "choice",
    "description": "One of two.",
    "type": "object",
    "properties": {"side": {"type": "string", "enum": ["left", "right"]}},
    "required": ["side"],
    "additionalProperties": False,
}


def tiny(patience: float = 20.0) -> Asker:
    return Asker("openai:tiny", response_model("openai:tiny"), patience=patience)


def test_the_object_of_the_answer_is_returned_and_the_form_asked_for(server: ModelServer) -> None:
    server.says({"side": "left"})
    assert tiny().ask("Which side?", SCHEMA) == {"side": "left"}
    assert server.prompts == ["Which side?"]
    assert server.offered == [["left", "right"]]


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ('Sure!\n```json\n{"side": "up"}\n```', {"side": "up"}),
        ('{"side": "le', {"side": "le"}),
        ("Left, I think.", {}),
        ("[1, 2]", {}),
        ("", {}),
    ],
)
def test_whatever_is_answered_an_object_comes_out(
    server: ModelServer, answer: str, found: dict[str, str]
) -> None:
    server.says(answer)
    assert tiny().ask("Which side?", SCHEMA) == found


@pytest.mark.parametrize("status", [400, 401, 500])
def test_a_server_that_fails_is_an_error(server: ModelServer, status: int) -> None:
    server.status = status
    with pytest.raises(ModelError, match="The model 'openai:tiny' failed"):
        tiny().ask("Which side?", SCHEMA)


def test_a_server_that_is_too_slow_is_an_error(server: ModelServer) -> None:
    server.released.clear()
    with pytest.raises(ModelError, match=r"no answer within 0\.2 seconds"):
        tiny(patience=0.2).ask("Which side?", SCHEMA)


class Watched(FakeListChatModel):
    """Notes whether LangChain's tracing would see what it is asked."""

    traced: list[bool] = []  # noqa: RUF012 -- a pydantic field, copied for each model

    def _call(self, *args: Any, **kwargs: Any) -> str:
        self.traced.append(bool(tracing_is_enabled()))
        return super()._call(*args, **kwargs)


@pytest.mark.parametrize("allowed", [False, True])
def test_tracing_sees_the_question_only_where_it_may(allowed: bool) -> None:
    model = Watched(responses=["{}"])
    with tracing_context(enabled="local"):
        Asker("plain", model, tracing=allowed).ask("Which side?", SCHEMA)
    assert model.traced == [allowed]


def bench(encoder: CachedEncoder, model: str, argument: str = "") -> Workbench:
    return Workbench(load_settings(model=model), encoder, load_persona("wren"), argument)


def test_the_argument_names_the_model_or_else_the_settings(
    server: ModelServer, encoder: CachedEncoder
) -> None:
    assert asker(bench(encoder, "openai:tiny"), "detector 'llm'", "it").name == "openai:tiny"
    named = asker(bench(encoder, "offline", "openai:other"), "detector 'llm'", "it")
    assert named.name == "openai:other"
    assert server.asked == []


def test_offline_is_no_language_model(encoder: CachedEncoder) -> None:
    with pytest.raises(PluginError, match=r"detector 'llm' needs.*'llm:ollama.*or use the head"):
        asker(bench(encoder, "offline"), "detector 'llm'", "the head")
    with pytest.raises(PluginError, match="got 'offline'"):
        asker(bench(encoder, "openai:tiny", "offline"), "detector 'llm'", "the head")
