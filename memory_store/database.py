"""Opens the SQLite file without ever harming it, and translates what SQLite reports.

Knows nothing of memories: which tables belong in the file is the schema's business.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import sqlite_utils
from sqlite_utils import Database

from memory_store import schema
from memory_store.errors import (
    BusyError,
    CorruptDatabaseError,
    NotADatabaseError,
    StoreError,
    UnwritableError,
)
from memory_store.schema import Binding

QUICKLY_CHECKED = 64 << 20
"""Files up to so many bytes are looked through when they are opened; `check` looks through any."""

_CORRUPT = (CorruptDatabaseError, "the database is damaged; restore it from a backup")
_BUSY = (BusyError, "another process or connection is writing; try again in a moment")
_UNWRITABLE = (UnwritableError, "the file cannot be written; check rights and disk space")

PAUSE = 0.01
"""Seconds between two attempts at what SQLite does not wait for."""

_TRANSLATIONS: dict[int, tuple[type[StoreError], str]] = {
    sqlite3.SQLITE_NOTADB: (NotADatabaseError, "the file is no database; choose another"),
    sqlite3.SQLITE_CORRUPT: _CORRUPT,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_CANTOPEN: _UNWRITABLE,
    sqlite3.SQLITE_READONLY: _UNWRITABLE,
    sqlite3.SQLITE_PERM: _UNWRITABLE,
    sqlite3.SQLITE_FULL: _UNWRITABLE,
    sqlite3.SQLITE_IOERR: _UNWRITABLE,
}


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """The one seam where the errors of other libraries become those of `memory_store.errors`."""
    try:
        yield
    except sqlite3.Error as error:
        # The low byte is the kind of error, the rest its details. Errors that Python's own module
        # raises have no code.
        kind = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        of_type, advice = _TRANSLATIONS.get(kind, (StoreError, "the operation was not carried out"))
        raise of_type(f"{path}: {advice} (SQLite: {error})") from error
    except sqlite_utils.db.TransactionError as error:
        raise StoreError(f"{path}: {error}") from error
    except OSError as error:
        raise UnwritableError(f"{path}: {_UNWRITABLE[1]} ({error})") from error
    except RuntimeError as error:
        # faiss has no errors of its own and raises bare RuntimeErrors.
        raise StoreError(
            f"{path}: the vector index failed; open the store anew ({error})"
        ) from error


def open_database(path: Path, binding: Binding, busy_timeout: float) -> Database:
    """Open or create the file at `path` and bring its tables up to date.

    An existing file is first looked at through a read-only connection, so that one we refuse
    keeps every byte it had (SQLite may leave an empty log beside it). Raises the errors of
    `memory_store.errors`.
    """
    with translated(path):
        _create_if_missing(path)
        _require_usable(path)
        _inspect(path, binding, busy_timeout)
        database = connect(path, "rw", busy_timeout)
        try:
            _configure(database, busy_timeout)
            if not schema.is_current(database, binding):
                with write_transaction(database, path):
                    schema.migrate(database, binding)
            # Another process may have created the tables since the inspection.
            schema.verify(database, path, binding)
        except BaseException:
            database.close()
            raise
        return database


def connect(path: Path, mode: str, busy_timeout: float) -> Database:
    """Connect to an existing file: to read ("ro") or to read and write ("rw")."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=busy_timeout,
        # No implicit transactions: each is opened, and closed, in so many words.
        isolation_level=None,
        # Threads take turns by the locks of those who hold the connection.
        check_same_thread=False,
    )
    return Database(connection, execute_plugins=False)


@contextmanager
def write_transaction(database: Database, path: Path) -> Iterator[None]:
    """Take the write lock now, commit at the end, roll back on any exception.

    sqlite-utils' `atomic()` begins without the lock; a transaction that reads before it writes
    would then fail at once, whatever the busy timeout, if another process wrote in between.
    Errors of the block itself pass as they are: they may be the caller's own.
    """
    with translated(path):
        database.execute("BEGIN IMMEDIATE")
    try:
        yield
        with translated(path):
            database.execute("COMMIT")
    except BaseException:
        database.rollback()
        raise


def _create_if_missing(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # What people confide is for their eyes only; SQLite gives its side files the same rights.
        with suppress(FileExistsError):
            path.touch(mode=0o600, exist_ok=False)


def _require_usable(path: Path) -> None:
    if not path.is_file():
        raise NotADatabaseError(f"{path}: this is a folder or a device; name a file")
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise UnwritableError(f"{path}: the file or its folder is read-only; change their rights")
    # The one thing about the content that is not left to SQLite, which takes a file of one byte for
    # an empty one. More must not be read here: closing a file drops the locks that other stores of
    # this process hold on it.
    if path.stat().st_size == 1:
        raise NotADatabaseError(f"{path}: the file is no database; choose another")
    _refuse_orphaned_log(path)


def _inspect(path: Path, binding: Binding, busy_timeout: float) -> None:
    # A read-only connection cannot undo what a crash left half done, so that is left to SQLite.
    crashed = _beside(path, "-journal").exists()
    with closing(connect(path, "rw" if crashed else "ro", busy_timeout)) as database:
        # The whole of a small file, the tables of settings of one that takes seconds to read.
        scope = "1" if path.stat().st_size <= QUICKLY_CHECKED else "memory_state"
        [finding] = database.execute(f"PRAGMA quick_check({scope})").fetchone()
        if finding != "ok":
            raise CorruptDatabaseError(f"{path}: {_CORRUPT[1]} (SQLite: {finding})")
        schema.verify(database, path, binding)


def _refuse_orphaned_log(path: Path) -> None:
    # SQLite takes an empty file for a new database and deletes the log beside it, which in this
    # case is all that is left of the old one. The log is looked at first: if another process is
    # just creating the database, its file stops being empty before its log does.
    log = _beside(path, "-wal")
    if log.exists() and log.stat().st_size > 0 and path.stat().st_size == 0:
        raise CorruptDatabaseError(
            f"{path}: the file is empty but {log.name} beside it is not; restore both from a backup"
        )


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _configure(database: Database, busy_timeout: float) -> None:
    # Readers and one writer at a time, of any process, do not block each other.
    _enable_wal(database, busy_timeout)
    # A commit waits for the disk, so that what was acknowledged survives a power cut. It costs a
    # few milliseconds once per message; NORMAL would survive a crash of the process only.
    database.execute("PRAGMA synchronous = FULL")
    # What is forgotten is overwritten with zeros, not merely marked as free.
    database.execute("PRAGMA secure_delete = ON")


def _enable_wal(database: Database, busy_timeout: float) -> None:
    # SQLite does not wait for others when it changes the journal's mode, whatever its own timeout:
    # several processes may be creating the file at the same moment.
    deadline = time.monotonic() + busy_timeout
    while not _is_wal(database, last_try=time.monotonic() >= deadline):
        time.sleep(PAUSE)


def _is_wal(database: Database, *, last_try: bool) -> bool:
    """Try to write the log ahead; False if others are in the way and it is worth another try."""
    try:
        database.enable_wal()
    except sqlite3.OperationalError as error:
        if last_try or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True
