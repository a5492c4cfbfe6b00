"""A scripted language model behind OpenAI's chat-completions protocol, over real HTTP."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class ModelServer:
    """Answers with the next line of its script, or fails when it is told to."""

    url: str = ""
    script: deque[str] = field(default_factory=deque)
    status: int = 200
    """Anything else: every request fails with it."""
    released: threading.Event = field(default_factory=threading.Event)
    """While it is not set, no request is answered."""
    asked: list[dict[str, Any]] = field(default_factory=list)
    """The bodies of all requests."""

    def __post_init__(self) -> None:
        self.released.set()

    def says(self, *answers: str | dict[str, object]) -> None:
        """Add answers to the script: texts as they are, anything else as JSON."""
        self.script.extend(a if isinstance(a, str) else json.dumps(a) for a in answers)

    @property
    def prompts(self) -> list[str]:
        """The text of each request."""
        return [request["messages"][-1]["content"] for request in self.asked]

    @property
    def offered(self) -> list[list[str]]:
        """The labels that each request's schema allows; each has one property with an enum."""
        schemas = (r["response_format"]["json_schema"]["schema"] for r in self.asked)
        parts = (part for schema in schemas for part in schema["properties"].values())
        return [part["enum"] for part in parts if "enum" in part]

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Handle one request."""
        length = int(request.headers["Content-Length"])
        self.asked.append(json.loads(request.rfile.read(length)))
        self.released.wait(timeout=20)
        if self.status != 200:
            request.send_error(self.status, "as the test wants it")
            return
        body = json.dumps(_completion(self.script.popleft())).encode()
        request.send_response(200)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)


def _completion(text: str) -> dict[str, object]:
    message = {"role": "assistant", "content": text}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": "tiny",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }


@contextmanager
def serving() -> Iterator[ModelServer]:
    """A server that runs on a free port of this machine."""
    model = ModelServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            model.answer(self)

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        model.url = f"http://127.0.0.1:{http.server_port}/v1"
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield model
        model.released.set()
        http.shutdown()
