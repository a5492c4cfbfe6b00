"""The record of every turn, in the same database as the memories. Knows nothing of recall.

Also the one seam where errors of SQLite and of `memory_store` become `StorageError`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from empathic_agent.errors import StorageError
from empathic_agent.turn import Mood, Record, Turn
from memory_store import MemoryStore, StoreError

migrations = Migrations("empathic_agent.journal")


@migrations()
def m001_turns(db: Database) -> None:
    """One row per turn: columns to find it by, and the whole record as JSON."""
    turns = db.table("turns")
    turns.create(
        {"id": str, "owner": str, "session": str, "persona": str, "at": str, "record": str},
        pk="id",
        not_null={"owner", "session", "persona", "at", "record"},
    )
    turns.create_index(["owner", "session", "id"])
    turns.create_index(["owner", "persona", "id"])


class SessionSummary(Record):
    """One conversation in the list of conversations."""

    session: str
    persona: str
    """Who answered last."""
    turns: int
    last_at: datetime


@contextmanager
def storage_errors() -> Iterator[None]:
    """Turn what SQLite and `memory_store` raise into `StorageError`."""
    try:
        yield
    except StoreError as error:
        raise StorageError(str(error)) from error
    except sqlite3.Error as error:
        raise StorageError(
            f"The database refused ({error}). Nothing that was saved is lost; "
            "`empathic-agent doctor` tells what is wrong."
        ) from error
    except OSError as error:
        raise StorageError(
            f"The data directory cannot be used: {error}. Make it writable, or choose another one "
            "with EMPATHIC_AGENT_HOME."
        ) from error


class Journal:
    """Turns by owner and session. Turn ids sort by time.

    Args:
        store: the journal's table lives in the same database, so that a turn and its memory can be
            written in one transaction.
    """

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        if migrations.pending(store.database):
            with store.transaction() as database:
                migrations.apply(database)

    @storage_errors()
    def write(self, turn: Turn) -> None:
        """Add a turn; joins the transaction that the caller has open on the store, if any."""
        with self._store.transaction() as database:
            database.table("turns").insert(
                {
                    "id": turn.id,
                    "owner": turn.owner,
                    "session": turn.session,
                    "persona": turn.persona,
                    "at": turn.at.isoformat(),
                    "record": turn.model_dump_json(),
                }
            )

    @storage_errors()
    def recent(self, owner: str, session: str, limit: int) -> tuple[Turn, ...]:
        """The newest `limit` turns of a session, oldest first."""
        rows = self._query(
            "select record from turns where owner = ? and session = ? order by id desc limit ?",
            [owner, session, limit],
        )
        return tuple(_read(row["record"]) for row in rows)[::-1]

    @storage_errors()
    def last_mood(self, owner: str, persona: str) -> Mood | None:
        """How a persona felt after its last turn with `owner`."""
        rows = self._query(
            "select record from turns where owner = ? and persona = ? order by id desc limit 1",
            [owner, persona],
        )
        return _read(rows[0]["record"]).mood_after if rows else None

    @storage_errors()
    def sessions(self, owner: str) -> tuple[SessionSummary, ...]:
        """All conversations of `owner`, the newest first."""
        rows = self._query(
            "select session, persona, count(*) as turns, max(at) as last_at from turns "
            "where owner = ? group by session order by last_at desc",
            [owner],
        )
        return tuple(SessionSummary(**row) for row in rows)

    @storage_errors()
    def turns_of(self, owner: str) -> Iterator[Turn]:
        """All turns of `owner`, oldest first. Raises StorageError at one that cannot be read."""
        for row in self._query("select record from turns where owner = ? order by id", [owner]):
            yield _read(row["record"])

    @storage_errors()
    def erase(self, owner: str, ids: Iterable[str]) -> int:
        """Delete turns of `owner` and say how many there were; joins an open transaction."""
        sql = "delete from turns where owner = ? and id = ?"
        with self._store.transaction() as database:
            return sum(database.execute(sql, [owner, id]).rowcount for id in ids)

    @storage_errors()
    def rewrite(self, turns: Iterable[Turn]) -> None:
        """Replace the records of turns that are there; joins an open transaction."""
        with self._store.transaction() as database:
            for turn in turns:
                database.execute(
                    "update turns set record = ? where owner = ? and id = ?",
                    [turn.model_dump_json(), turn.owner, turn.id],
                )

    def _query(self, sql: str, parameters: list[str | int]) -> list[dict[str, Any]]:
        with self._store.snapshot() as database:
            return list(database.query(sql, parameters))


def _read(record: str) -> Turn:
    try:
        return Turn.model_validate_json(record)
    except ValidationError as error:
        raise StorageError(
            f"A saved turn cannot be read ({error.error_count()} problems, the first: "
            f"{error.errors()[0]['msg']}). It was probably written by a newer version; update "
            "empathic-agent."
        ) from error
