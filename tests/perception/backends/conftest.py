"""Small classifiers on this machine's disk."""

from __future__ import annotations

from pathlib import Path

import pytest

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


@pytest.fixture(scope="session")
def feelings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A classifier of four emotions that exclude each other."""
    labels = ("anger", "joy", "neutral", "sadness")
    return train(tmp_path_factory.mktemp("feelings"), FEELINGS, labels)
