"""The tables: migrations are numbered, and the triggers hold what an index relies on."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from memory_store import MemoryStore
from memory_store.schema import MIGRATIONS, STEPS, Binding, is_current
from tests.memory_store.samples import DIMENSION, a_memory


def test_migrations_are_numbered_in_order() -> None:
    numbers = [int(step.__name__[1:4]) for step in STEPS]
    assert numbers == list(range(1, len(STEPS) + 1))


def test_a_store_has_been_through_all_migrations(store: MemoryStore) -> None:
    applied = [migration.name for migration in MIGRATIONS.applied(store.database)]
    assert applied == [step.__name__ for step in STEPS]
    assert is_current(store.database, Binding(DIMENSION, None))


def test_opening_again_changes_nothing(path: Path) -> None:
    MemoryStore.open(path, DIMENSION, "minilm").close()
    before = path.read_bytes()
    MemoryStore.open(path, DIMENSION, "minilm").close()
    assert path.read_bytes() == before


@pytest.mark.parametrize("column", ["id", "vector", "valence", "arousal", "dominance"])
def test_what_an_index_holds_cannot_be_changed(store: MemoryStore, column: str) -> None:
    store.remember(a_memory())
    with pytest.raises(sqlite3.IntegrityError, match="never change"):
        store.database.execute(f"UPDATE memory SET {column} = 7")


def test_every_deletion_moves_the_counter(store: MemoryStore) -> None:
    for _ in range(3):
        store.remember(a_memory())
    store.database.execute("DELETE FROM memory")
    assert store.database.execute("SELECT deletions FROM memory_state").fetchone() == (3,)
