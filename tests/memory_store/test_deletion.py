from __future__ import annotations

from pathlib import Path

import pytest

from memory_store import MemoryStore
from memory_store.deletion import forget_many
from tests.memory_store.samples import a_memory


def test_many_go_with_their_history_and_their_words(store: MemoryStore, path: Path) -> None:
    ids = store.remember_many(a_memory(f"secret{n}", n) for n in range(20))
    newer = store.supersede("ada", ids[3], a_memory("newer"))
    hers = store.remember(a_memory("hers", owner="kim"))
    assert forget_many(store, "ada", [newer, *ids[4:], hers, 999]) == 18
    assert {memory.text for memory in store.list("ada")} == {"secret0", "secret1", "secret2"}
    assert store.count("kim") == 1
    assert store.check().ok
    files = [file.read_bytes() for file in path.parent.glob(path.name + "*")]
    assert not any(b"secret7" in content for content in files)


def test_none_is_no_error(store: MemoryStore) -> None:
    assert forget_many(store, "ada", []) == 0


def test_all_or_none(store: MemoryStore) -> None:
    ids = store.remember_many(a_memory(f"m{n}", n) for n in range(5))

    def interrupted() -> None:
        with store.transaction():
            forget_many(store, "ada", ids)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        interrupted()
    assert store.count() == 5
    assert store.check().ok
