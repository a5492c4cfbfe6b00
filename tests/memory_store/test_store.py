"""The store: what goes in comes out, transactions are whole, forgetting is thorough."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from memory_store import Kind, MemoryStore, Mood, NewMemory
from memory_store.errors import (
    BusyError,
    ClosedError,
    StoreError,
    TransactionError,
    UnwritableError,
    WrongDimensionError,
)
from tests.memory_store.samples import DIMENSION, a_memory, a_query, direction

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

axis = st.floats(-1, 1)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda values: st.lists(values, max_size=2) | st.dictionaries(st.text(), values, max_size=2),
    max_leaves=4,
)
memories = st.builds(
    NewMemory,
    text=st.text(min_size=1),
    owner=st.text(min_size=1),
    vector=st.integers(0, 1000).map(direction),
    at=st.datetimes(datetime(2, 1, 1), timezones=st.just(UTC)),
    session=st.text(),
    kind=st.sampled_from(Kind),
    speaker=st.text(),
    emotion=st.text(),
    mood=st.builds(Mood, axis, axis, axis),
    importance=st.floats(0, 1),
    distribution=st.dictionaries(st.text(min_size=1), st.floats(0, 1), max_size=3),
    pinned=st.booleans(),
    provenance=st.dictionaries(st.text(), json_values, max_size=3),
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(memory=memories)
def test_what_goes_in_comes_out(store: MemoryStore, memory: NewMemory) -> None:
    kept = store.get(store.remember(memory))
    assert kept is not None
    for field in NewMemory.__slots__:
        if field != "vector":
            assert getattr(kept, field) == getattr(memory, field)
    assert np.array_equal(kept.vector, memory.vector)


def test_memories_outlive_the_store(path: Path) -> None:
    with MemoryStore.open(path, DIMENSION) as store:
        number = store.remember(a_memory("kept", seed=3))
    with MemoryStore.open(path, DIMENSION) as store:
        [hit] = store.recall(a_query(3))
        assert hit.memory == store.get(number)


def test_what_is_not_there_is_none(store: MemoryStore) -> None:
    assert store.get(1) is None


def test_a_vector_of_another_width_is_refused(store: MemoryStore) -> None:
    with pytest.raises(WrongDimensionError, match="got a vector of 3 numbers, expected 8"):
        store.remember(a_memory(vector=[1.0, 2.0, 3.0]))
    with pytest.raises(WrongDimensionError):
        store.recall(a_query(vector=[1.0, 2.0, 3.0]))
    assert store.count() == 0


def test_listing_goes_back_in_time_page_by_page(store: MemoryStore) -> None:
    for minutes in (2, 0, 3, 1, 1):
        store.remember(a_memory(f"{minutes}", at=NOON + timedelta(minutes=minutes)))
    store.remember(a_memory("another's", owner="bob"))
    assert [m.text for m in store.list("ada")] == ["3", "2", "1", "1", "0"]
    assert [m.id for m in store.list("ada", limit=3, offset=1)] == [1, 5, 4]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("dog", ["The DOG barks", "a dog's life"]),
        ("life  DOG", ["a dog's life"]),
        ("ÜBER", ["Öl über Wasser"]),
        ("strasse", ["Straße"]),
        ("猫", ["我的猫"]),
        ("%", []),
        ("nobody", []),
        ("", []),
    ],
)
def test_text_search_finds_every_word_in_any_script(
    store: MemoryStore, words: str, found: list[str]
) -> None:
    texts = ["a dog's life", "The DOG barks", "Öl über Wasser", "Straße", "我的猫"]
    for minutes, text in enumerate(texts):
        store.remember(a_memory(text, at=NOON + timedelta(minutes=minutes)))
    store.remember(a_memory("the dog of another", owner="bob"))
    assert [m.text for m in store.search_text("ada", words)] == found


def test_text_search_stops_at_the_limit(store: MemoryStore) -> None:
    for _ in range(5):
        store.remember(a_memory("dog"))
    assert len(store.search_text("ada", "dog", limit=3)) == 3


def test_forgetting_one_a_session_or_all(store: MemoryStore) -> None:
    one = store.remember(a_memory(session="monday"))
    store.remember(a_memory(session="monday"))
    store.remember(a_memory(session="tuesday"))
    store.remember(a_memory(session="monday", owner="bob"))
    assert store.forget(owner="ada", id=one) == 1
    assert store.forget(owner="ada", id=one) == 0
    assert store.forget(owner="ada", session="monday") == 1
    assert (store.count("ada"), store.count("bob"), store.count()) == (1, 1, 2)
    assert store.forget(owner="ada") == 1
    assert (store.count("ada"), store.count("bob")) == (0, 1)


def test_nobody_forgets_what_is_anothers(store: MemoryStore) -> None:
    theirs = store.remember(a_memory(owner="bob", session="monday"))
    assert store.forget(owner="ada", id=theirs) == 0
    assert store.forget(owner="ada", session="monday") == 0
    assert store.get(theirs) is not None


def test_an_id_is_never_used_twice(store: MemoryStore) -> None:
    first = store.remember(a_memory())
    store.forget(owner="ada")
    assert store.remember(a_memory()) > first


def bytes_of(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(path.name + "*")))


def test_what_is_forgotten_is_not_in_the_files_any_more(store: MemoryStore, path: Path) -> None:
    secret = a_memory("nobody must know about the harpsichord")
    for _ in range(20):
        store.remember(secret)
    assert secret.text.encode() in bytes_of(path)
    assert secret.vector.tobytes() in bytes_of(path)
    store.forget(owner="ada")
    assert secret.text.encode() not in bytes_of(path)
    assert secret.vector.tobytes() not in bytes_of(path)


def test_forgetting_while_a_query_is_half_read_is_made_up_for(
    store: MemoryStore, path: Path
) -> None:
    for _ in range(3):
        store.remember(a_memory("the harpsichord"))
    half_read = store.database.execute("SELECT text FROM memory")
    half_read.fetchone()
    assert store.forget(owner="ada") == 3
    half_read.close()
    store.remember(a_memory("the piano"))
    assert b"harpsichord" not in bytes_of(path)


def diary(database: Database) -> list[str]:
    return [row["entry"] for row in database["diary"].rows] if database["diary"].exists() else []


def write_both(store: MemoryStore, entry: str) -> None:
    with store.transaction() as database:
        store.remember(a_memory(entry))
        database.table("diary").insert({"entry": entry})


def write_and_fail(store: MemoryStore, entry: str) -> None:
    with store.transaction():
        write_both(store, entry)
        raise InterruptedError


def test_a_transaction_keeps_memories_and_other_rows_together(store: MemoryStore) -> None:
    write_both(store, "first")
    with pytest.raises(InterruptedError):
        write_and_fail(store, "second")
    with store.snapshot() as database:
        assert diary(database) == ["first"]
    assert [m.text for m in store.list("ada")] == ["first"]


def test_an_inner_transaction_can_fail_alone(store: MemoryStore) -> None:
    with store.transaction():
        write_both(store, "outer")
        with pytest.raises(InterruptedError):
            write_and_fail(store, "inner")
    assert diary(store.database) == ["outer"]
    assert [hit.memory.text for hit in store.recall(a_query())] == ["outer"]


def test_after_a_failed_transaction_the_store_works_on(store: MemoryStore) -> None:
    with pytest.raises(InterruptedError):
        write_and_fail(store, "failed")
    write_both(store, "later")
    assert [hit.memory.text for hit in store.recall(a_query())] == ["later"]


def test_a_write_inside_a_snapshot_is_refused(store: MemoryStore) -> None:
    with pytest.raises(TransactionError, match="transaction"), store.snapshot():
        store.remember(a_memory())
    assert store.count() == 0


def write_and_roll_back(store: MemoryStore) -> None:
    with store.transaction() as database:
        store.remember(a_memory())
        database.rollback()


def test_a_transaction_that_was_ended_inside_is_not_taken_for_committed(
    store: MemoryStore,
) -> None:
    with pytest.raises(StoreError):
        write_and_roll_back(store)
    assert store.count() == 0


def test_a_snapshot_does_not_see_what_is_written_meanwhile(store: MemoryStore, path: Path) -> None:
    with MemoryStore.open(path, DIMENSION) as other, store.snapshot():
        assert store.count() == 0
        other.remember(a_memory())
        assert store.count() == 0
    assert store.count() == 1


def test_another_writer_is_waited_for_and_then_reported(store: MemoryStore, path: Path) -> None:
    with MemoryStore.open(path, DIMENSION, busy_timeout=0.05) as other:
        store.remember(a_memory())
        # The lock is taken at the beginning, so that a write after reading cannot come too late.
        with store.transaction():
            assert store.count() == 1
            with pytest.raises(BusyError, match="try again"):
                other.remember(a_memory())
            assert len(other.recall(a_query())) == 1
            store.remember(a_memory())
        other.remember(a_memory())
    assert store.count() == 3


def test_a_full_disk_is_reported_and_nothing_is_half_written(store: MemoryStore) -> None:
    write_both(store, "before")
    pages = store.database.execute("PRAGMA page_count").fetchone()[0]
    store.database.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(UnwritableError, match="disk"):
        write_both(store, "x" * 100_000)
    assert store.check().ok
    assert diary(store.database) == ["before"]
    assert store.count() == 1


def test_threads_share_a_store(store: MemoryStore) -> None:
    started = threading.Barrier(4)

    def write(number: int) -> list[int]:
        started.wait()
        return [store.remember(a_memory(seed=number)) for _ in range(25)]

    def read(_: int) -> list[int]:
        started.wait()
        return [len(store.recall(a_query(limit=100))) for _ in range(25)]

    with ThreadPoolExecutor(4) as pool:
        writing = [pool.submit(write, number) for number in range(2)]
        reading = [pool.submit(read, number) for number in range(2)]
        written = [number for future in writing for number in future.result()]
        seen = [future.result() for future in reading]
    assert sorted(written) == list(range(1, 51))
    assert all(counts == sorted(counts) for counts in seen)
    assert len(store.recall(a_query(limit=100))) == 50


def test_a_recall_does_not_wait_for_a_transaction_of_another_thread(store: MemoryStore) -> None:
    store.remember(a_memory())
    with ThreadPoolExecutor(1) as pool, store.transaction():
        store.remember(a_memory())
        assert len(pool.submit(store.recall, a_query()).result(timeout=30)) == 1


def test_a_closed_store_says_so(path: Path) -> None:
    store = MemoryStore.open(path, DIMENSION)
    store.close()
    store.close()
    for use in (
        lambda: store.remember(a_memory()),
        lambda: store.recall(a_query()),
        lambda: store.get(1),
        store.count,
        store.check,
        lambda: store.database,
    ):
        with pytest.raises(ClosedError, match="open it again"):
            use()
    assert [file.name for file in path.parent.glob(path.name + "*")] == [path.name]


def test_closing_inside_a_transaction_is_refused(store: MemoryStore) -> None:
    with store.transaction():
        store.remember(a_memory())
        with pytest.raises(TransactionError):
            store.close()
    assert store.count() == 1
