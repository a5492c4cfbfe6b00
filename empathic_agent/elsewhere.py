"""Memories that are kept elsewhere than the journal, such as in Milvus. Knows neither's insides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from empathic_agent.errors import StorageError
from empathic_agent.journal import storage_errors
from empathic_agent.protocols import Encoder
from empathic_agent.settings import Settings
from memory_store import Hit, Kind, Memory, MemoryStore, NewMemory, Query
from memory_store.protocols import Memories


class MemoriesElsewhere:
    """Memories in one place and the journal in another, held together as far as that goes.

    What is remembered in a transaction that fails is taken back. A crash between the two commits
    can leave a memory without its turn; the other way round cannot happen.

    Args:
        memories: where memories are kept.
        journal_store: the database of the journal, whose transactions count.
    """

    def __init__(self, memories: Memories, journal_store: MemoryStore) -> None:
        self._memories = memories
        self._journal_store = journal_store
        self._ids: list[tuple[str, int]] | None = None
        """Owner and id of what was remembered since the transaction began; None outside of one."""

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction of the journal; memories remembered inside go if it fails."""
        written: list[tuple[str, int]] = []
        try:
            with self._journal_store.transaction():
                # From here on nobody else writes: the transaction holds the store's lock.
                outer, self._ids = self._ids, written
                try:
                    yield
                finally:
                    self._ids = outer
        except BaseException:
            for owner, memory_id in written:
                self._memories.forget(owner=owner, id=memory_id)
            raise
        if outer is not None:
            outer += written

    def remember(self, memory: NewMemory) -> int:
        """Keep a memory and return its id."""
        [memory_id] = self.remember_many([memory])
        return memory_id

    def remember_many(self, memories: Iterable[NewMemory]) -> list[int]:
        """Keep memories and return their ids, in order."""
        new = [*memories]
        ids = self._memories.remember_many(new)
        if self._ids is not None:
            self._ids += [(memory.owner, one) for memory, one in zip(new, ids, strict=True)]
        return ids

    def recall(self, query: Query) -> list[Hit]:
        """The owner's memories with the best scores, best first."""
        return self._memories.recall(query)

    def get(self, memory_id: int) -> Memory | None:
        """The memory with this id, None if there is none."""
        return self._memories.get(memory_id)

    def forget(
        self,
        *,
        owner: str,
        id: int | None = None,
        session: str | None = None,
        older_than: datetime | None = None,
    ) -> int:
        """Delete the owner's memories, at once: a failing transaction does not bring them back."""
        return self._memories.forget(owner=owner, id=id, session=session, older_than=older_than)

    def count(self, owner: str | None = None) -> int:
        """How many memories there are, of one owner or of all."""
        return self._memories.count(owner)

    def close(self) -> None:
        """Close the memories; the journal's database is closed by who has opened it."""
        self._memories.close()

    # After the other annotations: from here on, `list` is this method and not the built-in.
    def list(
        self,
        owner: str,
        limit: int = 50,
        offset: int = 0,
        kinds: Iterable[Kind] | None = None,
        include_superseded: bool = False,
    ) -> list[Memory]:
        """A page of the owner's memories, latest first."""
        return self._memories.list(owner, limit, offset, kinds, include_superseded)


@storage_errors()
def open_memories(
    settings: Settings, encoder: Encoder, store: MemoryStore
) -> MemoryStore | MemoriesElsewhere:
    """Where memories are kept: in the journal's database, or in the Milvus that is named.

    Raises:
        StorageError: Milvus is not installed, cannot be reached, or holds other vectors.
    """
    if settings.memory == "sqlite":
        return store
    from memory_store.milvus import MilvusStore

    try:
        milvus = MilvusStore.open(
            settings.memory, encoder.dimension, encoder.name, token=settings.memory_token
        )
    except ImportError as error:
        raise StorageError(f"The setting memory is {settings.memory!r}. {error}") from error
    return MemoriesElsewhere(milvus, store)
