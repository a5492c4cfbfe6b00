"""LangChain's `VectorStore` over a memory store. Knows nothing of how anything is searched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Self
from uuid import uuid4

import numpy as np
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore
from langchain_core.vectorstores.utils import maximal_marginal_relevance
from typing_extensions import override

from memory_store.deletion import forget_many
from memory_store.langchain import documents
from memory_store.langchain.documents import Condition
from memory_store.langchain.embeddings import MoodOf
from memory_store.langchain.sifting import sifted_recall
from memory_store.records import NEUTRAL, Hit, Kind, Mood, NewMemory, Query, Strategy
from memory_store.store import MemoryStore
from memory_store.vectors import unit_meaning


class EmotionalVectorStore(VectorStore):
    """Documents as memories: searched by meaning and, if wanted, by mood; each on disk at once.

    Adding under an id that exists replaces what was there. Filters are part of the search: `k`
    documents come back whenever `k` meet the condition. Its methods may be called from any thread;
    the async ones run the same code in LangChain's executor.

    Args:
        store: where the documents are kept; its dimension is that of the embedding.
        embedding: makes the vectors.
        owner: whose documents these are, like the name of a collection. A search never leaves it.
        mood_of: reads what is felt in a text; by default every document and query is neutral.
        meaning_weight: w in w · meaning + (1 − w) · mood; 1 leaves moods out.
    """

    def __init__(
        self,
        store: MemoryStore,
        embedding: Embeddings,
        *,
        owner: str = "documents",
        mood_of: MoodOf | None = None,
        meaning_weight: float = 1.0,
    ) -> None:
        self._store = store
        self._embedding = embedding
        self._owner = owner
        self._mood_of = mood_of or (lambda _: NEUTRAL)
        self._meaning_weight = meaning_weight
        documents.prepare(store)

    @property
    @override
    def embeddings(self) -> Embeddings:
        """What makes the vectors."""
        return self._embedding

    @override
    def add_texts(
        self,
        texts: Iterable[str],
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: Sequence[str | None] | None = None,
        **kwargs: Any,
    ) -> list[str]:
        """Keep the texts, all or none, and return their ids; a missing id is made up.

        Metadata must be JSON. Raises ValueError if there are not as many ids or metadata as texts
        or if a text is empty, and the errors of the store.
        """
        _refuse_unknown(kwargs)
        listed = list(texts)
        named = [one or str(uuid4()) for one in ids or [None] * len(listed)]
        about = metadatas or [{} for _ in listed]
        if not len(listed) == len(named) == len(about):
            raise ValueError(
                f"got {len(listed)} texts, {len(named)} ids and {len(about)} metadata, "
                "expected as many of each"
            )
        vectors = self._embedding.embed_documents(listed)
        # By id, so that of documents with one id the last stays.
        new = {
            one: NewMemory(
                owner=self._owner,
                text=text,
                vector=unit_meaning(vector),
                kind=Kind.LORE,
                mood=self._mood_of(text),
                provenance=documents.provenance(one, metadata),
            )
            for one, text, metadata, vector in zip(named, listed, about, vectors, strict=True)
        }
        with self._store.transaction():
            self.delete(list(new))
            self._store.remember_many(list(new.values()))
        return named

    @override
    def delete(self, ids: list[str] | None = None, **kwargs: Any) -> bool:
        """Forget the documents with these ids, for None all of the owner's."""
        _refuse_unknown(kwargs)
        with self._store.transaction():
            known = (
                documents.all_memory_ids(self._store, self._owner)
                if ids is None
                else documents.memory_ids(self._store, self._owner, ids).values()
            )
            forget_many(self._store, self._owner, known)
        return True

    @override
    def get_by_ids(self, ids: Sequence[str], /) -> list[Document]:
        """The documents with these ids, in that order, without those that do not exist."""
        with self._store.snapshot():
            known = documents.memory_ids(self._store, self._owner, ids)
            found = (self._store.get(known[one]) for one in ids if one in known)
            return [documents.document_of(memory) for memory in found if memory is not None]

    @override
    def similarity_search(self, query: str, k: int = 4, **kwargs: Any) -> list[Document]:
        """The `k` best documents; see `similarity_search_with_score` for the arguments."""
        return [document for document, _ in self.similarity_search_with_score(query, k, **kwargs)]

    @override
    def similarity_search_with_score(
        self,
        query: str,
        k: int = 4,
        *,
        filter: Condition | None = None,
        mood: Mood | None = None,
        meaning_weight: float | None = None,
    ) -> list[tuple[Document, float]]:
        """The `k` best documents with their scores in [-1, 1], best first.

        Args:
            query: what to look for.
            k: how many.
            filter: which documents to look at: fields of the metadata and what is wanted of them
                (`memory_store.langchain.filters`), or a function of the document.
            mood: the mood to search in; by default what is felt in the query.
            meaning_weight: by default the store's.
        """
        vector = self._embedding.embed_query(query)
        felt = self._mood_of(query) if mood is None else mood
        return _scored(self._hits(vector, k, filter, felt, meaning_weight))

    @override
    def similarity_search_by_vector(
        self, embedding: list[float], k: int = 4, **kwargs: Any
    ) -> list[Document]:
        """The `k` best documents for a vector; other arguments are those for a query."""
        return [document for document, _ in _scored(self._hits(embedding, k, **kwargs))]

    @override
    def max_marginal_relevance_search(
        self,
        query: str,
        k: int = 4,
        fetch_k: int = 20,
        lambda_mult: float = 0.5,
        **kwargs: Any,
    ) -> list[Document]:
        """`k` of the `fetch_k` best documents: near to the query, and unlike each other.

        `lambda_mult` is the share of the former, from 0 to 1 (Carbonell and Goldstein 1998).
        """
        kwargs.setdefault("mood", self._mood_of(query))
        vector = self._embedding.embed_query(query)
        return self.max_marginal_relevance_search_by_vector(
            vector, k, fetch_k, lambda_mult, **kwargs
        )

    @override
    def max_marginal_relevance_search_by_vector(
        self,
        embedding: list[float],
        k: int = 4,
        fetch_k: int = 20,
        lambda_mult: float = 0.5,
        **kwargs: Any,
    ) -> list[Document]:
        """As `max_marginal_relevance_search`, for a vector."""
        hits = self._hits(embedding, max(k, fetch_k), **kwargs)
        vectors = [hit.memory.vector.tolist() for hit in hits]
        chosen = maximal_marginal_relevance(np.asarray(embedding), vectors, lambda_mult, k)
        return [documents.document_of(hits[index].memory) for index in chosen]

    @classmethod
    @override
    def from_texts(
        cls,
        texts: list[str],
        embedding: Embeddings,
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: list[str] | None = None,
        store: MemoryStore | None = None,
        **kwargs: Any,
    ) -> Self:
        """A vector store over `store` (required) that holds the texts, too.

        Other arguments are those of the class.
        """
        if store is None:
            raise TypeError("from_texts() needs store=, an open MemoryStore to keep the texts in")
        made = cls(store, embedding, **kwargs)
        made.add_texts(texts, metadatas, ids=ids)
        return made

    @override
    def _select_relevance_score_fn(self) -> Callable[[float], float]:
        return lambda score: min(max((1.0 + score) / 2.0, 0.0), 1.0)

    def _hits(
        self,
        vector: Sequence[float],
        k: int,
        filter: Condition | None = None,
        mood: Mood = NEUTRAL,
        meaning_weight: float | None = None,
    ) -> list[Hit]:
        if k < 1:
            return []
        query = Query(
            owner=self._owner,
            vector=unit_meaning(vector),
            mood=mood,
            strategy=Strategy.COMBINE_ADD,
            meaning_weight=self._meaning_weight if meaning_weight is None else meaning_weight,
            limit=k,
        )
        return sifted_recall(
            self._store,
            query,
            lambda memory: memory.id if documents.is_wanted(memory, filter) else None,
        )


def _scored(hits: Iterable[Hit]) -> list[tuple[Document, float]]:
    return [(documents.document_of(hit.memory), hit.score) for hit in hits]


def _refuse_unknown(arguments: dict[str, Any]) -> None:
    if arguments:
        raise TypeError(f"got unknown arguments: {', '.join(sorted(arguments))}")
