"""The store on Milvus: remember, recall, forget. Knows nothing of dialogue or language models.

Milvus has no transactions: each call stands for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from memory_store import vectors
from memory_store.errors import ClosedError, StoreError, WrongDimensionError
from memory_store.milvus import rows
from memory_store.milvus.collection import BINDING, Collection, prepare
from memory_store.milvus.connection import connect, disconnect, translated
from memory_store.milvus.ranking import ranked
from memory_store.parts import sought_mood
from memory_store.recall import searches
from memory_store.records import Hit, Kind, Memory, NewMemory, Query

if TYPE_CHECKING:
    from pymilvus import MilvusClient

COLLECTION = "empathic_memory"
AT_ONCE = 1_000
"""How many entities go into one request, and are read at a time."""

MOST = 16_384
"""How many hits Milvus gives at most."""

Page = list[Memory]


class MilvusStore:
    """An emotional memory in one Milvus collection, searched as `MemoryStore` searches.

    Unlike there: each call is a step of its own, memories are not edited, pinned afterwards or
    superseded, and there is no search for words.
    """

    def __init__(self, client: MilvusClient, collection: Collection) -> None:
        """Use `MilvusStore.open`."""
        self._client: MilvusClient | None = client
        self._uri = collection.uri
        self._collection = collection.name
        self._dimension = collection.dimension
        self._lock = Lock()

    @classmethod
    def open(
        cls,
        uri: str,
        dimension: int = 384,
        encoder_name: str | None = None,
        *,
        token: str = "",
        collection: str = COLLECTION,
        index_type: str = "FLAT",
    ) -> Self:
        """Open the collection, or create it.

        Args:
            uri: a server (`http://localhost:19530`), or a file ending in `.db` for milvus-lite.
            dimension: width d ≥ 1 of the meaning vectors; a collection is bound to it.
            encoder_name: who makes the vectors; a collection is bound to the first it sees.
            token: `user:password` or an API key, if the server asks for one.
            collection: its name.
            index_type: of a new collection. FLAT is exact; servers with millions of memories want
                an approximate one such as HNSW.

        Raises:
            ImportError: pymilvus is not installed.
            StoreError: the server or the file cannot be used, or holds other vectors.
        """
        if dimension < 1:
            raise WrongDimensionError(f"got a dimension of {dimension}, expected 1 or more")
        where = Collection(uri, collection, dimension, encoder_name, index_type)
        with translated(uri):
            client = connect(uri, token)
            try:
                prepare(client, where)
            except BaseException:
                disconnect(client, uri)
                raise
        return cls(client, where)

    def remember(self, memory: NewMemory) -> int:
        """Keep a memory and return its id. Raises WrongDimensionError or StoreError."""
        [memory_id] = self.remember_many([memory])
        return memory_id

    def remember_many(self, memories: Iterable[NewMemory]) -> list[int]:
        """Keep memories and return their ids, in order.

        What can be refused is refused before anything is written. If the server fails in between,
        those up to then are taken back as far as it lets us.
        """
        new = [self._entity(memory) for memory in memories]
        ids: list[int] = []
        try:
            for start in range(0, len(new), AT_ONCE):
                with self._using() as client:
                    done = client.insert(self._collection, new[start : start + AT_ONCE])
                ids += [int(memory_id) for memory_id in done["ids"]]
        except StoreError:
            if ids:
                with self._using() as client:
                    client.delete(self._collection, ids=ids)
            raise
        return ids

    def recall(self, query: Query) -> list[Hit]:
        """What comes to mind: the owner's memories with the best scores, best first.

        By any strategy of `memory_store`; what looks for words there does without them here.
        """
        self._require_width(query.vector.size)
        mood = sought_mood(query)
        found: dict[int, Memory] = {}
        with self._using() as client:
            for weight, count in searches(query, mood):
                [hits] = client.search(
                    self._collection,
                    [vectors.asked(query.vector, mood, weight)],
                    filter=rows.asked_for(query),
                    limit=min(count, MOST),
                    output_fields=rows.OUTPUT,
                )
                memories = (rows.memory_of(hit["entity"] | {"id": hit["id"]}) for hit in hits)
                found |= {memory.id: memory for memory in memories}
        return ranked(found.values(), query)

    def get(self, memory_id: int) -> Memory | None:
        """The memory with this id, None if there is none (any more)."""
        found = self._fetch([memory_id])
        return found[0] if found else None

    def forget(
        self,
        *,
        owner: str,
        id: int | None = None,
        session: str | None = None,
        older_than: datetime | None = None,
    ) -> int:
        """Delete the owner's memories and return how many, as `MemoryStore.forget` does.

        When the server gives the room back, and whether it overwrites it, is its own business.
        """
        meant = rows.to_forget(owner, id, session, older_than)
        with self._using() as client:
            several = self._count(client, meant)
            if several:
                client.delete(self._collection, filter=meant)
        return several

    def count(self, owner: str | None = None) -> int:
        """How many memories there are, of one owner or of all."""
        others = f'owner != "{rows.key(BINDING)}"'
        with self._using() as client:
            return self._count(client, others if owner is None else rows.of_owner(owner))

    def close(self) -> None:
        """Close the connection; doing so twice is harmless."""
        if self._client is not None:
            disconnect(self._client, self._uri)
            self._client = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    # After the other annotations: from here on, `list` is this method and not the built-in.
    def list(
        self,
        owner: str,
        limit: int = 50,
        offset: int = 0,
        kinds: Iterable[Kind] | None = None,
        include_superseded: bool = False,  # noqa: ARG002 (there are none)
    ) -> Page:
        """A page of the owner's memories, latest first. Reads ids and dates of all of them."""
        when: dict[int, int] = {}
        with self._using() as client:
            pages = client.query_iterator(
                self._collection,
                batch_size=AT_ONCE,
                filter=rows.of_owner(owner, kinds),
                output_fields=["id", "at"],
            )
            while page := pages.next():
                when |= {int(one["id"]): int(one["at"]) for one in page}
            pages.close()
        latest = sorted(when, key=lambda one: (when[one], one), reverse=True)
        return self._fetch(latest[offset : offset + limit])

    def _entity(self, memory: NewMemory) -> dict[str, Any]:
        self._require_width(memory.vector.size)
        if memory.supersedes is not None:
            raise StoreError("Milvus keeps no history of memories; remember it without supersedes")
        return rows.entity(memory)

    def _fetch(self, ids: Iterable[int]) -> Page:
        """Those that exist, in the order of `ids`."""
        wanted = [*ids]
        if not wanted:
            return []
        with self._using() as client:
            found = client.query(
                self._collection, ids=wanted, output_fields=[*rows.OUTPUT, "owner"]
            )
        memories = {
            int(one["id"]): rows.memory_of(one)
            for one in found
            if one["owner"] != rows.key(BINDING)
        }
        return [memories[one] for one in wanted if one in memories]

    def _count(self, client: MilvusClient, condition: str) -> int:
        found = client.query(self._collection, filter=condition, output_fields=["count(*)"])
        return int(found[0]["count(*)"])

    @contextmanager
    def _using(self) -> Iterator[MilvusClient]:
        # One call at a time: milvus-lite does not bear several writers.
        with self._lock, translated(self._uri):
            yield self._require_open()

    def _require_open(self) -> MilvusClient:
        if self._client is None:
            raise ClosedError(f"{self._uri}: the store has been closed; open it again")
        return self._client

    def _require_width(self, width: int) -> None:
        if width != self._dimension:
            raise WrongDimensionError(
                f"got a vector of {width} numbers, expected {self._dimension} as in the rest of "
                "the store; use the encoder the store was made with"
            )
