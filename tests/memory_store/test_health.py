"""The examination: it finds what is wrong, and says which memory it is about."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from memory_store import MemoryStore
from memory_store.errors import CorruptDatabaseError
from memory_store.health import problems_in_index
from memory_store.index import ExactIndex
from memory_store.state import State, build
from memory_store.tuning import Tuning
from tests.memory_store.samples import DIMENSION, a_memory, a_query

WIDTH = DIMENSION + 3


def test_a_sound_store_is_sound(store: MemoryStore) -> None:
    assert store.check().ok
    for seed in range(5):
        store.remember(a_memory(seed=seed))
    store.forget(owner="ada", id=2)
    health = store.check()
    assert (health.memories, health.problems) == (4, ())


def damage(store: MemoryStore, memory_id: int, column: str, value: object) -> None:
    with store.transaction() as database:
        database.execute("DROP TRIGGER IF EXISTS memory_unchanged")
        database.execute(f"UPDATE memory SET {column} = ? WHERE id = ?", (value, memory_id))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("vector", b"short"),
        ("vector", np.full(DIMENSION, np.nan, np.float32).tobytes()),
        ("vector", np.full(DIMENSION, 7, np.float32).tobytes()),
        ("kind", "rumour"),
        ("at", "yesterday"),
        ("valence", 5.0),
        ("importance", "very"),
    ],
    ids=["short", "nan", "long", "kind", "time", "mood", "importance"],
)
def test_a_damaged_memory_is_named_and_can_be_forgotten(
    store: MemoryStore, column: str, value: Any
) -> None:
    for seed in range(3):
        store.remember(a_memory(seed=seed))
    damage(store, 2, column, value)
    [problem] = store.check().problems
    assert "memory 2 is damaged" in problem
    with pytest.raises(CorruptDatabaseError, match="memory 2 is damaged"):
        store.recall(a_query())
    store.forget(owner="ada", id=2)
    assert store.check().ok
    assert len(store.recall(a_query())) == 2


def test_damage_to_the_file_is_reported_not_raised(store: MemoryStore) -> None:
    store.remember(a_memory())
    with store.transaction() as database:
        database.execute("PRAGMA writable_schema = ON")
        # The index on owners now points into the table of memories.
        database.execute(
            "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema "
            "WHERE name = 'memory_state') WHERE name = 'memory'"
        )
    health = store.check()
    assert not health.ok
    assert health.memories is None


def test_an_index_of_other_memories_is_found(store: MemoryStore) -> None:
    store.remember(a_memory())
    [problem] = problems_in_index(store.database, State(DIMENSION, ExactIndex(WIDTH)))
    assert "the same memories" in problem


@pytest.mark.parametrize("large", [False, True], ids=["exact", "large"])
def test_an_index_of_other_vectors_is_found(store: MemoryStore, large: bool) -> None:
    store.remember_many(a_memory(seed=seed) for seed in range(100))
    tuning = Tuning(large_from=50) if large else Tuning()
    state = build(store.database, DIMENSION, tuning)
    assert state.index.exact is not large
    assert problems_in_index(store.database, state) == []
    other = np.array([7])
    state.index.remove(other)
    state.index.add(other, np.ones((1, WIDTH), np.float32), np.zeros(1, np.int32))
    [problem] = problems_in_index(store.database, state)
    assert "other vectors" in problem
