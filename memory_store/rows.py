"""Memories as rows of the `memory` table. Knows nothing of indexes, scores or transactions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError
from sqlite_utils import Database

from memory_store.errors import CorruptDatabaseError
from memory_store.records import Kind, Memory, Mood, NewMemory
from memory_store.vectors import Vectors, is_unit

Ids = NDArray[np.int64]

BATCH = 4096
"""Rows read at a time when many are needed: about 6 MB of vectors at 384 dimensions."""

# Little-endian on disk, so that a file can move between machines.
_STORED = np.dtype("<f4")


class Batch(NamedTuple):
    """The part of n rows that an index needs."""

    ids: Ids
    """Shape (n,), ascending."""
    meanings: Vectors
    """Shape (n, d), unit rows."""
    moods: NDArray[np.float64]
    """Shape (n, 3)."""


def insert(database: Database, memory: NewMemory) -> int:
    """Add a row and return its id."""
    cursor = database.execute(
        """
        INSERT INTO memory (owner, session, kind, speaker, text, at, emotion,
                            valence, arousal, dominance, importance, vector)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            memory.owner,
            memory.session,
            memory.kind,
            memory.speaker,
            memory.text,
            _as_text(memory.at),
            memory.emotion,
            *memory.mood,
            memory.importance,
            memory.vector.astype(_STORED).tobytes(),
        ),
    )
    assert cursor.lastrowid is not None  # an insertion always has one
    return cursor.lastrowid


def get(database: Database, memory_id: int) -> Memory | None:
    """The memory with this id, if there is one. Raises CorruptDatabaseError if it is damaged."""
    row = next(database.query("SELECT * FROM memory WHERE id = ?", (memory_id,)), None)
    return None if row is None else _memory(row)


def fetch(database: Database, ids: Iterable[int]) -> list[Memory]:
    """The memories with these ids, in that order, without those that do not exist."""
    found = (get(database, int(memory_id)) for memory_id in ids)
    return [memory for memory in found if memory is not None]


def newest(database: Database, owner: str, limit: int, offset: int) -> list[Memory]:
    """A page of the owner's memories, latest first."""
    sql = "SELECT * FROM memory WHERE owner = ? ORDER BY at DESC, id DESC LIMIT ? OFFSET ?"
    return [_memory(row) for row in database.query(sql, (owner, limit, offset))]


def mentioning(database: Database, owner: str, words: str, limit: int) -> list[int]:
    """Ids of the owner's memories that contain every word, latest first."""
    wanted = _folded(words).split()
    found: list[int] = []
    sql = "SELECT id, text FROM memory WHERE owner = ? ORDER BY at DESC, id DESC"
    for memory_id, text in database.execute(sql, (owner,)):
        if len(found) == limit or not wanted:
            break
        # SQLite folds the case of ASCII letters only, which would fail most languages.
        folded = _folded(text)
        if all(word in folded for word in wanted):
            found.append(memory_id)
    return found


def ids_of(database: Database, owner: str, kinds: Iterable[Kind] | None) -> Ids:
    """Ids of all memories of an owner, of some kinds or all."""
    sql, parameters = "SELECT id FROM memory WHERE owner = ?", [owner]
    if kinds is not None:
        parameters += kinds
        sql += f" AND kind IN ({', '.join('?' * (len(parameters) - 1))})"
    return _column(database, sql, parameters)


def all_ids(database: Database) -> Ids:
    """Ids of all memories of all owners."""
    return _column(database, "SELECT id FROM memory", [])


def delete(database: Database, owner: str, memory_id: int | None, session: str | None) -> int:
    """Delete the owner's rows, all or those with this id or session; return how many."""
    sql = """
        DELETE FROM memory
        WHERE owner = :owner
          AND (:id IS NULL OR id = :id)
          AND (:session IS NULL OR session = :session)
    """
    parameters = {"owner": owner, "id": memory_id, "session": session}
    return database.execute(sql, parameters).rowcount


def count(database: Database, owner: str | None) -> int:
    """How many memories there are, of one owner or of all."""
    sql = "SELECT count(*) FROM memory WHERE :owner IS NULL OR owner = :owner"
    return int(database.execute(sql, {"owner": owner}).fetchone()[0])


def deletions(database: Database) -> int:
    """How many memories have ever been deleted from this file; it never goes down."""
    return int(database.execute("SELECT deletions FROM memory_state").fetchone()[0])


def batches(database: Database, after: int, dimension: int) -> Iterator[Batch]:
    """Read what an index needs of all rows with an id above `after`, in ascending order.

    Raises CorruptDatabaseError for a vector that is not `dimension` numbers of unit length.
    """
    cursor = database.execute(
        "SELECT id, vector, valence, arousal, dominance FROM memory WHERE id > ? ORDER BY id",
        (after,),
    )
    while rows := cursor.fetchmany(BATCH):
        ids = np.array([row[0] for row in rows], dtype=np.int64)
        meanings = _meanings(ids, [row[1] for row in rows], dimension)
        yield Batch(ids, meanings, np.array([row[2:] for row in rows], dtype=np.float64))


def damaged(database: Database, dimension: int) -> list[str]:
    """Read every memory and describe those that cannot be used, one sentence each."""
    found = []
    for row in database.query("SELECT * FROM memory ORDER BY id"):
        try:
            _meanings(np.array([row["id"]]), [row["vector"]], dimension)
            _memory(row)
        except CorruptDatabaseError as error:
            found.append(str(error))
    return found


def _memory(row: dict[str, Any]) -> Memory:
    fields = dict(row)
    try:
        mood = Mood(*(fields.pop(axis) for axis in Mood._fields))
        vector = np.frombuffer(fields.pop("vector"), dtype=_STORED)
        return Memory(**fields, mood=mood, vector=vector)
    except (ValidationError, ValueError, TypeError) as error:
        raise _damage([row["id"]], str(error)) from error


def _meanings(ids: Ids, blobs: list[bytes], dimension: int) -> Vectors:
    width = dimension * _STORED.itemsize
    misfits = [i for i, blob in zip(ids, blobs, strict=True) if len(blob) != width]
    if misfits:
        raise _damage(misfits, f"the vector is not {dimension} numbers long")
    meanings = np.frombuffer(b"".join(blobs), dtype=_STORED).reshape(len(blobs), dimension)
    if not (sound := is_unit(meanings)).all():
        raise _damage(ids[~sound].tolist(), "the vector has not got unit length")
    return meanings.astype(np.float32, copy=False)


def _damage(ids: Iterable[int], reason: str) -> CorruptDatabaseError:
    named = ", ".join(str(i) for i in ids)
    return CorruptDatabaseError(
        f"memory {named} is damaged: {reason}; restore a backup, or forget it to go on without it"
    )


def _column(database: Database, sql: str, parameters: list[Any]) -> Ids:
    rows = database.execute(sql, parameters)
    return np.fromiter((row[0] for row in rows), dtype=np.int64)


def _as_text(at: datetime) -> str:
    # Fixed width, so that the order of the texts is the order in time.
    return at.isoformat(timespec="microseconds")


def _folded(text: str) -> str:
    return normalize("NFKC", text).casefold()
