"""What the agent and the adapters need of a store. Knows no implementation."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, runtime_checkable

from memory_store.records import Hit, Kind, Memory, NewMemory, Query


@runtime_checkable
class Memories(Protocol):
    """An emotional memory, wherever it is kept: `MemoryStore`, `milvus.MilvusStore`."""

    def remember(self, memory: NewMemory) -> int:
        """Keep a memory and return its id."""
        ...

    def remember_many(self, memories: Iterable[NewMemory]) -> list[int]:
        """Keep memories, all or none as far as the store can, and return their ids in order."""
        ...

    def recall(self, query: Query) -> list[Hit]:
        """The owner's memories with the best scores, best first."""
        ...

    def get(self, memory_id: int) -> Memory | None:
        """The memory with this id, None if there is none."""
        ...

    def forget(
        self,
        *,
        owner: str,
        id: int | None = None,
        session: str | None = None,
        older_than: datetime | None = None,
    ) -> int:
        """Delete the owner's memories, all or those that are meant, and return how many."""
        ...

    def count(self, owner: str | None = None) -> int:
        """How many memories there are, of one owner or of all."""
        ...

    def close(self) -> None:
        """Let go of what is open; doing so twice is harmless."""
        ...

    def list(
        self,
        owner: str,
        limit: int = 50,
        offset: int = 0,
        kinds: Iterable[Kind] | None = None,
        include_superseded: bool = False,
    ) -> list[Memory]:
        """A page of the owner's memories, latest first."""
        ...


class TransactionalMemories(Memories, Protocol):
    """Memories that are written together with something else, or not at all."""

    def transaction(self) -> AbstractContextManager[object]:
        """What is written inside stands together; rolled back on any exception."""
        ...
