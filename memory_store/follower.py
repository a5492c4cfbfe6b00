"""An index that follows the file, and consistent views of both. Knows nothing of scores.

It reads through a connection of its own. So it sees what has been committed and nothing else, the
index can hold no row that is rolled back later, and a reader does not wait for a write.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from memory_store import changes, health, selection, vectors
from memory_store.changes import Batch
from memory_store.database import translated
from memory_store.index import VectorIndex
from memory_store.records import Health
from memory_store.rows import Ids
from memory_store.selection import Selection
from memory_store.vectors import Vectors


@dataclass(frozen=True, slots=True)
class View:
    """The file at one moment, and an index level with it."""

    database: Database
    index: VectorIndex

    def allowed(self, meant: Selection) -> Ids:
        """Ids of the memories that are meant, shape (n,), ascending."""
        # The filter comes from the file, in the same snapshot as the memories: whatever the
        # index holds, another owner's or a deleted memory cannot be among the hits.
        return selection.ids_of(self.database, meant)

    def nearest(self, wanted: Vectors, allowed: Ids, limit: int) -> Sequence[int]:
        """Up to `limit` ids of `allowed` by falling product with `wanted`, shape (d + 3,)."""
        return self.index.search(wanted, allowed, limit)


class Follower:
    """Keeps an index that follows the file."""

    def __init__(self, path: Path, reader: Database, dimension: int) -> None:
        """Read through `reader`, which nobody else may use; `path` is for messages."""
        self._path = path
        self._reader = reader
        self._dimension = dimension
        self._index = VectorIndex(dimension + vectors.MOOD_AXES)
        self._lock = threading.Lock()

    @contextmanager
    def view(self) -> Iterator[View]:
        """A view for one thread at a time, level with all that has been committed."""
        with self._snapshot() as database:
            self._catch_up(database)
            yield View(database, self._index)

    def check(self) -> Health:
        """Examine the database and, if it is sound, the index."""
        with self._snapshot() as database:
            problems = health.problems_in_database(database, self._dimension)
            if problems:
                return Health(memories=None, problems=tuple(problems))
            self._catch_up(database)
            problems = health.problems_in_index(database, self._index, self._dimension)
            return Health(memories=selection.count(database, None), problems=tuple(problems))

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._reader.close()

    @contextmanager
    def _snapshot(self) -> Iterator[Database]:
        with translated(self._path), self._lock, self._reader.atomic() as database:
            yield database

    def _catch_up(self, database: Database) -> None:
        # Ids only grow, so whoever wrote to the file, what is new has an id above the last one
        # seen; what was changed or deleted is in the log.
        seq = changes.last_change(database)
        if seq != self._index.seq:
            changed = changes.changed_since(database, self._index.seq, self._index.last_id)
            self._index.remove(changed)
            self._add(changes.those(database, changed, self._dimension))
            self._index.seq = seq
        self._add(changes.added_after(database, self._index.last_id, self._dimension))

    def _add(self, batches: Iterator[Batch]) -> None:
        for batch in batches:
            self._index.add(batch.ids, vectors.stored(batch.meanings, batch.moods))
