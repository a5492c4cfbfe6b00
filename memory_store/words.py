"""The words of memories, in a full-text table: one document per memory.

A document is the memory's text joined with those of its neighbours in the conversation and with
its date, for an answer is often found by the words of the question before it. Knows nothing of
vectors, moods or transactions.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlite_utils import Database

# Dates are spelled in English whatever the locale, so that a file can move between machines.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)

_PREVIOUS = """
    SELECT {column} FROM memory AS p
    WHERE m.session <> '' AND p.owner = m.owner AND p.session = m.session
      AND (p.at, p.id) < (m.at, m.id)
    ORDER BY p.at DESC, p.id DESC LIMIT 1
"""
_NEXT = """
    SELECT {column} FROM memory AS n
    WHERE m.session <> '' AND n.owner = m.owner AND n.session = m.session
      AND (n.at, n.id) > (m.at, m.id)
    ORDER BY n.at, n.id LIMIT 1
"""


class WordHit(NamedTuple):
    """A memory whose document has some of the words."""

    id: int
    bm25: float
    """How well it fits; the lower, the better."""


def add(database: Database, ids: Iterable[int]) -> None:
    """Write the documents of memories that have been added or changed, and of their neighbours."""
    _write(database, {*(wanted := list(ids)), *neighbours(database, wanted)})


def remove(database: Database, ids: Iterable[int]) -> None:
    """Delete the documents of memories.

    Their neighbours' documents still have the text; hand `neighbours`, asked for while the
    memories are still there, to `add` after they have been deleted.
    """
    sql = "DELETE FROM memory_words WHERE rowid = ?"
    database.conn.executemany(sql, ((memory_id,) for memory_id in ids))


def neighbours(database: Database, ids: Iterable[int]) -> set[int]:
    """Ids of the memories just before and after these in the same conversation."""
    columns = f"({_PREVIOUS}), ({_NEXT})".format(column="id")
    sql = f"SELECT {columns} FROM memory AS m WHERE id IN (SELECT value FROM json_each(?))"
    found = database.execute(sql, [_json(ids)])
    return {memory_id for row in found for memory_id in row if memory_id is not None}


def search(database: Database, owner: str, text: str, limit: int) -> list[WordHit]:
    """The owner's memories whose documents have any of the words of `text`, the best first."""
    words = re.findall(r"\w+", text)
    if not words:
        return []
    any_word = " OR ".join(f'"{word}"' for word in dict.fromkeys(words))
    sql = """
        SELECT w.rowid, bm25(memory_words, 0.0, 1.0) AS score
        FROM memory_words AS w JOIN memory AS m ON m.id = w.rowid
        WHERE memory_words MATCH ? AND m.owner = ?
        ORDER BY score LIMIT ?
    """
    wanted = f"scope : {_scope(owner)} AND document : ({any_word})"
    return [WordHit(*row) for row in database.execute(sql, [wanted, owner, limit])]


def scrub(database: Database) -> None:
    """Overwrite what is left of the words of deleted documents; takes seconds per 100,000."""
    database.execute("INSERT INTO memory_words (memory_words) VALUES ('optimize')")


def _write(database: Database, ids: Iterable[int]) -> None:
    columns = f"id, owner, at, ({_PREVIOUS}), text, ({_NEXT})".format(column="text")
    sql = f"SELECT {columns} FROM memory AS m WHERE id IN (SELECT value FROM json_each(?))"
    rows = database.execute(sql, [_json(ids)]).fetchall()
    remove(database, (row[0] for row in rows))
    database.conn.executemany(
        "INSERT INTO memory_words (rowid, scope, document) VALUES (?, ?, ?)",
        ((row[0], _scope(row[1]), _document(row[2], row[3:])) for row in rows),
    )


def _document(at: str, texts: Iterable[str | None]) -> str:
    return "\n".join(filter(None, [_date(at), *texts]))


def _date(at: str) -> str:
    try:
        day = date.fromisoformat(at[:10])
    except (TypeError, ValueError):
        # A damaged row; its neighbours must not suffer from it.
        return ""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _scope(owner: str) -> str:
    # A single word of digits, whatever the owner is called: the search then never leaves the
    # owner's documents. That two owners share one is as good as impossible, and would do no harm.
    return str(int.from_bytes(hashlib.blake2b(owner.encode(), digest_size=8).digest(), "big"))


def _json(ids: Iterable[int]) -> str:
    return json.dumps([int(memory_id) for memory_id in ids])
