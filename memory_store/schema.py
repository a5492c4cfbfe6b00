"""The tables, and how they came to be. Knows nothing of how files are opened or rows are used.

Migrations are numbered, run in one transaction and are never edited once released: a change to the
schema is a new function at the end. `_sqlite_migrations` records which a database has been through.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from sqlite_utils import Database, Migrations

from memory_store import words
from memory_store.errors import (
    NewerVersionError,
    NotADatabaseError,
    WrongDimensionError,
    WrongEncoderError,
)


def m001_memories(database: Database) -> None:
    """Memories, what they are bound to, and a counter that tells indexes of deletions."""
    # AUTOINCREMENT: an id that was forgotten must not come back as another memory, or an index in
    # another process would serve the old vector under the new text.
    # The triggers state what such an index relies on: rows never change, and every deletion, by
    # whatever connection or tool, moves the counter.
    database.executescript("""
        CREATE TABLE memory (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            owner TEXT NOT NULL,
            session TEXT NOT NULL,
            kind TEXT NOT NULL,
            speaker TEXT NOT NULL,
            text TEXT NOT NULL,
            at TEXT NOT NULL,
            emotion TEXT NOT NULL,
            valence REAL NOT NULL,
            arousal REAL NOT NULL,
            dominance REAL NOT NULL,
            importance REAL NOT NULL,
            vector BLOB NOT NULL
        );
        CREATE INDEX memory_by_owner ON memory (owner, at);

        CREATE TABLE memory_state (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            dimension INTEGER NOT NULL,
            encoder TEXT,
            deletions INTEGER NOT NULL DEFAULT 0
        );
        CREATE TRIGGER memory_deleted AFTER DELETE ON memory BEGIN
            UPDATE memory_state SET deletions = deletions + 1;
        END;
        CREATE TRIGGER memory_unchanged
        BEFORE UPDATE OF id, vector, valence, arousal, dominance ON memory BEGIN
            SELECT RAISE(ABORT, 'vectors and moods of memories never change');
        END;
    """)


def m002_lives(database: Database) -> None:
    """What the life of a memory needs, a log of changes that indexes follow, and words."""
    # Additions have growing ids. Everything else that concerns an index is logged, by whatever
    # connection or tool it is done; `log_start` says up to where the log has been pruned.
    database.executescript("""
        ALTER TABLE memory ADD COLUMN distribution TEXT NOT NULL DEFAULT '{}';
        ALTER TABLE memory ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE memory ADD COLUMN supersedes INTEGER;
        ALTER TABLE memory ADD COLUMN superseded_by INTEGER;
        ALTER TABLE memory ADD COLUMN provenance TEXT NOT NULL DEFAULT '{}';
        CREATE INDEX memory_by_supersession ON memory (supersedes) WHERE supersedes IS NOT NULL;

        CREATE TABLE memory_change (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            id INTEGER NOT NULL
        );
        DROP TRIGGER memory_deleted;
        CREATE TRIGGER memory_deleted AFTER DELETE ON memory BEGIN
            INSERT INTO memory_change (id) VALUES (old.id);
        END;
        DROP TRIGGER memory_unchanged;
        CREATE TRIGGER memory_unchanged BEFORE UPDATE OF id, owner ON memory BEGIN
            SELECT RAISE(ABORT, 'ids and owners of memories never change');
        END;
        CREATE TRIGGER memory_changed
        AFTER UPDATE OF session, kind, at, valence, arousal, dominance, importance, pinned,
                        vector, superseded_by ON memory BEGIN
            INSERT INTO memory_change (id) VALUES (new.id);
        END;

        ALTER TABLE memory_state DROP COLUMN deletions;
        ALTER TABLE memory_state ADD COLUMN log_start INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE memory_state ADD COLUMN identity TEXT NOT NULL DEFAULT '';
    """)
    database.execute(words.TABLE)
    words.add(database, [row[0] for row in database.execute("SELECT id FROM memory")])


STEPS = (m001_memories, m002_lives)
"""Every migration there is, oldest first."""

MIGRATIONS = Migrations("memory_store")
for step in STEPS:
    MIGRATIONS()(step)


class Binding(NamedTuple):
    """What the vectors of a database are bound to, for good."""

    dimension: int
    encoder: str | None
    """None: not named (yet)."""


def is_current(database: Database, binding: Binding) -> bool:
    """Whether `migrate` would have nothing to do; only reads."""
    if MIGRATIONS.pending(database):
        return False
    return binding.encoder is None or _kept(database).encoder is not None


def migrate(database: Database, binding: Binding) -> None:
    """Bring the tables up to date; run it inside a write transaction.

    A new database is bound to `binding`. One that was bound to no encoder takes the first name it
    is given.
    """
    MIGRATIONS.apply(database)
    database.execute(
        "INSERT OR IGNORE INTO memory_state (id, dimension, encoder) VALUES (1, ?, ?)", binding
    )
    database.execute(
        "UPDATE memory_state SET encoder = ? WHERE encoder IS NULL", (binding.encoder,)
    )
    # What tells the cache of this file from that of another.
    database.execute(
        "UPDATE memory_state SET identity = lower(hex(randomblob(16))) WHERE identity = ''"
    )


def verify(database: Database, path: Path, binding: Binding) -> None:
    """Refuse a database that is not ours to use; only reads. An empty one passes.

    `path` is for the messages. Raises NotADatabaseError (another program's tables),
    NewerVersionError, WrongDimensionError or WrongEncoderError.
    """
    if not database.table_names():
        return
    _verify_version(database, path)
    kept = _kept(database)
    if kept.dimension != binding.dimension:
        raise WrongDimensionError(
            f"{path}: the store holds vectors of {kept.dimension} numbers, but {binding.dimension} "
            f"were asked for; use its encoder ({kept.encoder or 'not named'}) or another file"
        )
    if None not in (kept.encoder, binding.encoder) and kept != binding:
        raise WrongEncoderError(
            f"{path}: the store holds vectors of the encoder {kept.encoder!r}, but "
            f"{binding.encoder!r} was asked for; use the former or another file"
        )


def _verify_version(database: Database, path: Path) -> None:
    known = {step.__name__ for step in STEPS}
    applied = {migration.name for migration in MIGRATIONS.applied(database)}
    if not applied:
        tables = ", ".join(sorted(database.table_names())[:3])
        raise NotADatabaseError(
            f"{path}: the database of another program (it has the tables {tables}), not a memory "
            "store; choose another file"
        )
    if newer := sorted(applied - known):
        raise NewerVersionError(
            f"{path}: the store has been through {', '.join(newer)}, but this version knows "
            f"nothing later than {max(known)}; upgrade to open it"
        )


def _kept(database: Database) -> Binding:
    return Binding(*database.execute("SELECT dimension, encoder FROM memory_state").fetchone())
