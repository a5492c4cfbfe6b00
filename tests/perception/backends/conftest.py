"""A language model on this machine, and small classifiers on its disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chat.model_server import ModelServer, serving
from tests.perception.backends.tiny import train

FEELINGS = {
    "we won today :)": ("joy",),
    "what a day :)": ("joy",),
    "we lost today :(": ("sadness",),
    "what a day :(": ("sadness",),
    "how dare they !": ("anger",),
    "a day": ("neutral",),
    "today": ("neutral",),
}


@pytest.fixture
def server(socket_enabled: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:  # noqa: ARG001
    """A server that speaks OpenAI's protocol, and the environment that leads its client there."""
    with serving() as model:
        monkeypatch.setenv("OPENAI_BASE_URL", model.url)
        monkeypatch.setenv("OPENAI_API_KEY", "not-a-key")
        yield model


@pytest.fixture(scope="session")
def feelings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A classifier of four emotions that exclude each other."""
    labels = ("anger", "joy", "neutral", "sadness")
    return train(tmp_path_factory.mktemp("feelings"), FEELINGS, labels)
