"""One open database file for several threads: whole transactions, snapshots, closing.

Knows nothing of memories.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from memory_store.database import translated, write_transaction
from memory_store.errors import BusyError, ClosedError, TransactionError


class TransactionalFile:
    """The connection that writes, lent to one thread at a time."""

    def __init__(self, path: Path, database: Database) -> None:
        """Take over an open `database`; `path` is for messages."""
        self._path = path
        self._open_database: Database | None = database
        self._lock = threading.RLock()
        self._in_transaction = False
        # Whether the write-ahead log may still hold what has been forgotten.
        self._log_needs_scrubbing = False

    @property
    def database(self) -> Database:
        """The open database, for tables of your own: write in `transaction`, read in `snapshot`.

        Raises ClosedError after `close`.
        """
        if self._open_database is None:
            raise ClosedError(f"{self._path}: the store has been closed; open it again")
        return self._open_database

    @contextmanager
    def transaction(self) -> Iterator[Database]:
        """All or nothing: what is written inside, memories and rows of your own, stands together.

        Commits at the end and rolls back on any exception. Other threads wait; other processes can
        read but not write. A transaction inside another one is a savepoint of it. Raises BusyError,
        UnwritableError, or TransactionError inside a `snapshot` or a transaction begun elsewhere.
        """
        with self._lock:
            if self._in_transaction:
                with self.database.atomic() as database:
                    yield database
            else:
                with self._outermost_transaction() as database:
                    yield database

    @contextmanager
    def snapshot(self) -> Iterator[Database]:
        """One consistent view for several reads, whatever others write meanwhile."""
        with self._lock, self.database.atomic() as database:
            yield database

    def close(self) -> None:
        """Close the file; doing so twice is harmless.

        Waits for other threads. Raises TransactionError inside a transaction or snapshot.
        """
        with self._lock:
            if self._open_database is None:
                return
            if self._open_database.conn.in_transaction:
                raise TransactionError(f"{self._path}: close() inside a transaction; end it first")
            self._before_closing()
            self._open_database.close()
            self._open_database = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _after_forgetting(self) -> None:
        """For those who keep something of the file elsewhere."""

    def _before_closing(self) -> None:
        """For those who read the same file, which the last connection to close tidies up."""

    @contextmanager
    def _reading(self) -> Iterator[Database]:
        with translated(self._path), self.snapshot() as database:
            yield database

    @contextmanager
    def _writing(self) -> Iterator[Database]:
        with translated(self._path), self.transaction() as database:
            yield database

    @contextmanager
    def _outermost_transaction(self) -> Iterator[Database]:
        database = self.database
        if database.conn.in_transaction:
            raise TransactionError(
                f"{self._path}: got a write inside a snapshot, or inside a transaction that was "
                "not begun by the store; write inside `MemoryStore.transaction`"
            )
        with write_transaction(database, self._path):
            self._in_transaction = True
            try:
                yield database
            finally:
                self._in_transaction = False
        if self._log_needs_scrubbing:
            self._scrub_log(database)
            self._after_forgetting()

    def _forgetting(self) -> None:
        # Called inside a transaction, which will not leave in the log what it deletes.
        self._log_needs_scrubbing = True

    def _scrub_log(self, database: Database) -> None:
        try:
            with translated(self._path):
                unfinished, *_ = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except BusyError:
            # A query of the caller's, still being read, holds on to the log.
            unfinished = True
        self._log_needs_scrubbing = bool(unfinished)
