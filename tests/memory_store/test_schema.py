"""The tables: migrations are numbered, and the triggers hold what an index relies on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from memory_store import MemoryStore, words
from memory_store.rows import columns
from memory_store.schema import MIGRATIONS, STEPS, Binding, is_current
from tests.memory_store.samples import DIMENSION, a_memory, a_query


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


@pytest.mark.parametrize("column", ["id", "owner"])
def test_what_tells_memories_apart_cannot_be_changed(store: MemoryStore, column: str) -> None:
    store.remember(a_memory())
    with pytest.raises(sqlite3.IntegrityError, match="never change"):
        store.database.execute(f"UPDATE memory SET {column} = 7")


@pytest.mark.parametrize("column", ["vector", "valence", "arousal", "dominance", "superseded_by"])
def test_every_change_that_concerns_an_index_is_logged(store: MemoryStore, column: str) -> None:
    store.remember(a_memory())
    store.remember(a_memory())
    store.database.execute(f"UPDATE memory SET {column} = 7 WHERE id = 2")
    assert store.database.execute("SELECT seq, id FROM memory_change").fetchall() == [(1, 2)]


def test_every_deletion_is_logged(store: MemoryStore) -> None:
    for _ in range(3):
        store.remember(a_memory())
    store.database.execute("DELETE FROM memory")
    assert store.database.execute("SELECT id FROM memory_change").fetchall() == [(1,), (2,), (3,)]


def test_a_store_of_the_first_version_is_brought_up_to_date(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        old = Database(connection, execute_plugins=False)
        MIGRATIONS.apply(old, stop_before="m002_lives")
        old.execute("INSERT INTO memory_state (id, dimension) VALUES (1, ?)", [DIMENSION])
        for number, text in enumerate(["apple", "pear"]):
            old.table("memory").insert(first_version_row(text, number))
    with MemoryStore.open(path, DIMENSION) as store:
        assert store.check().ok
        [second, first] = store.list("ada")
        assert (first.text, first.distribution, first.pinned) == ("apple", {}, False)
        assert (second.supersedes, second.superseded_by, second.provenance) == (None, None, {})
        [hit] = store.recall(a_query(1, limit=1))
        assert hit.memory == second
        assert hit.score == pytest.approx(1.0)
        assert words.having(store.database, "ada", "apple").tolist() == [first.id]


def first_version_row(text: str, number: int) -> dict[str, object]:
    memory = a_memory(text, number, session="monday", at=datetime(2026, 3, 1, number, tzinfo=UTC))
    later = ("distribution", "pinned", "supersedes", "provenance")
    return {name: value for name, value in columns(memory).items() if name not in later}


def test_each_file_has_an_identity_of_its_own(tmp_path: Path) -> None:
    def identity(name: str) -> str:
        with MemoryStore.open(tmp_path / name, DIMENSION) as store:
            return str(store.database.execute("SELECT identity FROM memory_state").fetchone()[0])

    assert len(identity("one")) == 32
    assert identity("one") == identity("one") != identity("two")
