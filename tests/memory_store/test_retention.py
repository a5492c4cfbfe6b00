from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from memory_store import MemoryStore
from memory_store.retention import Retention, due, retain
from tests.memory_store.samples import a_memory

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
WEEK = timedelta(days=7)


def aged(days: float, **fields: Any) -> Any:
    return a_memory(f"{days:g} days", at=NOW - timedelta(days=days), **fields)


def left(store: MemoryStore, owner: str = "ada") -> list[str]:
    return [memory.text for memory in store.list(owner)]


def test_by_default_everything_is_kept(store: MemoryStore) -> None:
    store.remember(aged(9_999))
    assert due(store, "ada", Retention(), NOW) == []


def test_what_is_too_old_goes(store: MemoryStore) -> None:
    store.remember_many([aged(1), aged(7), aged(8), aged(30, owner="kim")])
    gone = retain(store, "ada", Retention(max_age=WEEK), NOW)
    assert [memory.text for memory in gone] == ["8 days"]
    assert left(store) == ["1 days", "7 days"]
    assert left(store, "kim") == ["30 days"]


def test_the_latest_stay(store: MemoryStore) -> None:
    store.remember_many(aged(days) for days in range(5))
    retain(store, "ada", Retention(max_count=2), NOW)
    assert left(store) == ["0 days", "1 days"]
    retain(store, "ada", Retention(max_count=0), NOW)
    assert left(store) == []


def test_protected_ones_stay_and_take_a_place(store: MemoryStore) -> None:
    store.remember_many([aged(90, pinned=True), aged(80, importance=0.9), aged(2), aged(1)])
    policy = Retention(max_age=WEEK, max_count=3, keep_importance=0.8)
    assert [memory.text for memory in due(store, "ada", policy, NOW)] == ["2 days"]
    everything = Retention(max_age=WEEK, keep_pinned=False)
    assert [memory.text for memory in due(store, "ada", everything, NOW)] == ["80 days", "90 days"]


def test_history_goes_with_its_latest_version(store: MemoryStore) -> None:
    old = store.remember(aged(30))
    store.supersede("ada", old, aged(20))
    retain(store, "ada", Retention(max_age=timedelta(days=25)), NOW)
    assert store.count() == 2  # an old version is as old as what stands in its place
    retain(store, "ada", Retention(max_age=WEEK), NOW)
    assert store.count() == 0


@given(
    st.lists(st.tuples(st.integers(0, 20), st.booleans(), st.integers(0, 4)), max_size=12),
    st.none() | st.integers(1, 20),
    st.none() | st.integers(0, 12),
    st.none() | st.integers(0, 4),
)
@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_what_a_policy_promises(
    store: MemoryStore,
    given: list[tuple[int, bool, int]],
    days: int | None,
    count: int | None,
    importance: int | None,
) -> None:
    store.forget(owner="ada")
    store.remember_many(aged(d, pinned=pin, importance=i / 4) for d, pin, i in given)
    policy = Retention(
        max_age=None if days is None else timedelta(days=days),
        max_count=count,
        keep_importance=None if importance is None else importance / 4,
    )
    before = store.list("ada", limit=100)
    gone = retain(store, "ada", policy, NOW)
    stay = store.list("ada", limit=100)
    loose = [memory for memory in stay if not policy.protects(memory)]
    assert not any(policy.protects(memory) for memory in gone)
    assert {memory.id for memory in stay} | {memory.id for memory in gone} == {
        memory.id for memory in before
    }
    if days is not None:
        assert all(memory.at >= NOW - timedelta(days=days) for memory in loose)
    if count is not None and loose:
        assert len(stay) <= count
    assert retain(store, "ada", policy, NOW) == []


@pytest.mark.parametrize("wrong", [{"max_age": timedelta(0)}, {"max_count": -1}, {"max": 1}])
def test_impossible_policies_are_refused(wrong: Any) -> None:
    with pytest.raises(ValidationError):
        Retention(**wrong)
