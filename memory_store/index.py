"""The exact vector index, and what it has in common with the large one.

Inner products in memory. Knows nothing of SQLite or moods.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from memory_store import engine
from memory_store.vectors import Vectors

Ids = NDArray[np.int64]
Owners = NDArray[np.int32]
"""A number for each owner."""

# Of a bitmap; beyond, which ids are allowed is looked up in a set, which takes longer.
_MOST_BITS = 1 << 27


class Found(NamedTuple):
    """What a search has found, best first."""

    ids: Ids
    products: Vectors


class Part(NamedTuple):
    """Some of what an index holds."""

    ids: Ids
    """Shape (n,)."""
    vectors: Vectors
    """Shape (n, width), as exactly as the index has them."""


class Index(Protocol):
    """Finds, among the ids it is allowed to look at, the vectors with the greatest product."""

    exact: bool
    """Whether what a search finds are the very best, in their order."""

    def __len__(self) -> int:
        """How many vectors there are."""
        ...

    def add(self, ids: Ids, vectors: Vectors, owners: Owners) -> None:
        """Add n vectors, shape (n, width), under (n,) ids that are not there."""
        ...

    def remove(self, ids: Ids) -> None:
        """Drop the vectors with these ids, as far as they are there."""
        ...

    def search(self, query: Vectors, allowed: Ids, owner: int, limit: int) -> Found:
        """Up to `limit` of `allowed`, all of one owner, by falling product with `query`, (width,).

        The restriction is part of the search, not applied to its outcome: what is not allowed
        takes no place among the `limit` best.
        """
        ...

    def rounded(self, vectors: Vectors) -> Vectors:
        """What becomes of (n, width) vectors in the index."""
        ...

    def parts(self) -> Iterator[Part]:
        """Everything the index holds, in no order."""
        ...


class ExactIndex:
    """Vectors as they are, all of them looked at."""

    exact = True

    def __init__(self, width: int, index: Any = None) -> None:
        """`width` is the length of every vector; `index` is what `faiss_index` has returned."""
        self._faiss = engine.faiss()
        self.faiss_index = index or self._faiss.IndexIDMap2(self._faiss.IndexFlatIP(width))

    def __len__(self) -> int:
        return int(self.faiss_index.ntotal)

    def add(self, ids: Ids, vectors: Vectors, owners: Owners) -> None:  # noqa: ARG002
        """Add n vectors under (n,) ids that are not there."""
        self.faiss_index.add_with_ids(np.ascontiguousarray(vectors), ids)

    def remove(self, ids: Ids) -> None:
        """Drop the vectors with these ids."""
        if ids.size:
            self.faiss_index.remove_ids(self._faiss.IDSelectorBatch(ids))

    def search(self, query: Vectors, allowed: Ids, owner: int, limit: int) -> Found:  # noqa: ARG002
        """Up to `limit` of `allowed` by falling product with `query`."""
        with selecting(allowed) as selector, single_threaded():
            parameters = self._faiss.SearchParameters(sel=selector)
            found = self.faiss_index.search(query[np.newaxis], limit, params=parameters)
        return found_by(found[1][0], found[0][0])

    def rounded(self, vectors: Vectors) -> Vectors:
        """The vectors themselves."""
        return vectors

    def parts(self) -> Iterator[Part]:
        """Everything, at once."""
        ids = self._faiss.vector_to_array(self.faiss_index.id_map)
        if ids.size:
            yield Part(ids, np.asarray(self.faiss_index.reconstruct_batch(ids)))


def found_by(ids: Ids, products: Vectors) -> Found:
    """What faiss has found: it fills missing places with -1."""
    there = ids >= 0
    return Found(ids[there], products[there])


@contextmanager
def selecting(allowed: Ids) -> Iterator[Any]:
    """A faiss selector of these ids, alive as long as the context."""
    faiss = engine.faiss()
    last = int(allowed.max(initial=0))
    if last >= _MOST_BITS:
        yield faiss.IDSelectorBatch(allowed)
        return
    chosen = np.zeros(last + 1, dtype=bool)
    chosen[allowed] = True
    # faiss only points to the bits, so that they must outlive the search.
    bits = np.packbits(chosen, bitorder="little")
    yield faiss.IDSelectorBitmap(bits)


@contextmanager
def single_threaded() -> Iterator[None]:
    """Let faiss use one thread.

    One query gives several threads nothing to share, and on a busy machine waiting for them takes
    ten times as long as the search.
    """
    faiss = engine.faiss()
    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(threads)
