from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from memory_store import Kind, MemoryStore, NewMemory
from memory_store.merging import Merger, merge_duplicates, merged_into
from memory_store.vectors import Vectors
from tests.memory_store.samples import DIMENSION, a_memory

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def towards(angle: float) -> Vectors:
    """A vector in a plane: the cosine of two of them is that of the angle between them."""
    vector = np.zeros(DIMENSION, dtype=np.float32)
    vector[:2] = np.cos(angle), np.sin(angle)
    return vector


def said(text: str, angle: float, hours: float = 0.0, **fields: object) -> NewMemory:
    at = NOON + timedelta(hours=hours)
    given = {"owner": "ada", "text": text, "vector": towards(angle), "at": at}
    return NewMemory(**given | fields)  # type: ignore[arg-type]


def told(mergers: list[Merger]) -> list[tuple[str, list[str]]]:
    return [(one.kept.text, [memory.text for memory in one.merged]) for one in mergers]


def test_the_older_stays_and_says_what_was_merged(store: MemoryStore) -> None:
    old, new, _ = store.remember_many(
        [
            said("my dog died", 0.0, session="one", importance=0.3),
            said("my dog has died", 0.1, 1, session="two", importance=0.3),
            said("tea", 1.5, 2),
        ]
    )
    [merger] = merge_duplicates(store, "ada")
    assert merger.similarities == pytest.approx((np.cos(0.1),), abs=1e-6)
    kept = store.get(old)
    assert kept is not None
    assert store.get(new) is None
    [entry] = merged_into(kept)
    assert (entry.id, entry.session, entry.at) == (new, "two", NOON + timedelta(hours=1))
    assert "has died" not in str(kept.provenance)
    assert merge_duplicates(store, "ada") == []


def test_pinned_then_important_then_old_ones_stay(store: MemoryStore) -> None:
    store.remember_many(
        [
            said("old", 0.0, 0, importance=0.2),
            said("important", 0.01, 1, importance=0.9),
            said("pinned", 0.02, 2, importance=0.1, pinned=True),
        ]
    )
    [merger] = merge_duplicates(store, "ada")
    assert told([merger]) == [("pinned", ["important", "old"])]
    [kept] = store.list("ada")
    assert kept.importance == 0.9
    assert kept.pinned


def test_what_must_not_go_stays(store: MemoryStore) -> None:
    first = store.remember(said("pinned", 0.0, 0, pinned=True))
    store.remember(said("pinned, too", 0.0, 1, pinned=True))
    old = store.remember(said("replaced", 0.0, 2))
    store.supersede("ada", old, said("with a history", 0.0, 3))
    store.remember(said("of another kind", 0.0, 4, kind=Kind.FACT))
    store.remember(said("of another owner", 0.0, 5, owner="kim"))
    assert merge_duplicates(store, "ada") == []
    assert store.count() == 6
    assert store.get(first) is not None


def test_merging_does_not_go_in_chains(store: MemoryStore) -> None:
    # Neighbours are near enough, the ends are not: who is merged is near to who stays.
    store.remember_many([said(f"m{n}", n * 0.2, n) for n in range(5)])
    threshold = float(np.cos(0.25))
    assert told(merge_duplicates(store, "ada", threshold=threshold)) == [
        ("m0", ["m1"]),
        ("m2", ["m3"]),
    ]
    assert {memory.text for memory in store.list("ada")} == {"m0", "m2", "m4"}


def test_a_dry_run_changes_nothing(store: MemoryStore) -> None:
    store.remember_many([said("a", 0.0), said("b", 0.0, 1)])
    before = store.list("ada")
    assert told(merge_duplicates(store, "ada", dry_run=True)) == [("a", ["b"])]
    assert store.list("ada") == before


def test_what_was_merged_before_is_not_lost(store: MemoryStore) -> None:
    store.remember_many([said("a", 0.0, 1), said("b", 0.0, 2)])
    merge_duplicates(store, "ada")
    store.remember(said("older", 0.0, 0))
    merge_duplicates(store, "ada")
    [kept] = store.list("ada")
    assert kept.text == "older"
    assert [entry.at for entry in merged_into(kept)] == [
        NOON + timedelta(hours=2),
        NOON + timedelta(hours=1),
    ]


@pytest.mark.parametrize("threshold", [0.0, -1.0, 1.01, float("nan")])
def test_impossible_thresholds_are_refused(store: MemoryStore, threshold: float) -> None:
    with pytest.raises(ValueError, match="threshold"):
        merge_duplicates(store, "ada", threshold=threshold)


def test_more_than_a_block_of_them(store: MemoryStore) -> None:
    store.remember_many(a_memory(f"m{n}", n % 600) for n in range(1_200))
    assert sum(len(one.merged) for one in merge_duplicates(store, "ada", threshold=0.999)) == 600
    assert store.count() == 600
