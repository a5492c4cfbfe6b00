"""Memories as rows of the `memory` table. Knows nothing of indexes, scores or transactions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError
from sqlite_utils import Database

from memory_store.errors import CorruptDatabaseError, UnknownMemoryError
from memory_store.records import Memory, Mood, NewMemory
from memory_store.vectors import Vectors, is_unit

Ids = NDArray[np.int64]

COLUMNS = (
    *("owner", "session", "kind", "speaker", "text", "at", "emotion"),
    *("valence", "arousal", "dominance", "importance", "vector"),
    *("distribution", "pinned", "supersedes", "provenance"),
)
"""What a new memory fills."""

# Little-endian on disk, so that a file can move between machines.
_STORED = np.dtype("<f4")

_INSERT = f"INSERT INTO memory (id, {', '.join(COLUMNS)}) VALUES (?{', ?' * len(COLUMNS)})"


def insert(database: Database, memories: Iterable[NewMemory]) -> list[int]:
    """Add rows and return their ids. Raises UnknownMemoryError where there is none to supersede."""
    first = last_id(database) + 1
    superseding: list[tuple[int, NewMemory]] = []
    ids: list[int] = []

    def values() -> Iterator[tuple[Any, ...]]:
        for memory_id, memory in enumerate(memories, first):
            ids.append(memory_id)
            if memory.supersedes is not None:
                superseding.append((memory_id, memory))
            yield memory_id, *_values(memory)

    database.conn.executemany(_INSERT, values())
    for memory_id, memory in superseding:
        _mark_superseded(database, memory_id, memory)
    return ids


def update(database: Database, owner: str, memory_id: int, changes: dict[str, Any]) -> None:
    """Change columns of one of the owner's rows. Raises UnknownMemoryError."""
    assignments = ", ".join(f"{column} = ?" for column in changes)
    sql = f"UPDATE memory SET {assignments} WHERE id = ? AND owner = ?"
    if database.execute(sql, [*changes.values(), memory_id, owner]).rowcount == 0:
        raise unknown(owner, memory_id)


def delete(database: Database, ids: Iterable[int]) -> None:
    """Delete rows; what had superseded them supersedes nothing any more."""
    listed = json.dumps(list(ids))
    database.execute(
        "UPDATE memory SET supersedes = NULL WHERE supersedes IN (SELECT value FROM json_each(?))",
        [listed],
    )
    database.execute("DELETE FROM memory WHERE id IN (SELECT value FROM json_each(?))", [listed])


def get(database: Database, memory_id: int) -> Memory | None:
    """The memory with this id, if there is one. Raises CorruptDatabaseError if it is damaged."""
    row = next(database.query("SELECT * FROM memory WHERE id = ?", (memory_id,)), None)
    return None if row is None else memory_of(row)


def fetch(database: Database, ids: Iterable[int]) -> list[Memory]:
    """The memories with these ids, in that order, without those that do not exist."""
    found = (get(database, int(memory_id)) for memory_id in ids)
    return [memory for memory in found if memory is not None]


def damage(ids: Iterable[int], reason: str) -> CorruptDatabaseError:
    """The error for rows that cannot be used."""
    named = ", ".join(str(i) for i in ids)
    return CorruptDatabaseError(
        f"memory {named} is damaged: {reason}; restore a backup, or forget it to go on without it"
    )


def last_id(database: Database) -> int:
    """The greatest id ever given, 0 if none was."""
    # Not max(id): an id that was forgotten must not come back as another memory.
    sql = "SELECT seq FROM sqlite_sequence WHERE name = 'memory'"
    row = database.execute(sql).fetchone()
    return 0 if row is None else int(row[0])


def damaged(database: Database, dimension: int) -> list[str]:
    """Read every memory and describe those that cannot be used, one sentence each."""
    found = []
    for row in database.query("SELECT * FROM memory ORDER BY id"):
        try:
            meanings(np.array([row["id"]]), [row["vector"]], dimension)
            memory_of(row)
        except CorruptDatabaseError as error:
            found.append(str(error))
    return found


def columns(memory: NewMemory) -> dict[str, Any]:
    """The memory as SQLite keeps it, by column."""
    return dict(zip(COLUMNS, _values(memory), strict=True))


def columns_of(memory: NewMemory, fields: Iterable[str]) -> dict[str, Any]:
    """The columns that some fields of the memory are kept in."""
    wanted = set(fields)
    if "mood" in wanted:
        wanted |= set(Mood._fields)
    return {column: value for column, value in columns(memory).items() if column in wanted}


def memory_of(row: dict[str, Any]) -> Memory:
    """The memory that a row of all columns is. Raises CorruptDatabaseError if it is damaged."""
    fields = dict(row)
    try:
        mood = Mood(*(fields.pop(axis) for axis in Mood._fields))
        vector = np.frombuffer(fields.pop("vector"), dtype=_STORED)
        for column in ("distribution", "provenance"):
            fields[column] = json.loads(fields[column])
        return Memory(**fields, mood=mood, vector=vector)
    except (ValidationError, ValueError, TypeError) as error:
        raise damage([row["id"]], str(error)) from error


def meanings(ids: Ids, blobs: Sequence[bytes], dimension: int) -> Vectors:
    """The unit vectors in n blobs, shape (n, d). Raises CorruptDatabaseError naming `ids`."""
    width = dimension * _STORED.itemsize
    misfits = [i for i, blob in zip(ids, blobs, strict=True) if len(blob) != width]
    if misfits:
        raise damage(misfits, f"the vector is not {dimension} numbers long")
    found = np.frombuffer(b"".join(blobs), dtype=_STORED).reshape(len(blobs), dimension)
    if not (sound := is_unit(found)).all():
        raise damage(ids[~sound].tolist(), "the vector has not got unit length")
    return found.astype(np.float32, copy=False)


def as_text(at: datetime) -> str:
    """A time in UTC as it is kept: of fixed width, so that the order of texts is that in time."""
    return at.isoformat(timespec="microseconds")


def unknown(owner: str, memory_id: int) -> UnknownMemoryError:
    """The error for an id that the owner has no memory under."""
    return UnknownMemoryError(
        f"got the id {memory_id}, but {owner!r} has no such memory; `list` tells which there are"
    )


def _values(memory: NewMemory) -> tuple[Any, ...]:
    return (
        *(memory.owner, memory.session, memory.kind, memory.speaker, memory.text),
        *(as_text(memory.at), memory.emotion, *memory.mood, memory.importance),
        memory.vector.astype(_STORED, copy=False).tobytes(),
        *(_json(memory.distribution), memory.pinned, memory.supersedes, _json(memory.provenance)),
    )


def _mark_superseded(database: Database, memory_id: int, memory: NewMemory) -> None:
    sql = "UPDATE memory SET superseded_by = ? WHERE id = ? AND owner = ?"
    old = memory.supersedes
    assert old is not None
    row = database.execute(
        "SELECT superseded_by FROM memory WHERE id = ? AND owner = ?", [old, memory.owner]
    ).fetchone()
    if row is None or old == memory_id:
        raise unknown(memory.owner, old)
    if row[0] is not None:
        raise UnknownMemoryError(
            f"memory {old} has been superseded by memory {row[0]} already; supersede that one"
        )
    database.execute(sql, [memory_id, old, memory.owner])


def _json(value: Any) -> str:
    return json.dumps(dict(value), ensure_ascii=False) if value else "{}"
