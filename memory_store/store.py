"""The store: remember, recall, forget. Knows nothing of dialogue, strategies or language models."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from memory_store import rows
from memory_store.database import connect, open_database, translated, write_transaction
from memory_store.errors import BusyError, ClosedError, TransactionError, WrongDimensionError
from memory_store.recall import Recaller
from memory_store.records import Health, Hit, Memory, NewMemory, Query
from memory_store.schema import Binding
from memory_store.vectors import Vectors


class MemoryStore:
    """An emotional memory in one SQLite file, searched by meaning and mood at once.

    What is searched is each memory's unit meaning vector joined with its unit mood, by exact inner
    product: the additive combination of Emotional RAG (Huang et al. 2024, arXiv 2410.23041) over
    cosines, with a weight that each query chooses (`memory_store.vectors` has the formula).

    The file is the only truth. The FAISS index beside it lives in memory, is filled from the file
    and catches up before every recall, so that it follows other processes as it follows this one.

    One store may be used by several threads, and one file by several stores and processes.
    """

    def __init__(self, path: Path, database: Database, recaller: Recaller, dimension: int) -> None:
        """Use `MemoryStore.open`."""
        self._path = path
        self._open_database: Database | None = database
        self._recaller = recaller
        self._dimension = dimension
        self._lock = threading.RLock()
        self._in_transaction = False
        # Whether the write-ahead log may still hold what has been forgotten.
        self._log_needs_scrubbing = False

    @classmethod
    def open(
        cls,
        path: str | PathLike[str],
        dimension: int = 384,
        encoder_name: str | None = None,
        *,
        busy_timeout: float = 10.0,
    ) -> Self:
        """Open the store at `path`, or create it together with its folder.

        `dimension` is the width d ≥ 1 of the meaning vectors and `encoder_name` says who makes
        them; a store is bound to the first of each it sees. Without a name any encoder passes.
        `busy_timeout` is how many seconds to wait for another writer.

        Raises WrongDimensionError, WrongEncoderError, NotADatabaseError, CorruptDatabaseError,
        NewerVersionError, UnwritableError or BusyError. A file that is refused is left untouched.
        """
        if dimension < 1:
            raise WrongDimensionError(f"got a dimension of {dimension}, expected 1 or more")
        where = Path(path)
        database = open_database(where, Binding(dimension, encoder_name), busy_timeout)
        try:
            with translated(where):
                recaller = Recaller(where, connect(where, "ro", busy_timeout), dimension)
        except BaseException:
            database.close()
            raise
        return cls(where, database, recaller, dimension)

    def remember(self, memory: NewMemory) -> int:
        """Keep a memory and return its id.

        When this returns outside a transaction, the memory is on disk; inside one, it will be when
        the transaction ends. Raises WrongDimensionError, BusyError or UnwritableError.
        """
        self._require_width(memory.vector)
        with self._writing() as database:
            return rows.insert(database, memory)

    def recall(self, query: Query) -> list[Hit]:
        """What comes to mind: the owner's memories with the best scores, best first.

        Exact and full: there are `query.limit` hits if the owner has that many memories of the
        wanted kinds. Only what has been committed comes to mind, also inside a transaction. Raises
        WrongDimensionError, or CorruptDatabaseError if vectors in the file are damaged.
        """
        self._require_open()
        self._require_width(query.vector)
        return self._recaller.recall(query)

    def get(self, memory_id: int) -> Memory | None:
        """The memory with this id, None if there is none (any more)."""
        with self._reading() as database:
            return rows.get(database, memory_id)

    def search_text(self, owner: str, words: str, limit: int = 50) -> list[Memory]:
        """The owner's memories whose text contains every one of `words`, latest first.

        Upper and lower case are the same in any script, and parts of words count.
        """
        with self._reading() as database:
            return rows.fetch(database, rows.mentioning(database, owner, words, limit))

    # After the other annotations: from here on, `list` is this method and not the built-in.
    def list(self, owner: str, limit: int = 50, offset: int = 0) -> list[Memory]:
        """A page of the owner's memories, latest first."""
        with self._reading() as database:
            return rows.newest(database, owner, limit, offset)

    def forget(self, *, owner: str, id: int | None = None, session: str | None = None) -> int:
        """Delete the owner's memories and return how many there were.

        With `id` only that one, with `session` only those; with neither, everything the owner has.
        Another owner's memories are never touched. What is deleted is overwritten in the file, and
        in the write-ahead log as soon as nobody else is reading.
        """
        with self._writing() as database:
            self._log_needs_scrubbing = True
            return rows.delete(database, owner, id, session)

    def count(self, owner: str | None = None) -> int:
        """How many memories there are, of one owner or of all."""
        with self._reading() as database:
            return rows.count(database, owner)

    def check(self) -> Health:
        """Examine the file, every memory that has been committed, and the index.

        Takes some seconds per 100,000 memories. Reports what is wrong instead of raising.
        """
        self._require_open()
        return self._recaller.check()

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
            # The last connection to close tidies up the log, which a reader cannot do.
            self._recaller.close()
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

    def _scrub_log(self, database: Database) -> None:
        try:
            with translated(self._path):
                unfinished, *_ = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except BusyError:
            # A query of the caller's, still being read, holds on to the log.
            unfinished = True
        self._log_needs_scrubbing = bool(unfinished)

    def _require_open(self) -> None:
        _ = self.database

    def _require_width(self, vector: Vectors) -> None:
        if vector.size != self._dimension:
            raise WrongDimensionError(
                f"got a vector of {vector.size} numbers, expected {self._dimension} as in the "
                "rest of the store; use the encoder the store was made with"
            )
