"""What an index reads of the file: additions by id, all other changes by a log. Only reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from memory_store.rows import Ids, meanings
from memory_store.vectors import Vectors

BATCH = 4096
"""Rows read at a time when many are needed: about 6 MB of vectors at 384 dimensions."""


class Batch(NamedTuple):
    """The part of n rows that an index needs."""

    ids: Ids
    """Shape (n,), ascending."""
    meanings: Vectors
    """Shape (n, d), unit rows."""
    moods: NDArray[np.float64]
    """Shape (n, 3)."""


def last_change(database: Database) -> int:
    """The number of the last change that is no addition; it never goes down."""
    sql = "SELECT coalesce(max(seq), 0), (SELECT log_start FROM memory_state) FROM memory_change"
    return int(max(database.execute(sql).fetchone()))


def log_start(database: Database) -> int:
    """Up to which number the log has been pruned: who has seen less must read everything anew."""
    return int(database.execute("SELECT log_start FROM memory_state").fetchone()[0])


def changed_since(database: Database, seq: int, last_id: int) -> Ids:
    """Ids up to `last_id` changed or deleted after the change `seq`, shape (n,), ascending."""
    sql = "SELECT DISTINCT id FROM memory_change WHERE seq > ? AND id <= ? ORDER BY id"
    return np.fromiter((row[0] for row in database.execute(sql, [seq, last_id])), dtype=np.int64)


def added_after(database: Database, last_id: int, dimension: int) -> Iterator[Batch]:
    """What an index needs of all rows with an id above `last_id`, in ascending order.

    Raises CorruptDatabaseError for a vector that is not `dimension` numbers of unit length.
    """
    return _batches(database, "id > ?", last_id, dimension)


def those(database: Database, ids: Ids, dimension: int) -> Iterator[Batch]:
    """What an index needs of the rows with these ids that exist, in ascending order."""
    listed = str(ids.tolist())
    return _batches(database, "id IN (SELECT value FROM json_each(?))", listed, dimension)


def all_ids(database: Database) -> Ids:
    """Ids of all memories of all owners, in no order."""
    return np.fromiter((row[0] for row in database.execute("SELECT id FROM memory")), np.int64)


def _batches(
    database: Database, condition: str, parameter: int | str, dimension: int
) -> Iterator[Batch]:
    cursor = database.execute(
        f"SELECT id, vector, valence, arousal, dominance FROM memory WHERE {condition} ORDER BY id",
        (parameter,),
    )
    while rows := cursor.fetchmany(BATCH):
        ids = np.array([row[0] for row in rows], dtype=np.int64)
        vectors = meanings(ids, [row[1] for row in rows], dimension)
        yield Batch(ids, vectors, np.array([row[2:] for row in rows], dtype=np.float64))
