"""The words of memories, in a full-text table: one document per memory.

A document is the memory's text with its speaker and its date. Every word stands under its owner,
so that a search reads nothing of anybody else's, however many they are. Neighbours are not in the
document; `bm25` joins them when it scores. Knows nothing of vectors, moods or transactions.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from memory_store.tokens import tokens

Ids = NDArray[np.int64]

TABLE = """
    CREATE VIRTUAL TABLE memory_words USING fts5 (
        document, tokenize = 'porter ascii', detail = none
    )
"""
"""Which words a document has, by their stems; neither how often nor where."""

# Dates are spelled in English whatever the locale, so that a file can move between machines.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


MOST_LEVELS = 500
"""From here on `scrub` starts the index anew."""


def add(database: Database, ids: Iterable[int]) -> None:
    """Write the documents of memories that have been added or changed."""
    sql = """
        SELECT id, owner, speaker, text, at FROM memory
        WHERE id IN (SELECT value FROM json_each(?))
    """
    rows = database.execute(sql, [_json(ids)]).fetchall()
    remove(database, (row[0] for row in rows))
    database.conn.executemany(
        "INSERT INTO memory_words (rowid, document) VALUES (?, ?)",
        ((row[0], _document(*row[1:])) for row in rows),
    )


def remove(database: Database, ids: Iterable[int]) -> None:
    """Delete the documents of memories."""
    sql = "DELETE FROM memory_words WHERE rowid = ?"
    database.conn.executemany(sql, ((memory_id,) for memory_id in ids))


def having(database: Database, owner: str, token: str) -> Ids:
    """Ids of the owner's memories whose documents have a word with the stem of `token`.

    Two owners whose names have the same hash get each other's as well: whoever asks must compare
    with the owner's ids. `token` is one of `tokens`. Shape (n,), ascending.
    """
    sql = "SELECT rowid FROM memory_words WHERE memory_words MATCH ? ORDER BY rowid"
    rows = database.execute(sql, [f'"{_scope(owner)}{token}"'])
    return np.fromiter((row[0] for row in rows), dtype=np.int64)


def scrub(database: Database) -> None:
    """Overwrite what is left of the words of deleted documents; takes seconds per 100,000."""
    # Every "optimize" adds a level to the FTS5 index, and beyond a thousand of them SQLite takes it
    # for damaged, for good. "rebuild" takes longer and begins again with one.
    command = "rebuild" if _levels(database) > MOST_LEVELS else "optimize"
    database.execute("INSERT INTO memory_words (memory_words) VALUES (?)", [command])


def _levels(database: Database) -> int:
    """How many levels the FTS5 index has: the number behind the first four bytes of row 10."""
    [block] = database.execute("SELECT block FROM memory_words_data WHERE id = 10").fetchone()
    levels = 0
    for byte in block[4:]:
        levels = levels << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return levels


def _document(owner: str, speaker: str, text: str, at: str) -> str:
    scope = _scope(owner)
    words = dict.fromkeys(tokens(f"{speaker} {text} {_date(at)}"))
    return " ".join(f"{scope}{word}" for word in words)


def _date(at: str) -> str:
    try:
        day = date.fromisoformat(at[:10])
    except (TypeError, ValueError):
        # A damaged row: it is reported when it is read, and must not stand in the way here.
        return ""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def _scope(owner: str) -> str:
    # Ten digits: to the stemmer they are consonants, so that a word keeps its stem behind them. (Of
    # 4,000 words of LoCoMo 16 do not, all of three or four letters: "ages" is no form of "aging".)
    digest = hashlib.blake2b(owner.encode(), digest_size=8).digest()
    return f"{int.from_bytes(digest, 'big') % 10**10:010d}"


def _json(ids: Iterable[int]) -> str:
    return json.dumps([int(memory_id) for memory_id in ids])
