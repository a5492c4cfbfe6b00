"""Fixtures for all tests: a sandboxed data directory, and one encoder that is loaded once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from empathic_agent.settings import PREFIX

if TYPE_CHECKING:
    from empathic_agent.agent import EmpathicAgent
    from empathic_agent.encoder import CachedEncoder
    from tests.chat.model_server import ModelServer


# How long an example takes depends on what else the machine does; a test must not.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data directory; nothing of the developer's own settings is visible to a test."""
    for name in [key for key in os.environ if key.startswith(PREFIX)]:
        if name != PREFIX + "DATA":
            monkeypatch.delenv(name)
    folder = tmp_path / "home"
    monkeypatch.setenv(PREFIX + "HOME", str(folder))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    return folder


@pytest.fixture(scope="session")
def encoder() -> CachedEncoder:
    """The real default encoder, loaded once for all tests."""
    from empathic_agent.encoder import CachedEncoder, SentenceEncoder

    return CachedEncoder(SentenceEncoder())


@pytest.fixture
def agent(home: Path) -> Iterator[EmpathicAgent]:
    """A real offline agent with an empty data directory."""
    from empathic_agent.agent import EmpathicAgent

    with EmpathicAgent.create(home=home) as built:
        yield built


@pytest.fixture
def server(socket_enabled: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:  # noqa: ARG001
    """A server that speaks OpenAI's protocol, and the environment that leads its client there."""
    from tests.chat.model_server import serving

    with serving() as model:
        monkeypatch.setenv("OPENAI_BASE_URL", model.url)
        monkeypatch.setenv("OPENAI_API_KEY", "not-a-key")
        yield model


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of the published data sets; tests that need it skip where it is not given."""
    folder = os.environ.get(PREFIX + "DATA")
    if not folder:
        pytest.skip(f"set {PREFIX}DATA to the folder of the published data sets to run this")
    return Path(folder)
