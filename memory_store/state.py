"""Catalogue and index at one moment of the file, and how they are brought to a later one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from sqlite_utils import Database

from memory_store import changes, selection, vectors
from memory_store.catalogue import Catalogue
from memory_store.changes import Batch
from memory_store.index import ExactIndex, Ids, Index
from memory_store.large_index import LargeIndex
from memory_store.tuning import Tuning
from memory_store.vectors import MOOD_AXES, Vectors

SAMPLE = 40_960
"""How many vectors a large index learns from."""


class Stopped(Exception):  # noqa: N818
    """Whoever wanted the state does not want it any more."""


@dataclass(slots=True)
class State:
    """What is held in memory of a file; nothing that cannot be built from it again."""

    dimension: int
    index: Index
    catalogue: Catalogue = field(default_factory=Catalogue)
    last_id: int = 0
    """The greatest id ever added."""
    seq: int = 0
    """The number of the last change that has been followed."""
    planned_for: int = 0
    """How many rows the index was made for; with twice as many, it should be made anew."""

    def follow(self, database: Database, stop: threading.Event | None = None) -> None:
        """Become level with the database. Raises CorruptDatabaseError, or Stopped."""
        # Ids only grow, so whoever wrote to the file, what is new has an id above the last one
        # seen; what was changed or deleted is in the log.
        seq = changes.last_change(database)
        if seq != self.seq:
            changed = changes.changed_since(database, self.seq, self.last_id)
            kept = list(changes.those(database, changed, self.dimension))
            self._replace(changed, kept)
            self.seq = seq
        for batch in changes.added_after(database, self.last_id, self.dimension):
            self._add(batch)
            self.last_id = int(batch.ids[-1])
            if stop is not None and stop.is_set():
                raise Stopped

    def _replace(self, changed: Ids, kept: list[Batch]) -> None:
        there = [batch.ids for batch in kept]
        self.catalogue.remove(np.setdiff1d(changed, np.concatenate([*there, changed[:0]])))
        self.index.remove(changed)
        for batch in kept:
            self._add(batch)

    def _add(self, batch: Batch) -> None:
        owners = self.catalogue.put(batch)
        self.index.add(batch.ids, vectors.stored(batch.meanings, batch.moods), owners)


def build(
    database: Database, dimension: int, tuning: Tuning, stop: threading.Event | None = None
) -> State:
    """The state of a database, from its rows: some 20 seconds per million."""
    rows = selection.count(database, None)
    if rows >= tuning.large_from:
        state = _large(database, dimension, tuning)
    else:
        state = State(dimension, ExactIndex(dimension + MOOD_AXES))
    state.planned_for = max(rows, tuning.large_from // 2)
    # What is in the log already has been read as it is now.
    state.seq = changes.last_change(database)
    state.follow(database, stop)
    return state


def _large(database: Database, dimension: int, tuning: Tuning) -> State:
    sizes = selection.sizes(database)
    codes = {owner: code for code, owner in enumerate(sizes)}
    big = [codes[owner] for owner, size in sizes.items() if size > tuning.big_owner_from]
    sample = np.concatenate(list(_sample(database, dimension)))
    index = LargeIndex.trained(sample, big, tuning.scanned)
    return State(dimension, index, Catalogue(owners=list(codes)))


def _sample(database: Database, dimension: int) -> Iterator[Vectors]:
    ids = changes.all_ids(database)
    # The same choice each time, so that the same rows make the same index.
    chosen = np.random.default_rng(0).choice(ids, min(SAMPLE, ids.size), replace=False)
    for batch in changes.those(database, np.sort(chosen), dimension):
        yield vectors.stored(batch.meanings, batch.moods)
