"""LangChain's own tests of vector stores and retrievers, whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding
from langchain_core.retrievers import BaseRetriever
from langchain_core.vectorstores import VectorStore
from langchain_tests.integration_tests import (
    RetrieversIntegrationTests,
    VectorStoreIntegrationTests,
)
from langchain_tests.integration_tests.vectorstores import EMBEDDING_SIZE

from memory_store import MemoryStore, NewMemory
from memory_store.langchain import EmotionalRetriever, EmotionalVectorStore
from memory_store.vectors import unit_meaning


class TestVectorStore(VectorStoreIntegrationTests):
    @pytest.fixture
    def vectorstore(self, tmp_path: Path) -> Iterator[VectorStore]:
        with MemoryStore.open(tmp_path / "db", EMBEDDING_SIZE) as store:
            yield EmotionalVectorStore(store, self.get_embeddings())


class TestVectorStoreWithMoods(VectorStoreIntegrationTests):
    """Neutral moods must change nothing, whatever their weight."""

    @pytest.fixture
    def vectorstore(self, tmp_path: Path) -> Iterator[VectorStore]:
        with MemoryStore.open(tmp_path / "db", EMBEDDING_SIZE) as store:
            yield EmotionalVectorStore(store, self.get_embeddings(), meaning_weight=0.5)


class TestRetriever(RetrieversIntegrationTests):
    @pytest.fixture(autouse=True)
    def _store(self, tmp_path: Path) -> Iterator[None]:
        self.embeddings = DeterministicFakeEmbedding(size=EMBEDDING_SIZE)
        with MemoryStore.open(tmp_path / "db", EMBEDDING_SIZE) as self.store:
            for text in ("my dog died", "my dog won", "it rains", "the tea is cold"):
                vector = unit_meaning(self.embeddings.embed_query(text))
                self.store.remember(NewMemory(owner="ada", text=text, vector=vector))
            yield

    @property
    def retriever_constructor(self) -> type[BaseRetriever]:
        return EmotionalRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"store": self.store, "embeddings": self.embeddings, "owner": "ada"}

    @property
    def retriever_query_example(self) -> str:
        return "what happened to my dog?"
