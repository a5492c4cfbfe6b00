"""Changes to memories: rows and the documents of their words, always together.

Run inside a transaction, which these functions know nothing of.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlite_utils import Database

from memory_store import rows, selection, words
from memory_store.records import NewMemory
from memory_store.selection import Selection

SCRUBBED_AT_ONCE = 10_000
"""Up to so many memories, the words of deleted ones are overwritten at once, not by `vacuum`."""

# What a document of words is made of.
_WORDED = frozenset({"text", "speaker", "at"})


def add(database: Database, memories: Iterable[NewMemory]) -> list[int]:
    """Add memories and return their ids, ascending."""
    ids = rows.insert(database, memories)
    words.add(database, ids)
    return ids


def change(database: Database, owner: str, memory_id: int, columns: dict[str, Any]) -> None:
    """Change columns of one memory. Raises UnknownMemoryError."""
    rows.update(database, owner, memory_id, columns)
    if not _WORDED.isdisjoint(columns):
        words.add(database, [memory_id])
        _scrub(database)


def remove(database: Database, meant: Selection) -> int:
    """Delete the memories that are meant and whatever they have superseded; return how many."""
    ids = selection.with_history(database, selection.ids_of(database, meant))
    words.remove(database, ids)
    rows.delete(database, ids)
    _scrub(database)
    return len(ids)


def _scrub(database: Database) -> None:
    if rows.last_id(database) <= SCRUBBED_AT_ONCE:
        words.scrub(database)
