"""Fixtures of the memory store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from memory_store import MemoryStore
from tests.memory_store.samples import DIMENSION


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the store of this test is."""
    return tmp_path / "memories.db"


@pytest.fixture
def store(path: Path) -> Iterator[MemoryStore]:
    """An open, empty store at `path`."""
    with MemoryStore.open(path, DIMENSION) as opened:
        yield opened
