"""The vector index of a large store: bytes instead of floats, in lists by owner.

A search looks at the lists of its owner only. An owner has one list, which is scanned whole; that
of a big owner is split into cells (k-means), of which the likeliest are scanned. Cells gather what
means the same, for that is what most searches go by; one that goes by mood in the first place
scans them all. Products are off by rounding; who wants them exactly computes them for what was
found.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import numpy as np

from memory_store import engine
from memory_store.index import Found, Ids, Owners, Part, found_by, selecting, single_threaded
from memory_store.vectors import MOOD_AXES, Vectors

COMMON = 4096
"""Lists that owners who are not big share by their codes; the search tells them apart."""

# faiss compares vectors fast only if their width is a multiple of this.
_STEP = 16

_LEAST_PROBES = 8

# Of a mood against a meaning, when cells are made. As measured among 400,000 memories of one owner,
# of the best ten are in the likeliest cells, 150,000 memories in all: with this, all that a search
# by meaning alone seeks, and 0.98 of one that goes by both alike; with 1, it is 0.81 and all.
_MOOD_SCALE = 0.2

_ROUNDING = 1e-6

# Vectors to add or to learn from.
_LITTLE = 2000

# Of the range that was seen of each number, on both sides.
_MARGIN = 0.25


class LargeIndex:
    """Vectors rounded to bytes (SQ8), and the bigger owners searched approximately."""

    exact = False

    def __init__(self, index: Any, width: int, big: Sequence[int], scanned: int) -> None:
        """Use `trained`, or give a `faiss_index` of one and the codes of its big owners."""
        self.faiss_index = index
        self.big = tuple(big)
        self._width = width
        self._scanned = scanned
        self._cells = int(index.quantizer.ntotal)
        self._scale = _scale(index.d, width)
        self._first = {owner: COMMON + i * self._cells for i, owner in enumerate(big)}

    @classmethod
    def trained(cls, sample: Vectors, big: Sequence[int], scanned: int) -> LargeIndex:
        """An empty index that has learnt from a sample of the vectors, shape (n, width)."""
        faiss = engine.faiss()
        padded = _padded(sample)
        scale = _scale(padded.shape[1], sample.shape[1])
        cells = _cells(padded * scale) if big else np.empty((0, padded.shape[1]), np.float32)
        quantizer = faiss.IndexFlatIP(padded.shape[1])
        quantizer.add(cells)
        lists = COMMON + len(big) * len(cells)
        index = faiss.IndexIVFScalarQuantizer(
            *(quantizer, padded.shape[1], lists, faiss.ScalarQuantizer.QT_8bit),
            *(faiss.METRIC_INNER_PRODUCT, False),
        )
        # Room for what the sample has not shown; beyond it, numbers are cut off.
        index.sq.rangestat_arg = _MARGIN
        index.sq.train(np.vstack((padded, *_corners(padded.shape[1], sample.shape[1]))))
        index.is_trained = True
        # The two share the quantizer; without this, only Python would keep it alive.
        index.own_fields = True
        quantizer.this.disown()
        return cls(index, sample.shape[1], big, scanned)

    def __len__(self) -> int:
        return int(self.faiss_index.ntotal)

    def add(self, ids: Ids, vectors: Vectors, owners: Owners) -> None:
        """Add n vectors under (n,) ids that are not there."""
        faiss = engine.faiss()
        padded, numbers = _padded(vectors), np.ascontiguousarray(ids)
        with _threads_for(len(ids)):
            lists = self._lists_of(padded, owners)
            self.faiss_index.add_core(len(ids), *map(faiss.swig_ptr, (padded, numbers, lists)))

    def remove(self, ids: Ids) -> None:
        """Drop the vectors with these ids."""
        faiss = engine.faiss()
        if ids.size:
            with _threads_for(len(self)):
                self.faiss_index.remove_ids(faiss.IDSelectorBatch(ids))

    def search(self, query: Vectors, allowed: Ids, owner: int, limit: int) -> Found:
        """Up to `limit` of `allowed`, all of one owner, by falling product with `query`."""
        faiss = engine.faiss()
        asked = _padded(query[np.newaxis])
        with selecting(allowed) as selector, single_threaded():
            lists = self._lists_to_scan(asked, owner, allowed.size)
            unused = np.zeros(lists.shape, dtype=np.float32)
            parameters = faiss.SearchParametersIVF(sel=selector, nprobe=lists.size)
            ids = np.full(limit, -1, dtype=np.int64)
            products = np.zeros(limit, dtype=np.float32)
            self.faiss_index.search_preassigned_c(
                *(1, faiss.swig_ptr(asked), limit),
                *map(faiss.swig_ptr, (lists, unused, products, ids)),
                *(False, parameters),
            )
        return found_by(ids, products)

    def rounded(self, vectors: Vectors) -> Vectors:
        """What becomes of (n, width) vectors in the index."""
        quantizer = self.faiss_index.sq
        codes = quantizer.compute_codes(_padded(vectors))
        return np.asarray(quantizer.decode(codes)[:, : self._width])

    def parts(self) -> Iterator[Part]:
        """Everything, list by list."""
        faiss = engine.faiss()
        lists = self.faiss_index.invlists
        for number in range(lists.nlist):
            if size := lists.list_size(number):
                ids = faiss.rev_swig_ptr(lists.get_ids(number), size).copy()
                codes = faiss.rev_swig_ptr(lists.get_codes(number), size * lists.code_size)
                decoded = self.faiss_index.sq.decode(codes.reshape(size, -1).copy())
                yield Part(ids, decoded[:, : self._width])

    def _lists_of(self, padded: Vectors, owners: Owners) -> Ids:
        lists = owners.astype(np.int64) % COMMON
        is_big = np.isin(owners, self.big)
        if is_big.any():
            _, cells = self.faiss_index.quantizer.search(padded[is_big] * self._scale, 1)
            lists[is_big] = cells[:, 0] + [self._first[int(owner)] for owner in owners[is_big]]
        return lists

    def _lists_to_scan(self, asked: Vectors, owner: int, allowed: int) -> Ids:
        if owner not in self._first:
            return np.array([owner % COMMON], dtype=np.int64)
        meaning, mood = np.split(asked[0, : self._width], [-MOOD_AXES])
        wanted = math.ceil(self._cells * self._scanned / allowed)
        by_mood = np.linalg.norm(mood) > np.linalg.norm(meaning) + _ROUNDING
        probes = self._cells if by_mood else min(self._cells, max(_LEAST_PROBES, wanted))
        _, cells = self.faiss_index.quantizer.search(asked / self._scale, probes)
        return np.asarray(cells[0] + self._first[owner], dtype=np.int64)


def _threads_for(vectors: int) -> AbstractContextManager[None]:
    # With little to do, waiting for several threads takes longer than the work itself.
    return single_threaded() if vectors < _LITTLE else nullcontext()


def _padded(vectors: Vectors) -> Vectors:
    missing = -vectors.shape[1] % _STEP
    return np.ascontiguousarray(np.pad(vectors, ((0, 0), (0, missing))), dtype=np.float32)


def _corners(padded_width: int, width: int) -> Vectors:
    """Two vectors, shape (2, padded_width), with the extremes of a mood, which any memory may have.

    Moods are the last numbers of a vector, each from -1 to 1.
    """
    corners = np.zeros((2, padded_width), dtype=np.float32)
    corners[:, width - MOOD_AXES : width] = [[-1.0], [1.0]]
    return corners


def _scale(padded_width: int, width: int) -> Vectors:
    scale = np.ones(padded_width, dtype=np.float32)
    scale[width - MOOD_AXES : width] = _MOOD_SCALE
    return scale


def _cells(sample: Vectors) -> Vectors:
    """Centroids of the cells, shape (k, width)."""
    faiss = engine.faiss()
    count = int(np.clip(len(sample) // 40, 1, 1024))
    clustering = faiss.Clustering(sample.shape[1], count)
    clustering.niter = 6
    clustering.spherical = True
    clustering.min_points_per_centroid = 1
    with _threads_for(len(sample)):
        clustering.train(sample, faiss.IndexFlatIP(sample.shape[1]))
    return np.asarray(faiss.vector_to_array(clustering.centroids).reshape(count, -1))
