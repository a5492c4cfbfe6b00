"""Which rows are meant: conditions on memories, pages of them, histories. Only reads."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any
from unicodedata import normalize

import numpy as np
from pydantic import ConfigDict
from pydantic.dataclasses import dataclass
from sqlite_utils import Database

from memory_store.records import Kind, Memory, Mood, MoodRange, Query, UtcDatetime
from memory_store.rows import Ids, as_text, memory_of


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Selection:
    """Conditions that all must hold; None and an empty collection of nothing mean what they say."""

    owner: str
    id: int | None = None
    kinds: frozenset[Kind] | None = None
    sessions: frozenset[str] | None = None
    exclude_session: str | None = None
    since: UtcDatetime | None = None
    until: UtcDatetime | None = None
    pinned: bool | None = None
    include_superseded: bool = True

    @classmethod
    def of(cls, query: Query) -> Selection:
        """What may come to mind for a query."""
        return cls(
            owner=query.owner,
            kinds=query.kinds,
            sessions=query.sessions,
            exclude_session=query.exclude_session,
            since=query.since,
            until=query.until,
            include_superseded=query.include_superseded,
        )

    def sql(self) -> str:
        """The condition for WHERE, with the parameters of `parameters`."""
        listed = "IN (SELECT value FROM json_each({}))"
        conditions = [
            ("owner = :owner", True),
            ("id = :id", self.id is not None),
            (f"kind {listed.format(':kinds')}", self.kinds is not None),
            (f"session {listed.format(':sessions')}", self.sessions is not None),
            ("session <> :exclude_session", self.exclude_session is not None),
            ("at >= :since", self.since is not None),
            ("at < :until", self.until is not None),
            ("pinned = :pinned", self.pinned is not None),
            ("superseded_by IS NULL", not self.include_superseded),
        ]
        return " AND ".join(condition for condition, wanted in conditions if wanted)

    def parameters(self) -> dict[str, Any]:
        """The values that `sql` names."""
        return {
            "owner": self.owner,
            "id": self.id,
            "kinds": _listed(self.kinds),
            "sessions": _listed(self.sessions),
            "exclude_session": self.exclude_session,
            "since": self.since and as_text(self.since),
            "until": self.until and as_text(self.until),
            "pinned": self.pinned,
        }


def ids_of(database: Database, selection: Selection) -> Ids:
    """Ids of the memories that are meant, ascending."""
    sql = f"SELECT id FROM memory WHERE {selection.sql()} ORDER BY id"
    rows = database.execute(sql, selection.parameters())
    return np.fromiter((row[0] for row in rows), dtype=np.int64)


def page(database: Database, selection: Selection, limit: int, offset: int) -> list[Memory]:
    """Some of the memories that are meant, latest first."""
    sql = f"""
        SELECT * FROM memory WHERE {selection.sql()}
        ORDER BY at DESC, id DESC LIMIT :limit OFFSET :offset
    """
    parameters = {**selection.parameters(), "limit": limit, "offset": offset}
    return [memory_of(row) for row in database.query(sql, parameters)]


def matching(
    database: Database, selection: Selection, words: str | None, mood: MoodRange | None, limit: int
) -> list[int]:
    """Ids of those meant whose text has every word and whose mood is in the range, latest first."""
    wanted = None if words is None else _folded(words).split()
    if wanted == []:
        return []
    sql = f"""
        SELECT id, text, valence, arousal, dominance FROM memory WHERE {selection.sql()}
        ORDER BY at DESC, id DESC
    """
    found: list[int] = []
    for memory_id, text, *axes in database.execute(sql, selection.parameters()):
        if len(found) == limit:
            break
        if _has(text, wanted) and (mood is None or Mood(*axes) in mood):
            found.append(memory_id)
    return found


def with_history(database: Database, ids: Iterable[int]) -> list[int]:
    """These ids and those of all that they have superseded, however long ago."""
    sql = """
        WITH RECURSIVE old (id) AS (
            SELECT value FROM json_each(?)
            UNION
            SELECT m.supersedes FROM memory AS m JOIN old ON m.id = old.id
            WHERE m.supersedes IS NOT NULL
        )
        SELECT id FROM old
    """
    listed = json.dumps([int(memory_id) for memory_id in ids])
    return [int(row[0]) for row in database.execute(sql, [listed])]


def latest_version(database: Database, memory_id: int) -> int:
    """The id of the memory that this one has been superseded by in the end, or its own."""
    sql = "SELECT superseded_by FROM memory WHERE id = ?"
    while (row := database.execute(sql, [memory_id]).fetchone()) and row[0] is not None:
        memory_id = int(row[0])
    return memory_id


def count(database: Database, owner: str | None) -> int:
    """How many memories there are, of one owner or of all."""
    sql = "SELECT count(*) FROM memory WHERE :owner IS NULL OR owner = :owner"
    return int(database.execute(sql, {"owner": owner}).fetchone()[0])


def sizes(database: Database) -> dict[str, int]:
    """How many memories each owner has."""
    return dict(database.execute("SELECT owner, count(*) FROM memory GROUP BY owner").fetchall())


def owners(database: Database) -> Iterator[str]:
    """Everybody who has memories, in alphabetical order."""
    # From one owner to the next in the index, instead of through everything they have.
    sql = "SELECT min(owner) FROM memory WHERE owner > ?"
    owner = ""
    while (found := database.execute(sql, [owner]).fetchone()[0]) is not None:
        yield (owner := found)


def _listed(values: Collection[str] | None) -> str | None:
    return None if values is None else json.dumps(list(values))


def _has(text: str, wanted: Collection[str] | None) -> bool:
    # SQLite folds the case of ASCII letters only, which would fail most languages.
    folded = _folded(text)
    return wanted is None or all(word in folded for word in wanted)


def _folded(text: str) -> str:
    return normalize("NFKC", text).casefold()
