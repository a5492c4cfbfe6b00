"""A real chat-model client talks to a real server on this machine, over HTTP and streamed."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from empathic_agent import EmpathicAgent, events
from empathic_agent.errors import ModelError

PIECES = ("That sounds ", "very hard. ", "What happened then?")


@dataclass
class ModelServer:
    """An OpenAI-compatible server that streams `PIECES`, or fails when it is told to."""

    url: str = ""
    fails: bool = False
    asked: list[dict[str, Any]] = field(default_factory=list)

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Handle one request for a chat completion."""
        length = int(request.headers["Content-Length"])
        self.asked.append(json.loads(request.rfile.read(length)))
        if self.fails:
            request.send_error(400, "no such model")
            return
        request.send_response(200)
        request.send_header("Content-Type", "text/event-stream")
        request.end_headers()
        for piece in PIECES:
            request.wfile.write(_line({"role": "assistant", "content": piece}, None))
        request.wfile.write(_line({}, "stop") + b"data: [DONE]\n\n")


def _line(delta: dict[str, str], finish: str | None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    chunk = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "tiny",
        "choices": [choice],
    }
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


@pytest.fixture
def server(socket_enabled: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:  # noqa: ARG001
    """The server, and the environment that leads the OpenAI client to it."""
    model = ModelServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            model.answer(self)

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        model.url = f"http://127.0.0.1:{http.server_port}/v1"
        monkeypatch.setenv("OPENAI_BASE_URL", model.url)
        monkeypatch.setenv("OPENAI_API_KEY", "not-a-key")
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield model
        http.shutdown()


def test_a_named_model_writes_the_reply(server: ModelServer, home: Path) -> None:
    with EmpathicAgent.create(home=home, model="openai:tiny") as agent:
        told = list(agent.stream("I lost my job last week."))
    assert tuple(e.text for e in told if isinstance(e, events.Token)) == PIECES
    last = told[-1]
    assert isinstance(last, events.Finished)
    assert (last.turn.reply, last.turn.model) == ("".join(PIECES), "openai:tiny")
    system, message = server.asked[0]["messages"]
    assert system["role"] == "system"
    assert last.turn.prompt == system["content"]
    assert message == {"role": "user", "content": "I lost my job last week."}


def test_a_call_for_help_is_not_sent_anywhere(server: ModelServer, home: Path) -> None:
    with EmpathicAgent.create(home=home, model="openai:tiny") as agent:
        assert agent.invoke("I want to kill myself").model == "crisis gate"
    assert server.asked == []


def test_a_server_that_refuses_is_reported_and_nothing_is_lost(
    server: ModelServer, home: Path
) -> None:
    with EmpathicAgent.create(home=home, model="openai:tiny") as agent:
        server.fails = True
        with pytest.raises(ModelError, match="openai:tiny"):
            agent.invoke("I lost my job last week.")
        assert agent.history() == ()
        server.fails = False
        assert agent.invoke("I lost my job last week.").reply


def test_a_server_that_is_gone_is_reported(
    socket_enabled: None,  # noqa: ARG001
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "not-a-key")
    with (
        EmpathicAgent.create(home=home, model="openai:tiny") as agent,
        pytest.raises(ModelError, match="--model offline"),
    ):
        agent.invoke("I lost my job last week.")
