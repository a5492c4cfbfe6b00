"""The vector index: exact inner products in memory. Knows nothing of SQLite, owners or moods.

It holds nothing that cannot be built again from the database, and is never written to disk: 100,000
rows are read back in about a second.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from memory_store.vectors import Vectors

Ids = NDArray[np.int64]


class VectorIndex:
    """Finds, among the ids it is allowed to look at, the vectors with the greatest product."""

    def __init__(self, width: int) -> None:
        """`width` is the length of every vector that goes in, and of every query."""
        # The slowest import of the package, and needed by nothing but an open store.
        import faiss

        self._faiss = faiss
        self._index = faiss.IndexIDMap2(faiss.IndexFlatIP(width))
        self.last_id = 0
        """The greatest id ever added."""
        self.seq = 0
        """The number of the last change of the database that has been followed."""

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """Add n vectors of shape (n, width) under (n,) ascending ids that are not there."""
        self._index.add_with_ids(np.ascontiguousarray(vectors), ids)
        self.last_id = max(self.last_id, int(ids[-1]))

    def remove(self, ids: Ids) -> None:
        """Drop the vectors with these ids, shape (n,), as far as they are there."""
        if ids.size:
            self._index.remove_ids(self._faiss.IDSelectorBatch(ids))

    def search(self, query: Vectors, allowed: Ids, limit: int) -> Sequence[int]:
        """Up to `limit` ids of `allowed`, shape (n,), by falling product with `query`, (width,).

        The restriction is part of the search, not applied to its outcome: what is not allowed
        takes no place among the `limit` best.
        """
        parameters = self._faiss.SearchParameters()
        # The variable keeps the selector alive; older versions of faiss only point to it.
        selector = self._faiss.IDSelectorBatch(allowed)
        parameters.sel = selector
        with self._single_threaded():
            _, ids = self._index.search(query[np.newaxis], limit, params=parameters)
        # Missing places are filled with -1.
        return [int(i) for i in ids[0] if i >= 0]

    @contextmanager
    def _single_threaded(self) -> Iterator[None]:
        # One query gives several threads nothing to share, and on a busy machine waiting for them
        # takes ten times as long as the search.
        threads = self._faiss.omp_get_max_threads()
        self._faiss.omp_set_num_threads(1)
        try:
            yield
        finally:
            self._faiss.omp_set_num_threads(threads)

    def ids(self) -> Ids:
        """All ids, shape (n,), ascending."""
        return np.sort(self._faiss.vector_to_array(self._index.id_map))

    def vectors(self, ids: Ids) -> Vectors:
        """The vectors under (n,) ids, shape (n, width); every id must be there."""
        return np.asarray(self._index.reconstruct_batch(ids))
