"""The store: remember, recall, change, forget. Knows nothing of dialogue or language models."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import datetime
from os import PathLike
from pathlib import Path
from typing import Any, Self, TypedDict, Unpack

from numpy.typing import ArrayLike
from pydantic import JsonValue
from sqlite_utils import Database

from memory_store import changes, rows, words, writing
from memory_store.database import connect, open_database, translated
from memory_store.errors import TransactionError, WrongDimensionError
from memory_store.follower import Follower
from memory_store.lookup import Lookup
from memory_store.recall import recall
from memory_store.records import Health, Hit, Kind, Memory, Mood, NewMemory, Query
from memory_store.schema import Binding
from memory_store.selection import Selection
from memory_store.tuning import Tuning
from memory_store.vectors import Vectors


class Changes(TypedDict, total=False):
    """What `MemoryStore.edit` can change, as in `NewMemory`; text and vector only together."""

    text: str
    vector: ArrayLike
    at: datetime
    session: str
    kind: Kind
    speaker: str
    emotion: str
    distribution: Mapping[str, float]
    mood: Mood
    importance: float
    provenance: Mapping[str, JsonValue]


class MemoryStore(Lookup):
    """An emotional memory in one SQLite file, searched by meaning and mood at once.

    What is searched is each memory's unit meaning vector joined with its unit mood, by exact inner
    product: the additive combination of Emotional RAG (Huang et al. 2024, arXiv 2410.23041) over
    cosines, with a weight that each query chooses (`memory_store.vectors` has the formula).

    The file is the only truth. The FAISS index beside it is filled from the file and catches up
    before every recall, so that it follows other processes as it follows this one.

    One store may be used by several threads, and one file by several stores and processes.
    """

    def __init__(self, path: Path, database: Database, follower: Follower, dimension: int) -> None:
        """Use `MemoryStore.open`."""
        super().__init__(path, database)
        self._follower = follower
        self._dimension = dimension

    @classmethod
    def open(
        cls,
        path: str | PathLike[str],
        dimension: int = 384,
        encoder_name: str | None = None,
        *,
        busy_timeout: float = 10.0,
        tuning: Tuning | None = None,
    ) -> Self:
        """Open the store at `path`, or create it together with its folder.

        `dimension` is the width d ≥ 1 of the meaning vectors and `encoder_name` says who makes
        them; a store is bound to the first of each it sees. Without a name any encoder passes.
        `busy_timeout` is how many seconds to wait for another writer; `tuning` need not be given.

        Raises WrongDimensionError, WrongEncoderError, NotADatabaseError, CorruptDatabaseError,
        NewerVersionError, UnwritableError or BusyError. A file that is refused is left untouched.
        """
        if dimension < 1:
            raise WrongDimensionError(f"got a dimension of {dimension}, expected 1 or more")
        where = Path(path)
        database = open_database(where, Binding(dimension, encoder_name), busy_timeout)
        try:
            with translated(where):
                reader = connect(where, "ro", busy_timeout)
                follower = Follower(where, reader, dimension, tuning, busy_timeout)
        except BaseException:
            database.close()
            raise
        return cls(where, database, follower, dimension)

    def remember(self, memory: NewMemory) -> int:
        """Keep a memory and return its id.

        When this returns outside a transaction, the memory is on disk; inside one, it will be when
        the transaction ends. Raises WrongDimensionError, BusyError, UnwritableError, or
        UnknownMemoryError if `supersedes` names no current memory of the owner.
        """
        [memory_id] = self.remember_many([memory])
        return memory_id

    def remember_many(self, memories: Iterable[NewMemory]) -> list[int]:
        """Keep memories and return their ids, in order: all of them or, on any error, none.

        One transaction, so that thousands at a time cost little more than the room they take.
        Errors are those of `remember`.
        """
        with self._writing() as database:
            return writing.add(database, map(self._fitting, memories))

    def recall(self, query: Query) -> list[Hit]:
        """What comes to mind: the owner's memories with the best scores, best first.

        There are `query.limit` hits if the owner has that many memories that fit the query's
        conditions. Only what has been committed comes to mind, also inside a transaction. Raises
        WrongDimensionError, or CorruptDatabaseError if vectors in the file are damaged.
        """
        self._require_open()
        self._require_width(query.vector)
        return recall(self._follower, query)

    def prepare(self) -> None:
        """Bring the index level with the file now, instead of at the next recall.

        Worth it after many were added at once. Raises CorruptDatabaseError.
        """
        self._require_open()
        with self._follower.view():
            pass

    def edit(self, owner: str, memory_id: int, **changes: Unpack[Changes]) -> Memory:
        """Change parts of one of the owner's memories and return it as it then is.

        Raises UnknownMemoryError, WrongDimensionError, ValueError if text or vector come without
        each other, or pydantic's ValidationError.
        """
        if ("text" in changes) != ("vector" in changes):
            raise ValueError("got a text or a vector alone; give the new text and its vector")
        with self._writing() as database:
            new: dict[str, Any] = dict(changes)
            edited = dataclasses.replace(self._owned(database, owner, memory_id), **new)
            self._fitting(edited)
            writing.change(database, owner, memory_id, rows.columns_of(edited, changes))
            self._forgetting()
            return edited

    def pin(self, owner: str, memory_id: int, pinned: bool = True) -> None:
        """Let one of the owner's memories survive forgetting by age, or no longer.

        Raises UnknownMemoryError.
        """
        with self._writing() as database:
            writing.change(database, owner, memory_id, {"pinned": pinned})

    def supersede(self, owner: str, memory_id: int, memory: NewMemory) -> int:
        """Keep a memory in the place of an older one and return its id.

        The older one stays, but comes to mind only if it is asked for. Raises UnknownMemoryError
        if the owner has no such memory or it has been superseded already, and what `remember` does.
        """
        if memory.owner != owner:
            raise ValueError(f"got a memory of {memory.owner!r}, expected one of {owner!r}")
        return self.remember(dataclasses.replace(memory, supersedes=memory_id))

    def forget(
        self,
        *,
        owner: str,
        id: int | None = None,
        session: str | None = None,
        older_than: datetime | None = None,
    ) -> int:
        """Delete the owner's memories, with all they have superseded, and return how many.

        With `id` only that one, with `session` only those, with `older_than` only what happened
        before it and is not pinned; with nothing of it, everything the owner has. Another owner's
        memories are never touched. What is deleted is overwritten in the file, and in the
        write-ahead log as soon as nobody else is reading; among more than
        `memory_store.writing.SCRUBBED_AT_ONCE` memories, single words stay until `vacuum`.
        """
        meant = Selection(
            owner=owner,
            id=id,
            sessions=None if session is None else frozenset({session}),
            until=older_than,
            pinned=None if older_than is None else False,
        )
        with self._writing() as database:
            self._forgetting()
            return writing.remove(database, meant)

    def vacuum(self) -> None:
        """Give free room back to the disk and overwrite the last traces of what was forgotten.

        Takes some seconds per 100,000 memories. Raises TransactionError inside a transaction.
        """
        self.prepare()
        if self.database.conn.in_transaction:
            raise TransactionError(f"{self._path}: got a vacuum inside a transaction; end it first")
        with self._writing() as database:
            words.scrub(database)
            changes.prune(database)
            self._forgetting()
        with translated(self._path), self._lock:
            self.database.vacuum()
            self._scrub_log(self.database)

    def check(self) -> Health:
        """Examine the file, every memory that has been committed, and the index.

        Takes some seconds per 100,000 memories. Reports what is wrong instead of raising.
        """
        self._require_open()
        return self._follower.check()

    def _after_forgetting(self) -> None:
        self._follower.forgetting()

    def _before_closing(self) -> None:
        self._follower.close()

    def _fitting(self, memory: NewMemory) -> NewMemory:
        self._require_width(memory.vector)
        return memory

    def _require_open(self) -> None:
        _ = self.database

    def _require_width(self, vector: Vectors) -> None:
        if vector.size != self._dimension:
            raise WrongDimensionError(
                f"got a vector of {vector.size} numbers, expected {self._dimension} as in the "
                "rest of the store; use the encoder the store was made with"
            )
