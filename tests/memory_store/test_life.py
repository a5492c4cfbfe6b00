"""The life of a memory: changed, pinned, superseded, searched for, forgotten by age."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from memory_store import Kind, Memory, MemoryStore, Mood, MoodRange
from memory_store.errors import TransactionError, UnknownMemoryError, WrongDimensionError
from tests.memory_store.samples import a_memory, a_query, direction

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def texts(memories: list[Memory]) -> list[str]:
    return [memory.text for memory in memories]


def recalled(store: MemoryStore, seed: int = 0, **fields: Any) -> list[str]:
    return [hit.memory.text for hit in store.recall(a_query(seed, **fields))]


def test_many_are_kept_in_order_or_none(store: MemoryStore) -> None:
    assert store.remember_many(a_memory(f"{n}", seed=n) for n in range(5)) == [1, 2, 3, 4, 5]
    assert store.remember_many([]) == []
    with pytest.raises(WrongDimensionError):
        store.remember_many([a_memory(), a_memory(vector=[1.0])])
    assert store.count() == 5
    assert recalled(store, 3, limit=1) == ["3"]


def test_a_change_is_kept_and_recalled(store: MemoryStore) -> None:
    store.remember(a_memory("another", seed=7))
    number = store.remember(a_memory("the dog", seed=1))
    assert recalled(store, 2, limit=1) != ["the cat"]
    edited = store.edit("ada", number, text="the cat", vector=direction(2), emotion="joy")
    assert edited == store.get(number)
    assert (edited.text, edited.emotion, edited.kind) == ("the cat", "joy", Kind.TURN)
    [hit] = store.recall(a_query(2, limit=1))
    assert hit.memory == edited
    assert hit.meaning == pytest.approx(1.0)
    assert store.check().ok


def test_other_stores_notice_a_changed_vector_or_mood(store: MemoryStore, path: Any) -> None:
    number = store.remember(a_memory(seed=1, mood=Mood(0.5, 0.5, 0.5)))
    with MemoryStore.open(path, direction(0).size) as other:
        sad = a_query(1, mood=Mood(-0.5, -0.5, -0.5), meaning_weight=0.0)
        assert other.recall(sad)[0].score == pytest.approx(-1.0)
        store.edit("ada", number, mood=Mood(-0.1, -0.1, -0.1))
        assert other.recall(sad)[0].score == pytest.approx(1.0)
        store.edit("ada", number, text="x", vector=direction(5))
        assert other.recall(a_query(5))[0].score == pytest.approx(1.0)
        assert other.check().ok


def test_a_change_that_cannot_be_is_refused(store: MemoryStore) -> None:
    number = store.remember(a_memory())
    with pytest.raises(ValueError, match="alone"):
        store.edit("ada", number, text="without its vector")
    with pytest.raises(ValidationError):
        store.edit("ada", number, importance=2.0)
    with pytest.raises(WrongDimensionError):
        store.edit("ada", number, text="x", vector=np.ones(3))
    for owner, memory_id in (("bob", number), ("ada", number + 1)):
        with pytest.raises(UnknownMemoryError, match="no such memory"):
            store.edit(owner, memory_id, emotion="joy")
        with pytest.raises(UnknownMemoryError):
            store.pin(owner, memory_id)
        with pytest.raises(UnknownMemoryError):
            store.history(owner, memory_id)
    assert store.get(number) == a_memory_at(store, number)


def a_memory_at(store: MemoryStore, number: int) -> Memory:
    [memory] = [memory for memory in store.list("ada") if memory.id == number]
    assert (memory.text, memory.emotion, memory.importance) == ("the dog barked", "", 0.5)
    return memory


def test_changed_text_is_not_in_the_files_any_more(store: MemoryStore, path: Any) -> None:
    number = store.remember(a_memory("the harpsichord"))
    store.edit("ada", number, text="the piano", vector=direction(1))
    files = path.parent.glob(path.name + "*")
    assert all(b"harpsichord" not in file.read_bytes() for file in files)


def test_the_pinned_survive_forgetting_by_age(store: MemoryStore) -> None:
    for days in range(4):
        store.remember(a_memory(f"day {days}", at=NOON + days * DAY))
    store.pin("ada", 1)
    assert store.forget(owner="ada", older_than=NOON + 2 * DAY) == 1
    assert texts(store.list("ada")) == ["day 3", "day 2", "day 0"]
    store.pin("ada", 1, pinned=False)
    assert store.forget(owner="ada", older_than=NOON + 2 * DAY) == 1
    assert texts(store.list("ada")) == ["day 3", "day 2"]


@pytest.fixture
def moved(store: MemoryStore) -> MemoryStore:
    """Ada has moved twice: three versions of one fact, and a memory apart."""
    store.remember(a_memory("lives in Rome", seed=1))
    store.remember(a_memory("has a dog", seed=9))
    store.supersede("ada", 1, a_memory("lives in Oslo", seed=1))
    store.supersede("ada", 3, a_memory("lives in Bonn", seed=1))
    return store


def test_what_is_superseded_comes_to_mind_only_if_asked_for(moved: MemoryStore) -> None:
    assert recalled(moved, 1) == ["lives in Bonn", "has a dog"]
    assert len(recalled(moved, 1, include_superseded=True)) == 4
    assert texts(moved.list("ada")) == ["lives in Bonn", "has a dog"]
    assert len(moved.list("ada", include_superseded=True)) == 4
    assert texts(moved.search("ada", words="lives")) == ["lives in Bonn"]
    assert moved.count("ada") == 4
    assert moved.check().ok


@pytest.mark.parametrize("memory_id", [1, 3, 4])
def test_the_history_is_the_same_from_any_version(moved: MemoryStore, memory_id: int) -> None:
    history = moved.history("ada", memory_id)
    assert texts(history) == ["lives in Rome", "lives in Oslo", "lives in Bonn"]
    assert [(m.supersedes, m.superseded_by) for m in history] == [(None, 3), (1, 4), (3, None)]


def test_only_a_current_memory_of_ones_own_can_be_superseded(moved: MemoryStore) -> None:
    with pytest.raises(UnknownMemoryError, match="superseded by memory 3 already"):
        moved.supersede("ada", 1, a_memory())
    with pytest.raises(UnknownMemoryError):
        moved.supersede("ada", 77, a_memory())
    with pytest.raises(UnknownMemoryError):
        moved.supersede("bob", 2, a_memory(owner="bob"))
    with pytest.raises(ValueError, match="expected one of"):
        moved.supersede("bob", 2, a_memory(owner="ada"))
    assert moved.count() == 4


def test_who_is_forgotten_takes_the_past_along(moved: MemoryStore) -> None:
    assert moved.forget(owner="ada", id=3) == 2
    [current] = moved.history("ada", 4)
    assert (current.text, current.supersedes) == ("lives in Bonn", None)
    assert moved.forget(owner="ada", id=4) == 1
    assert texts(moved.list("ada", include_superseded=True)) == ["has a dog"]


def test_search_by_every_condition(store: MemoryStore) -> None:
    glad, sad = Mood(0.8, 0.5, 0.3), Mood(-0.7, -0.2, -0.4)
    for number, (text, mood, kind) in enumerate(
        [("dog", glad, Kind.TURN), ("cat", sad, Kind.TURN), ("dog", sad, Kind.FACT)]
    ):
        store.remember(
            a_memory(text, mood=mood, kind=kind, at=NOON + number * DAY, session=f"s{number}")
        )
    store.remember(a_memory("dog", owner="bob"))

    def found(**conditions: Any) -> list[int]:
        return [memory.id for memory in store.search("ada", **conditions)]

    assert found() == [3, 2, 1]
    assert found(words="dog") == [3, 1]
    assert found(words="") == []
    assert found(mood=MoodRange(valence=(-1.0, 0.0))) == [3, 2]
    assert found(mood=MoodRange(centre=glad, radius=0.5), words="dog") == [1]
    assert found(since=NOON + DAY) == [3, 2]
    assert found(until=NOON + DAY) == [1]
    assert found(kinds=[Kind.FACT]) == [3]
    assert found(session="s1") == [2]
    assert found(limit=2) == [3, 2]


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"sessions": {"monday"}}, ["1", "0"]),
        ({"exclude_session": "monday"}, ["3", "2"]),
        ({"since": NOON + DAY}, ["3", "2", "1"]),
        ({"until": NOON + 2 * DAY}, ["1", "0"]),
        ({"since": NOON + DAY, "until": NOON + 2 * DAY}, ["1"]),
    ],
    ids=str,
)
def test_recall_keeps_to_its_conditions(
    store: MemoryStore, conditions: dict[str, Any], expected: list[str]
) -> None:
    for number in range(4):
        session = "monday" if number < 2 else "tuesday"
        store.remember(a_memory(f"{number}", at=NOON + number * DAY, session=session))
    assert recalled(store, **conditions) == expected


def test_owners_are_told(store: MemoryStore) -> None:
    for owner in ("bob", "ada", "bob", "Zoë"):
        store.remember(a_memory(owner=owner))
    assert store.owners() == ["Zoë", "ada", "bob"]
    store.forget(owner="ada")
    assert store.owners() == ["Zoë", "bob"]


def test_vacuum_gives_room_back(store: MemoryStore, path: Any) -> None:
    store.remember_many(a_memory(f"memory {n} " + "x" * 1000, seed=n) for n in range(300))
    store.forget(owner="ada", session="")
    store.remember(a_memory("kept"))
    before = path.stat().st_size
    store.vacuum()
    assert path.stat().st_size < before / 2
    assert recalled(store) == ["kept"]
    assert store.check().ok


def test_vacuum_inside_a_transaction_is_refused(store: MemoryStore) -> None:
    with pytest.raises(TransactionError), store.transaction():
        store.vacuum()


def test_times_of_any_zone_are_understood_and_those_of_none_refused(store: MemoryStore) -> None:
    store.remember(a_memory(at=NOON))
    in_delhi = timezone(timedelta(hours=5.5))
    assert len(store.search("ada", until=(NOON + DAY / 24).astimezone(in_delhi))) == 1
    assert store.search("ada", since=(NOON + DAY / 24).astimezone(in_delhi)) == []
    with pytest.raises(ValidationError):
        store.forget(owner="ada", older_than=datetime(2036, 1, 1))
    assert store.count() == 1
