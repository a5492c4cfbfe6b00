"""What an index reads of the file: additions by id, all other changes by a log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from memory_store.rows import Ids, damage, meanings
from memory_store.vectors import Vectors

BATCH = 4096
"""Rows read at a time when many are needed: about 6 MB of vectors at 384 dimensions."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The part of n rows that an index and its filters need."""

    ids: Ids
    """Shape (n,), ascending."""
    meanings: Vectors
    """Shape (n, d), unit rows."""
    moods: NDArray[np.float64]
    """Shape (n, 3)."""
    owners: Sequence[str]
    sessions: Sequence[str]
    kinds: Sequence[str]
    times: NDArray[np.int64]
    """Shape (n,), microseconds since 1970 in UTC."""
    importances: NDArray[np.float32]
    """Shape (n,)."""
    pinned: NDArray[np.bool_]
    """Shape (n,)."""
    superseded: NDArray[np.bool_]
    """Shape (n,)."""


def last_change(database: Database) -> int:
    """The number of the last change that is no addition; it never goes down."""
    sql = "SELECT coalesce(max(seq), 0), (SELECT log_start FROM memory_state) FROM memory_change"
    return int(max(database.execute(sql).fetchone()))


def log_start(database: Database) -> int:
    """Up to which number the log has been pruned: who has seen less must read everything anew."""
    return int(database.execute("SELECT log_start FROM memory_state").fetchone()[0])


def prune(database: Database) -> None:
    """Empty the log: what follows the file and is not level with it will read everything anew."""
    database.execute("UPDATE memory_state SET log_start = ?", [last_change(database)])
    database.execute("DELETE FROM memory_change")


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
        "SELECT id, vector, valence, arousal, dominance, owner, session, kind, at, importance, "
        f"pinned, superseded_by IS NOT NULL FROM memory WHERE {condition} ORDER BY id",
        (parameter,),
    )
    while rows := cursor.fetchmany(BATCH):
        yield _batch(rows, dimension)


def _batch(rows: Sequence[tuple[Any, ...]], dimension: int) -> Batch:
    ids, blobs, *axes, owners, sessions, kinds, times, weights, pins, old = zip(*rows, strict=True)
    numbers = np.array(ids, dtype=np.int64)
    try:
        return Batch(
            ids=numbers,
            meanings=meanings(numbers, blobs, dimension),
            moods=np.array(axes, dtype=np.float64).T,
            owners=owners,
            sessions=sessions,
            kinds=kinds,
            times=_times(times),
            importances=np.array(weights, dtype=np.float32),
            pinned=np.array(pins, dtype=np.bool_),
            superseded=np.array(old, dtype=np.bool_),
        )
    except (TypeError, ValueError) as error:
        if len(rows) == 1:
            raise damage(ids, str(error)) from error
        # Row by row, to find the one to blame.
        for row in rows:
            _batch([row], dimension)
        raise


def _times(texts: Sequence[str]) -> NDArray[np.int64]:
    # All are in UTC and of one width; the offset is more than numpy can read.
    return np.array([text[:26] for text in texts], dtype="datetime64[us]").astype(np.int64)
