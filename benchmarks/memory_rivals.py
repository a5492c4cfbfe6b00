"""Other stores of memories for agents, all asked the same: vectors by owner, no network.

Needs the extra `benchmarks`. Only meanings are compared, for the others know no moods.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from memory_data import DIMENSION, Block
from numpy.typing import NDArray

from memory_store import MemoryStore, Query, Strategy

Floats = NDArray[np.float32]


class Rival(Protocol):
    """One store of memories."""

    name: str

    def load(self, block: Block) -> None:
        """Take all memories at once."""

    def top(self, owner: int, vector: Floats, limit: int) -> set[str]:
        """Texts of the owner's memories that are closest."""
        ...

    def insert(self, block: Block) -> None:
        """Take one more memory, so that it is there after a restart."""


def texts(block: Block) -> list[str]:
    """A text of its own for each memory."""
    return [f"memory {block.start + i}" for i in range(len(block.owners))]


class Ours:
    """memory_store."""

    name = "memory_store"

    def __init__(self, folder: Path) -> None:
        self._store = MemoryStore.open(folder / "ours.db", DIMENSION)
        self._numbers: dict[int, str] = {}

    def load(self, block: Block) -> None:
        """In one transaction."""
        ids = self._store.remember_many(block.memories())
        self._numbers = dict(zip(ids, texts(block), strict=True))
        self._store.prepare()

    def top(self, owner: int, vector: Floats, limit: int) -> set[str]:
        """By meaning alone."""
        query = Query(
            owner=f"owner {owner}",
            vector=vector,
            strategy=Strategy.SEMANTIC,
            meaning_weight=1.0,
            limit=limit,
        )
        return {self._numbers[hit.memory.id] for hit in self._store.recall(query)}

    def insert(self, block: Block) -> None:
        """On disk when it returns."""
        self._store.remember(block.memories()[0])


class InMemory:
    """langchain-core's InMemoryVectorStore: exact, and gone when the process ends."""

    name = "LangChain InMemoryVectorStore"

    def __init__(self) -> None:
        from langchain_core.embeddings import DeterministicFakeEmbedding
        from langchain_core.vectorstores import InMemoryVectorStore

        # Never asked: vectors are put in and searched for as they are.
        self._store = InMemoryVectorStore(DeterministicFakeEmbedding(size=DIMENSION))

    def load(self, block: Block) -> None:
        """As its own `add_documents` does, with vectors that are there already."""
        for i, text in enumerate(texts(block)):
            self._store.store[text] = {
                "id": text,
                "vector": block.meanings[i].tolist(),
                "text": text,
                "metadata": {"owner": int(block.owners[i])},
            }

    def top(self, owner: int, vector: Floats, limit: int) -> set[str]:
        """With a filter on the owner."""
        found = self._store.similarity_search_with_score_by_vector(
            vector.tolist(), k=limit, filter=lambda doc: doc.metadata["owner"] == owner
        )
        return {document.page_content for document, _ in found}

    def insert(self, block: Block) -> None:
        """Not durable: for comparison of recall only."""
        raise NotImplementedError


class CommunityFaiss:
    """FAISS of langchain-community."""

    name = "LangChain community FAISS"

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "community"
        self._store: Any = None

    def load(self, block: Block) -> None:
        """With its own defaults."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from langchain_community.vectorstores import FAISS
        from langchain_core.embeddings import DeterministicFakeEmbedding

        self._store = FAISS.from_embeddings(
            zip(texts(block), block.meanings.tolist(), strict=True),
            DeterministicFakeEmbedding(size=DIMENSION),
            metadatas=[{"owner": int(owner)} for owner in block.owners],
        )

    def top(self, owner: int, vector: Floats, limit: int) -> set[str]:
        """With a filter on the owner."""
        found = self._store.similarity_search_with_score_by_vector(
            vector.tolist(), k=limit, filter={"owner": owner}
        )
        return {document.page_content for document, _ in found}

    def insert(self, block: Block) -> None:
        """Its only way to disk is to save everything."""
        text = f"one more {block.start}"
        self._store.add_embeddings([(text, block.meanings[0].tolist())], [{"owner": 0}])
        self._store.save_local(str(self._folder))


class Mem0Faiss:
    """FAISS of mem0, without the language model that mem0 asks before it writes."""

    name = "mem0 FAISS"

    def __init__(self, folder: Path) -> None:
        os.environ.update({"MEM0_TELEMETRY": "False", "MEM0_DIR": str(folder / "mem0 home")})
        from mem0.vector_stores.faiss import FAISS

        self._store = FAISS(
            "memories", str(folder / "mem0"), "inner_product", embedding_model_dims=DIMENSION
        )

    def load(self, block: Block) -> None:
        """In one call."""
        self._insert(block, texts(block))

    def top(self, owner: int, vector: Floats, limit: int) -> set[str]:
        """With a filter on the owner."""
        found = self._store.search(
            "", [vector.tolist()], top_k=limit, filters={"user_id": f"owner {owner}"}
        )
        return {result.payload["data"] for result in found}

    def insert(self, block: Block) -> None:
        """As mem0 does it for one memory; it does not wait for the disk."""
        self._insert(block, [f"one more {block.start}"])

    def _insert(self, block: Block, named: Sequence[str]) -> None:
        payloads = [
            {"user_id": f"owner {owner}", "data": text}
            for owner, text in zip(block.owners, named, strict=True)
        ]
        self._store.insert(block.meanings.tolist(), payloads, list(named))
