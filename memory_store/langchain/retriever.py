"""LangChain's `BaseRetriever` over a memory store: an owner's memories as documents.

Knows nothing of how anything is searched.
"""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field
from typing_extensions import override

from memory_store.langchain.documents import recollection
from memory_store.langchain.embeddings import MoodOf
from memory_store.protocols import Memories
from memory_store.records import NEUTRAL, Kind, Mood, Query, Strategy
from memory_store.vectors import unit_meaning


class EmotionalRetriever(BaseRetriever):
    """What comes to an owner's mind for a question, as documents whose metadata explain the score.

    Every field but the first two may also be given for one call: `retriever.invoke("…", k=3)`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")

    store: Any
    """A `MemoryStore`, or another store with its methods."""
    embeddings: Embeddings
    """Makes the vector of a question."""
    owner: str = Field(min_length=1)
    """Whose memories; a recall never leaves them."""
    k: int = Field(default=4, ge=1)
    """How many memories."""
    mood: Mood | None = None
    """The mood to recall in; None: what is felt in the question, if `mood_of` can tell."""
    mood_of: MoodOf | None = None
    """Reads what is felt in a text."""
    meaning_weight: float = Field(default=0.9, ge=0.0, le=1.0)
    """w in w · meaning + (1 − w) · mood."""
    strategy: Strategy = Strategy.HYBRID
    """How the parts of a score are put together."""
    kinds: frozenset[Kind] | None = None
    """Only these kinds; None for all."""

    @override
    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **chosen: Any
    ) -> list[Document]:
        asked = self._with(chosen)
        store: Memories = asked.store
        found = store.recall(
            Query(
                owner=asked.owner,
                vector=unit_meaning(asked.embeddings.embed_query(query)),
                text=query,
                mood=asked._felt(query),
                meaning_weight=asked.meaning_weight,
                strategy=asked.strategy,
                kinds=asked.kinds,
                limit=asked.k,
            )
        )
        return [recollection(hit) for hit in found]

    def _with(self, chosen: dict[str, Any]) -> EmotionalRetriever:
        # Built anew rather than copied, so that what is chosen for one call is validated as well.
        kept = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self)(**(kept | chosen)) if chosen else self

    def _felt(self, text: str) -> Mood:
        if self.mood is not None:
            return self.mood
        return NEUTRAL if self.mood_of is None else self.mood_of(text)
