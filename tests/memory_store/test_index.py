"""The indexes: search among the ids that are allowed, exact while small and close when large."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from memory_store.index import ExactIndex, Index, Owners
from memory_store.large_index import COMMON, LargeIndex
from memory_store.vectors import Vectors

IDS = np.array([2, 3, 5, 900_000], dtype=np.int64)
VECTORS = np.eye(4, dtype=np.float32)
ADA = 5

Make = Callable[[], Index]


def large() -> LargeIndex:
    # The sample spans what each number can be; -1 and 1 are kept exactly.
    return LargeIndex.trained(np.vstack((VECTORS, -VECTORS)), big=[], scanned=100)


def exact() -> ExactIndex:
    return ExactIndex(4)


@pytest.fixture(params=[exact, large], ids=["exact", "large"])
def make(request: pytest.FixtureRequest) -> Make:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def index(make: Make) -> Index:
    built = make()
    built.add(IDS, VECTORS, owners(4))
    return built


def owners(count: int, code: int = ADA) -> Owners:
    return np.full(count, code, dtype=np.int32)


def liking(*weights: float) -> Vectors:
    return np.array(weights, dtype=np.float32)


def found(index: Index, query: Vectors, allowed: list[int], limit: int) -> list[int]:
    return [*index.search(query, np.array(allowed, dtype=np.int64), ADA, limit).ids]


def test_the_greatest_products_come_first(index: Index) -> None:
    result = index.search(liking(0.1, 0.4, 0.3, 0.2), IDS, ADA, 3)
    assert result.ids.tolist() == [3, 5, 900_000]
    assert result.products == pytest.approx([0.4, 0.3, 0.2], abs=0.01)


def test_what_is_not_allowed_takes_no_place(index: Index) -> None:
    assert found(index, liking(0.1, 0.4, 0.3, 0.2), [2, 900_000], 2) == [900_000, 2]


def test_fewer_are_found_if_there_are_no_more(index: Index, make: Make) -> None:
    assert found(index, liking(1, 1, 1, 1), [3, 4, 77], 10) == [3]
    assert found(index, liking(1, 1, 1, 1), [], 10) == []
    assert found(make(), liking(1, 1, 1, 1), IDS.tolist(), 10) == []


def test_ids_too_great_for_a_bitmap_are_found(make: Make) -> None:
    index = make()
    ids = np.array([1, 1 << 40], dtype=np.int64)
    index.add(ids, VECTORS[:2], owners(2))
    assert found(index, liking(0.1, 0.2, 0, 0), ids.tolist(), 2) == [1 << 40, 1]


def test_what_is_removed_is_not_found(index: Index) -> None:
    index.remove(np.array([2, 4, 5], dtype=np.int64))
    [part] = index.parts()
    order = np.argsort(part.ids)
    assert part.ids[order].tolist() == [3, 900_000]
    assert part.vectors[order] == pytest.approx(VECTORS[[1, 3]], abs=0.01)
    assert found(index, liking(0.4, 0.3, 0.2, 0.1), IDS.tolist(), 10) == [3, 900_000]
    assert len(index) == 2


def test_what_is_removed_can_be_added_anew(index: Index) -> None:
    index.remove(IDS[:1])
    index.add(IDS[:1], VECTORS[1:2], owners(1))
    assert found(index, liking(0, 1, 0, 0), [2], 10) == [2]
    assert index.search(liking(0, 1, 0, 0), IDS[:1], ADA, 1).products == pytest.approx(1, abs=0.01)


def test_owners_who_share_a_list_are_told_apart() -> None:
    index = large()
    index.add(IDS[:2], VECTORS[:2], owners(2, code=ADA))
    index.add(IDS[2:], VECTORS[2:], owners(2, code=ADA + COMMON))
    assert set(found(index, liking(1, 1, 1, 1), [2, 3], 10)) == {2, 3}
    assert len(list(index.parts())) == 1


@pytest.fixture(scope="module")
def crowd() -> Vectors:
    """20,000 vectors of 32 numbers in 100 clusters."""
    random = np.random.default_rng(1)
    centres = random.standard_normal((100, 32))
    points = centres[random.integers(0, 100, 20_000)] + 0.5 * random.standard_normal((20_000, 32))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    return points.astype(np.float32)


def test_most_of_the_best_of_a_big_owner_are_found_in_a_fraction_of_the_lists(
    crowd: Vectors,
) -> None:
    index = LargeIndex.trained(crowd[:8000], big=[ADA], scanned=3000)
    ids = np.arange(len(crowd)) * 2
    index.add(ids, crowd, owners(len(crowd)))
    assert len(list(index.parts())) > 100
    hits = 0
    for query in crowd[::400]:
        true = set(ids[np.argsort(-(crowd @ query))[:10]].tolist())
        hits += len(true & set(index.search(query, ids, ADA, 20).ids.tolist()))
    assert hits / 500 > 0.95


def test_a_search_that_goes_by_mood_looks_everywhere(crowd: Vectors) -> None:
    index = LargeIndex.trained(crowd[:8000], big=[ADA], scanned=100)
    ids = np.arange(len(crowd))
    index.add(ids, crowd, owners(len(crowd)))
    for query in crowd[::4000]:
        by_mood = np.concatenate((0.1 * query[:-3], query[-3:] / np.linalg.norm(query[-3:])))
        true = ids[np.argsort(-(crowd @ by_mood))[:10]]
        found = index.search(by_mood.astype(np.float32), ids, ADA, 30).ids
        assert set(true.tolist()) <= set(found.tolist())


def test_a_big_owner_with_few_allowed_is_searched_whole(crowd: Vectors) -> None:
    index = LargeIndex.trained(crowd[:8000], big=[ADA], scanned=3000)
    ids = np.arange(len(crowd))
    index.add(ids, crowd, owners(len(crowd)))
    allowed = ids[::10]
    for query in crowd[1::4000]:
        true = allowed[np.argsort(-(crowd[allowed] @ query))[:10]]
        assert set(true.tolist()) <= set(index.search(query, allowed, ADA, 30).ids.tolist())
