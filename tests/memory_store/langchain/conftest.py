"""Fixtures of the adapters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from memory_store import MemoryStore
from memory_store.langchain import EncoderEmbeddings
from tests.memory_store.langchain.samples import DIMENSION, encode


@pytest.fixture
def store(tmp_path: Path) -> Iterator[MemoryStore]:
    with MemoryStore.open(tmp_path / "db", DIMENSION) as opened:
        yield opened


@pytest.fixture
def embeddings() -> EncoderEmbeddings:
    return EncoderEmbeddings(encode)
