"""The cache beside a large file: it saves time, and nothing is lost with it."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from memory_store import MemoryStore, Mood
from memory_store.follower import Follower
from memory_store.tuning import Tuning
from tests.memory_store.samples import DIMENSION, a_memory, a_query

EXACT = Tuning(cached_from=50)
LARGE = Tuning(cached_from=50, large_from=100, big_owner_from=100, scanned=1000)
ROWS = 300


@contextmanager
def opened(path: Path, tuning: Tuning = LARGE) -> Iterator[MemoryStore]:
    with MemoryStore.open(path, DIMENSION, tuning=tuning) as store:
        yield store


def fill(store: MemoryStore, start: int = 0, rows: int = ROWS) -> None:
    """Ada is a big owner, the others are not."""
    owners = ("ada", "ada", "bob", "eve")
    store.remember_many(
        a_memory(f"{n}", seed=n, owner=owners[n % 4], mood=Mood(0.1, (n % 9) / 9, -0.3))
        for n in range(start, start + rows)
    )


def cache_of(path: Path) -> Path:
    return path.with_name(path.name + ".faiss")


@pytest.fixture(params=[EXACT, LARGE], ids=["exact", "large"])
def tuning(request: pytest.FixtureRequest) -> Tuning:
    assert isinstance(request.param, Tuning)
    return request.param


@pytest.fixture
def cached(path: Path, tuning: Tuning) -> Path:
    """A file with a cache beside it, closed."""
    with opened(path, tuning) as store:
        fill(store)
        store.prepare()
    assert cache_of(path).stat().st_mode & 0o777 == 0o600
    return path


def assert_true_to_file(store: MemoryStore) -> None:
    """Every memory finds itself first, and the index holds what the file holds."""
    assert store.check().problems == ()
    for memory in store.list("ada", limit=40) + store.list("bob", limit=40):
        query = a_query(owner=memory.owner, vector=memory.vector, limit=1)
        assert [hit.memory.id for hit in store.recall(query)] == [memory.id]


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def test_what_was_saved_is_used(cached: Path, tuning: Tuning) -> None:
    before = cache_of(cached).stat()
    with opened(cached, tuning) as store:
        assert_true_to_file(store)
    after = cache_of(cached).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_came_after_it_is_caught_up_with(cached: Path, tuning: Tuning) -> None:
    with closing(sqlite3.connect(cached)) as tool, tool:
        tool.execute("DELETE FROM memory WHERE id % 3 = 0")
        tool.execute("UPDATE memory SET valence = -0.9 WHERE id % 5 = 0")
    with opened(cached, tuning) as store:
        fill(store, ROWS, 4)
        assert_true_to_file(store)
        assert store.count() == 204


def test_it_is_written_anew_when_it_lacks_much(cached: Path, tuning: Tuning) -> None:
    before = cache_of(cached).read_bytes()
    with opened(cached, tuning) as store:
        store.remember(a_memory("one more", seed=1000))
        store.prepare()
    assert cache_of(cached).read_bytes() == before
    with opened(cached, tuning) as store:
        fill(store, ROWS, 100)
        store.prepare()
    assert cache_of(cached).read_bytes() != before
    with opened(cached, tuning) as store:
        assert_true_to_file(store)


def test_without_it_all_is_as_before(cached: Path, tuning: Tuning) -> None:
    cache_of(cached).unlink()
    with opened(cached, tuning) as store:
        assert_true_to_file(store)
    assert cache_of(cached).exists()


def emptied(content: bytes) -> bytes:
    return content[:0]


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def one_bit_flipped(content: bytes) -> bytes:
    place = len(content) - 100
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def header_damaged(content: bytes) -> bytes:
    return content.replace(b'"dimension"', b'"dimensions"', 1)


def of_another_version(content: bytes) -> bytes:
    return content.replace(b"index 1\n", b"index 9\n", 1)


def something_else(_: bytes) -> bytes:
    return b"Dear diary, " * 1000


@pytest.mark.parametrize(
    "harm",
    [emptied, cut, one_bit_flipped, header_damaged, of_another_version, something_else],
)
def test_one_that_is_damaged_is_built_anew(
    cached: Path, tuning: Tuning, harm: Any, caplog: pytest.LogCaptureFixture
) -> None:
    cache_of(cached).write_bytes(harm(cache_of(cached).read_bytes()))
    with opened(cached, tuning) as store:
        assert_true_to_file(store)
    [warning] = warnings(caplog)
    assert "built anew" in warning
    assert str(cache_of(cached)) in warning
    caplog.clear()
    with opened(cached, tuning) as store:
        assert_true_to_file(store)
    assert warnings(caplog) == []


def test_one_of_another_database_is_built_anew(
    cached: Path, tmp_path: Path, tuning: Tuning, caplog: pytest.LogCaptureFixture
) -> None:
    other = tmp_path / "other.db"
    with opened(other, tuning) as store:
        fill(store, 5000)
    shutil.copy(cache_of(cached), cache_of(other))
    with opened(other, tuning) as store:
        assert_true_to_file(store)
    assert "another database" in warnings(caplog)[0]


@pytest.mark.parametrize("written_since", [0, 400])
def test_one_newer_than_a_restored_database_is_built_anew(
    path: Path, tuning: Tuning, written_since: int, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(path, tuning) as store:
        fill(store)
    shutil.copy(path, path.with_name("backup"))
    with opened(path, tuning) as store:
        fill(store, ROWS)
        store.prepare()
    shutil.copy(path.with_name("backup"), path)
    with closing(sqlite3.connect(path)) as tool, tool:
        # What another process writes that has not got the cache.
        tool.executemany(
            "INSERT INTO memory SELECT NULL, owner, session, kind, speaker, text, at, emotion, "
            "valence, arousal, dominance, importance, vector, '{}', 0, NULL, NULL, '{}' "
            "FROM memory WHERE id = ?",
            [(1 + n % ROWS,) for n in range(written_since)],
        )
    with opened(path, tuning) as store:
        assert store.check().problems == ()
        assert len(store.recall(a_query(limit=10_000))) == store.count("ada")
    assert "replaced" in warnings(caplog)[0]


def test_what_is_forgotten_does_not_stay_in_it(cached: Path, tuning: Tuning) -> None:
    with opened(cached, tuning) as store:
        store.prepare()
        store.forget(owner="ada", id=1)
        assert not cache_of(cached).exists()
        assert_true_to_file(store)
    with opened(cached, tuning) as store:
        assert_true_to_file(store)


def test_what_killed_writers_have_left_is_tidied_up(cached: Path, tuning: Tuning) -> None:
    fresh, old = (cache_of(cached).with_name(f"{cache_of(cached).name}.{n}") for n in ("a", "b"))
    for left in (fresh, old):
        left.write_bytes(b"half")
    os.utime(old, (0, 0))
    with opened(cached, tuning) as store:
        fill(store, ROWS, 100)
        store.prepare()
    assert (fresh.exists(), old.exists()) == (True, False)
    with opened(cached, tuning) as store:
        store.forget(owner="ada", id=1)
        assert not fresh.exists()


def test_a_place_where_it_cannot_be_is_no_obstacle(
    path: Path, tuning: Tuning, caplog: pytest.LogCaptureFixture
) -> None:
    cache_of(path).mkdir()
    (cache_of(path) / "something").touch()
    with opened(path, tuning) as store:
        fill(store)
        assert_true_to_file(store)
    assert any("could not be written" in warning for warning in warnings(caplog))
    assert sorted(file.name for file in path.parent.iterdir()) == [path.name, path.name + ".faiss"]


def test_small_stores_have_none(path: Path) -> None:
    with MemoryStore.open(path, DIMENSION) as store:
        fill(store)
        store.prepare()
    assert not cache_of(path).exists()


def test_two_stores_with_a_cache_follow_each_other(cached: Path, tuning: Tuning) -> None:
    with opened(cached, tuning) as one, opened(cached, tuning) as two:
        fill(one, ROWS, 20)
        assert_true_to_file(two)
        two.forget(owner="bob")
        assert_true_to_file(one)
        one.vacuum()
        fill(two, 2 * ROWS, 20)
        assert_true_to_file(one)
        assert_true_to_file(two)
    with opened(cached, tuning) as store:
        assert_true_to_file(store)


def test_after_the_log_was_pruned_all_is_read_anew(cached: Path, tuning: Tuning) -> None:
    shutil.copy(cache_of(cached), cached.with_name("old"))
    with opened(cached, tuning) as store:
        store.forget(owner="ada", id=1)
        store.vacuum()
    shutil.copy(cached.with_name("old"), cache_of(cached))
    with opened(cached, tuning) as store:
        assert_true_to_file(store)
        assert store.count() == ROWS - 1


def follower_of(store: MemoryStore) -> Follower:
    return store._follower


def test_a_store_that_has_grown_large_changes_over_in_the_background(path: Path) -> None:
    with opened(path) as store:
        fill(store, rows=60)
        store.prepare()
        fill(store, 60, 200)
        follower = follower_of(store)
        with follower.view() as view:
            assert view.state.index.exact
        # Meanwhile life goes on.
        fill(store, 260, 20)
        store.forget(owner="eve")
        store.prepare()
        follower.wait()
        with follower.view() as view:
            assert not view.state.index.exact
        assert_true_to_file(store)


def test_recall_of_a_large_store_is_as_of_an_exact_one(path: Path) -> None:
    with opened(path) as store:
        fill(store)
    copy = path.with_name("copy.db")
    shutil.copy(path, copy)
    random = np.random.default_rng(3)
    with opened(path) as large, opened(copy, Tuning()) as exact:
        for weight in (0.0, 0.3, 1.0):
            for owner in ("ada", "bob"):
                for _ in range(5):
                    query = a_query(
                        owner=owner,
                        vector=random.standard_normal(DIMENSION),
                        mood=Mood(*random.uniform(-1, 1, 3)),
                        meaning_weight=weight,
                    )
                    found, true = large.recall(query), exact.recall(query)
                    scores = [hit.score for hit in found]
                    assert scores == pytest.approx([hit.score for hit in true], abs=1e-6)
        with follower_of(large).view() as view, follower_of(exact).view() as other:
            assert (view.state.index.exact, other.state.index.exact) == (False, True)


def test_a_store_can_be_closed_while_it_changes_over(path: Path) -> None:
    with opened(path) as store:
        fill(store, rows=60)
        store.prepare()
        fill(store, 60, 5000)
        store.prepare()
        store.prepare()
    with opened(path) as store:
        assert store.count() == 5060
        assert_true_to_file(store)
