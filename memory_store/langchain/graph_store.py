"""LangGraph's `BaseStore` over a memory store. Knows nothing of how anything is searched."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import islice

from langchain_core.runnables.config import run_in_executor
from langgraph.store.base import (
    BaseStore,
    GetOp,
    IndexConfig,
    Item,
    ListNamespacesOp,
    MatchCondition,
    Op,
    PutOp,
    Result,
    SearchItem,
    SearchOp,
    TTLConfig,
    ensure_embeddings,
    get_text_at_path,
    tokenize_path,
    validate_op_namespace,
)
from typing_extensions import override

from memory_store.langchain import items
from memory_store.langchain.embeddings import MoodOf
from memory_store.langchain.filters import matches
from memory_store.langchain.items import Namespace
from memory_store.langchain.sifting import sifted_recall
from memory_store.records import NEUTRAL, Kind, Memory, NewMemory, Query, Strategy
from memory_store.store import MemoryStore
from memory_store.vectors import unit_meaning


class EmotionalStore(BaseStore):
    """Long-term memory for LangGraph agents: items by namespace and key, searched by meaning.

    A batch reads before it writes, and its writes are on disk together when it returns. A search
    is full: what lies in other namespaces or does not meet the filter takes nobody's place.
    Items that have expired are gone; they are deleted when the store is next used. The async
    methods run the same code in LangChain's executor.

    Args:
        store: where everything is kept.
        index: how texts become vectors, as for LangGraph's own stores; its `dims` is the store's
            dimension. Without it there is no search by meaning.
        ttl: when items expire, as for LangGraph's own stores.
        mood_of: reads what is felt in a text; by default items and queries are neutral.
        meaning_weight: w in w · meaning + (1 − w) · mood; 1 leaves moods out.
    """

    supports_ttl = True

    def __init__(
        self,
        store: MemoryStore,
        *,
        index: IndexConfig | None = None,
        ttl: TTLConfig | None = None,
        mood_of: MoodOf | None = None,
        meaning_weight: float = 1.0,
    ) -> None:
        self._store = store
        self._embeddings = ensure_embeddings(index["embed"]) if index else None
        self._fields = (index.get("fields") or ["$"]) if index else []
        self.ttl_config = ttl
        self._mood_of = mood_of or (lambda _: NEUTRAL)
        self._meaning_weight = meaning_weight
        items.prepare(store)

    @override
    def batch(self, ops: Iterable[Op]) -> list[Result]:
        """Carry out the operations: all reads, then all writes in one transaction.

        Of several writes to one item the last counts. Raises InvalidNamespaceError or ValueError
        before anything is written.
        """
        asked = list(ops)
        for op in asked:
            validate_op_namespace(op)
        self._sweep()
        results = [self._read(op) for op in asked]
        self._write({(op.namespace, op.key): op for op in asked if isinstance(op, PutOp)})
        return results

    @override
    async def abatch(self, ops: Iterable[Op]) -> list[Result]:
        """As `batch`, in a thread."""
        return await run_in_executor(None, self.batch, ops)

    def _read(self, op: Op) -> Result:
        match op:
            case GetOp():
                return self._get(op)
            case SearchOp():
                return self._search(op)
            case ListNamespacesOp():
                return self._list_namespaces(op)
            case PutOp():
                return None
        raise ValueError(f"got an operation of {type(op)}, expected one of LangGraph's")

    def _get(self, op: GetOp) -> Item | None:
        with self._store.snapshot() as database:
            item = items.get(database, op.namespace, op.key)
        if item is not None and op.refresh_ttl:
            self._prolong([item])
        return item

    def _search(self, op: SearchOp) -> list[SearchItem]:
        if op.limit < 0 or op.offset < 0:
            raise ValueError(f"got limit {op.limit} and offset {op.offset}, expected 0 or more")
        by_meaning = op.query and self._embeddings is not None
        found = self._nearest(op) if by_meaning else self._unranked(op)
        if op.refresh_ttl:
            self._prolong(found)
        return found

    def _unranked(self, op: SearchOp) -> list[SearchItem]:
        with self._store.snapshot() as database:
            fitting = (
                item
                for item in items.beneath(database, op.namespace_prefix)
                if matches(item.value, op.filter)
            )
            return [_found(item, None) for item in islice(fitting, op.offset, op.offset + op.limit)]

    def _nearest(self, op: SearchOp) -> list[SearchItem]:
        """The items by their best text, then those that have none."""
        wanted = op.offset + op.limit
        with self._store.snapshot() as database:
            within = items.namespaces(database, op.namespace_prefix)
        ranked = [found for namespace in within for found in self._nearest_in(namespace, op)]
        ranked.sort(key=lambda found: found.score or 0.0, reverse=True)
        if len(ranked) < wanted:
            seen = {(found.namespace, found.key) for found in ranked}
            everything = self._unranked(op._replace(offset=0, limit=wanted + len(ranked)))
            ranked += [item for item in everything if (item.namespace, item.key) not in seen]
        return ranked[op.offset : wanted]

    def _nearest_in(self, namespace: Namespace, op: SearchOp) -> list[SearchItem]:
        assert self._embeddings is not None
        assert op.query
        found: dict[str, Item] = {}

        def key_of(memory: Memory) -> str | None:
            key = items.key_of(memory.provenance)
            if key is None or key in found:
                return key
            with self._store.snapshot() as database:
                item = items.get(database, namespace, key)
            if item is None or not matches(item.value, op.filter):
                return None
            found[key] = item
            return key

        query = Query(
            owner=items.owner_of(namespace),
            vector=unit_meaning(self._embeddings.embed_query(op.query)),
            mood=self._mood_of(op.query),
            strategy=Strategy.COMBINE_ADD,
            meaning_weight=self._meaning_weight,
            limit=max(op.offset + op.limit, 1),
        )
        hits = sifted_recall(self._store, query, key_of)
        return [
            _found(found[key], hit.score)
            for hit in hits
            if (key := items.key_of(hit.memory.provenance)) is not None
        ]

    def _list_namespaces(self, op: ListNamespacesOp) -> list[Namespace]:
        with self._store.snapshot() as database:
            known = items.namespaces(database)
        conditions = op.match_conditions or ()
        fitting = [n for n in known if all(_fits(condition, n) for condition in conditions)]
        shortened = sorted({namespace[: op.max_depth] for namespace in fitting})
        return shortened[op.offset : op.offset + op.limit]

    def _write(self, puts: dict[tuple[Namespace, str], PutOp]) -> None:
        if not puts:
            return
        # Before the transaction: encoding takes its time, and other writers would wait for it.
        memories = self._memories(list(puts.values()))
        with self._store.transaction():
            for op in puts.values():
                self._put(op)
            self._store.remember_many(memories)

    def _put(self, op: PutOp) -> None:
        now = datetime.now(UTC)
        with self._store.transaction() as database:
            before = items.get(database, op.namespace, op.key)
            items.delete(self._store, op.namespace, op.key)
            if op.value is not None:
                item = Item(
                    value=dict(op.value),
                    key=op.key,
                    namespace=op.namespace,
                    created_at=now if before is None else before.created_at,
                    updated_at=now,
                )
                items.put(database, item, op.ttl)

    def _memories(self, puts: list[PutOp]) -> list[NewMemory]:
        texts = [(op, path, text) for op in puts for path, text in self._texts(op)]
        if not texts or self._embeddings is None:
            return []
        vectors = self._embeddings.embed_documents([text for _, _, text in texts])
        return [
            NewMemory(
                owner=items.owner_of(op.namespace),
                text=text,
                vector=unit_meaning(vector),
                kind=Kind.FACT,
                mood=self._mood_of(text),
                provenance=items.provenance(op.key, path),
            )
            for (op, path, text), vector in zip(texts, vectors, strict=True)
        ]

    def _texts(self, op: PutOp) -> list[tuple[str, str]]:
        """Path and text of everything in the value that is to be found by meaning."""
        if op.value is None or op.index is False or self._embeddings is None:
            return []
        paths = self._fields if op.index is None else op.index
        return [
            (path, text)
            for path in paths
            for text in get_text_at_path(op.value, path if path == "$" else tokenize_path(path))
            if text
        ]

    def _prolong(self, found: Iterable[Item]) -> None:
        with self._store.snapshot() as database:
            names = items.expiring(database, [(item.namespace, item.key) for item in found])
        if names:
            with self._store.transaction() as database:
                items.prolong(database, names)

    def _sweep(self) -> None:
        with self._store.snapshot() as database:
            over = items.expired(database)
        if over:
            with self._store.transaction():
                for namespace, key in over:
                    items.delete(self._store, namespace, key)


def _found(item: Item, score: float | None) -> SearchItem:
    return SearchItem(
        namespace=item.namespace,
        key=item.key,
        value=item.value,
        created_at=item.created_at,
        updated_at=item.updated_at,
        score=score,
    )


def _fits(condition: MatchCondition, namespace: Namespace) -> bool:
    path = condition.path
    if condition.match_type == "prefix":
        part = namespace[: len(path)]
    else:
        part = namespace[-len(path) :] if path else ()
    return len(part) == len(path) and all(
        want in ("*", label) for want, label in zip(path, part, strict=True)
    )
