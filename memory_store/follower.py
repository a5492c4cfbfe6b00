"""An index that follows the file, and consistent views of both. Knows nothing of scores.

It reads through a connection of its own. So it sees what has been committed and nothing else, the
index can hold no row that is rolled back later, and a reader does not wait for a write.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sqlite_utils import Database

from memory_store import cache, changes, health, rows
from memory_store.database import connect, translated
from memory_store.records import Health
from memory_store.renewal import Renewal
from memory_store.rows import Ids
from memory_store.selection import Selection
from memory_store.state import State, build
from memory_store.timeline import Timeline, Timelines
from memory_store.tuning import Tuning
from memory_store.vectors import MOOD_AXES, Vectors

SPARE = 20
"""So many more than wanted are taken from an inexact index, to be put in order exactly."""


@dataclass(frozen=True, slots=True)
class View:
    """The file at one moment, and what is held of it in memory."""

    database: Database
    state: State
    timelines: Timelines

    def timeline(self, owner: str) -> Timeline:
        """All memories of an owner, in the order of their conversations."""
        return self.timelines.of(owner, self.state.catalogue, self.state.seq)

    def allowed(self, meant: Selection) -> Ids:
        """Ids of the memories that are meant, shape (n,), ascending."""
        return self.state.catalogue.ids_of(meant)

    def nearest(self, wanted: Vectors, allowed: Ids, limit: int) -> Sequence[int]:
        """Up to `limit` ids of `allowed` by falling product with `wanted`, shape (d + 3,).

        `allowed` are of one owner. In a large store, where the index only knows roughly, the best
        are put in order by the vectors of the file; for a big owner, some may be missed.
        """
        limit = min(limit, allowed.size)
        if not limit:
            return []
        if not wanted[:-MOOD_AXES].any():
            return self._nearest_in_mood(wanted[-MOOD_AXES:], allowed, limit)
        index = self.state.index
        owner = self.state.catalogue.owner_of(int(allowed[0]))
        room = limit if index.exact else min(limit + SPARE, allowed.size)
        ids = index.search(wanted, allowed, owner, room).ids
        products = None if index.exact else self._products(wanted, ids)
        order = slice(limit) if products is None else np.argsort(-products)[:limit]
        return [int(i) for i in ids[order]]

    def _nearest_in_mood(self, wanted: Vectors, allowed: Ids, limit: int) -> Sequence[int]:
        # Three numbers each: looking at all of them is quick, and finds the very best.
        products = self.state.catalogue.moods(allowed) @ wanted
        best = np.argpartition(-products, limit - 1)[:limit]
        return [int(i) for i in allowed[best[np.argsort(-products[best])]]]

    def _products(self, wanted: Vectors, ids: Ids) -> Vectors:
        # As precise as the index of a small store.
        sql = "SELECT id, vector FROM memory WHERE id IN (SELECT value FROM json_each(?))"
        blobs = dict(self.database.execute(sql, [json.dumps(ids.tolist())]).fetchall())
        found = rows.meanings(ids, [blobs[i] for i in ids.tolist()], self.state.dimension)
        moods = self.state.catalogue.moods(ids)
        return np.asarray(np.hstack((found, moods)) @ wanted)


_TOLERATED_LAG = 0.02
"""Of the rows; a cache that lacks no more is not written anew."""


class Follower:
    """Keeps a state that follows the file, in memory and, of a large file, beside it."""

    def __init__(
        self,
        path: Path,
        reader: Database,
        dimension: int,
        tuning: Tuning | None = None,
        busy_timeout: float = 10.0,
    ) -> None:
        """Read through `reader`, which nobody else may use."""
        self._path = path
        self._reader = reader
        self._dimension = dimension
        self._tuning = tuning or Tuning()
        self._busy_timeout = busy_timeout
        self._state: State | None = None
        # What the cache holds; None if there is none.
        self._saved: tuple[int, int] | None = None
        self._timelines = Timelines()
        self._lock = threading.Lock()
        self._renewal = Renewal(self._build_apart)

    @contextmanager
    def view(self) -> Iterator[View]:
        """A view for one thread at a time, level with all that has been committed."""
        with translated(self._path), self._lock:
            state = self._current()
            with self._reader.atomic() as database:
                state.follow(database)
                yield View(database, state, self._timelines)

    def check(self) -> Health:
        """Examine the database and, if it is sound, the index."""
        with translated(self._path), self._lock, self._reader.atomic() as database:
            problems = health.problems_in_database(database, self._dimension)
            if problems:
                return Health(memories=None, problems=tuple(problems))
        with self.view() as view:
            problems = health.problems_in_index(view.database, view.state)
            return Health(memories=len(view.state.catalogue), problems=tuple(problems))

    def forgetting(self) -> None:
        """Something has been forgotten, which must not stay beside the file either."""
        with translated(self._path):
            cache.discard(cache.path_of(self._path))
        self._saved = None

    def wait(self) -> None:
        """Until nothing is being built in the background."""
        self._renewal.wait()

    def close(self) -> None:
        """Save what would take long to build again, and close the connection."""
        self._renewal.stop()
        with translated(self._path), self._lock, closing(self._reader.conn):
            if self._state is not None and self._is_worth_saving(self._state):
                self._save(self._reader, self._state)

    def _current(self) -> State:
        """A state that can follow the file; outside a transaction, for building one takes long."""
        new = self._renewal.take()
        self._state = new or self._state or self._load()
        if self._state is None or self._state.seq < changes.log_start(self._reader):
            self._state = self._build(self._reader, None)
        elif len(self._state.catalogue) >= max(
            2 * self._state.planned_for, self._tuning.large_from
        ):
            self._renewal.start()
        return self._state

    def _load(self) -> State | None:
        with self._reader.atomic() as database:
            where = cache.path_of(self._path)
            state = cache.load(where, database, self._dimension, self._tuning)
        self._saved = None if state is None else (state.last_id, state.seq)
        return state

    def _build(self, reader: Database, stop: threading.Event | None) -> State:
        with reader.atomic() as database:
            state = build(database, self._dimension, self._tuning, stop)
        if self._is_worth_saving(state):
            self._save(reader, state)
        return state

    def _build_apart(self, stop: threading.Event) -> State:
        with translated(self._path):
            reader = connect(self._path, "ro", self._busy_timeout)
            with closing(reader.conn):
                return self._build(reader, stop)

    def _is_worth_saving(self, state: State) -> bool:
        rows_now = len(state.catalogue)
        if rows_now < self._tuning.cached_from:
            return False
        if self._saved is None:
            return True
        behind = state.last_id - self._saved[0] + state.seq - self._saved[1]
        return behind > rows_now * _TOLERATED_LAG

    def _save(self, reader: Database, state: State) -> None:
        where = cache.path_of(self._path)
        with reader.atomic() as database:
            state.follow(database)
            saved = cache.save(where, state, database)
        self._saved = (state.last_id, state.seq) if saved else None
        if changes.last_change(reader) != state.seq:
            # Perhaps something has been forgotten, and the file deleted, while it was written.
            self.forgetting()
