"""The index: exact search among the ids that are allowed."""

from __future__ import annotations

import numpy as np
import pytest

from memory_store.index import VectorIndex
from memory_store.vectors import Vectors

IDS = np.array([2, 3, 5, 900_000], dtype=np.int64)
VECTORS = np.eye(4, dtype=np.float32)


@pytest.fixture
def index() -> VectorIndex:
    built = VectorIndex(4)
    built.add(IDS, VECTORS)
    return built


def liking(*weights: float) -> Vectors:
    return np.array(weights, dtype=np.float32)


def test_the_greatest_products_come_first(index: VectorIndex) -> None:
    assert index.search(liking(0.1, 0.4, 0.3, 0.2), IDS, 3) == [3, 5, 900_000]


def test_what_is_not_allowed_takes_no_place(index: VectorIndex) -> None:
    assert index.search(liking(0.1, 0.4, 0.3, 0.2), IDS[[0, 3]], 2) == [900_000, 2]


def test_fewer_are_found_if_there_are_no_more(index: VectorIndex) -> None:
    allowed = np.array([3, 4, 77], dtype=np.int64)
    assert index.search(liking(1, 1, 1, 1), allowed, 10) == [3]
    assert index.search(liking(1, 1, 1, 1), allowed[:0], 10) == []
    assert VectorIndex(4).search(liking(1, 1, 1, 1), IDS, 10) == []


def test_what_is_removed_is_not_found(index: VectorIndex) -> None:
    index.remove(np.array([2, 4, 5], dtype=np.int64))
    assert index.ids().tolist() == [3, 900_000]
    assert index.vectors(index.ids()).tolist() == VECTORS[[1, 3]].tolist()
    assert index.search(liking(0.4, 0.3, 0.2, 0.1), IDS, 10) == [3, 900_000]
    assert (len(index), index.last_id) == (2, 900_000)


def test_what_is_removed_can_be_added_anew(index: VectorIndex) -> None:
    index.remove(IDS[:1])
    index.add(IDS[:1], VECTORS[1:2])
    assert index.search(liking(0, 1, 0, 0), IDS[[0]], 10) == [2]
    assert index.vectors(IDS[:1]).tolist() == VECTORS[1:2].tolist()
    assert index.last_id == 900_000
