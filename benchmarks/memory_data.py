"""Synthetic memories for the benchmark: clustered meanings and moods, 50 owners, made in blocks.

The same seed makes the same memories in any process, so that none needs to be kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from memory_store import Mood, NewMemory, Query, Strategy
from memory_store.vectors import asked, stored

DIMENSION = 384
OWNERS = 50
BLOCK = 10_000
TOPICS = 2000
FEELINGS = 32
VOCABULARY = 20_000
LENGTH = 12
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Block:
    """n memories, as arrays."""

    start: int
    owners: Ints
    """Shape (n,)."""
    meanings: Floats
    """Shape (n, DIMENSION), unit rows."""
    moods: Floats
    """Shape (n, 3), in [-1, 1]."""
    words: Ints
    """Shape (n, LENGTH), numbers of words."""

    def only(self, place: int) -> Block:
        """One of them."""
        arrays = (self.owners, self.meanings, self.moods, self.words)
        owners, meanings, moods, words = (array[place : place + 1] for array in arrays)
        return Block(self.start + place, owners, meanings, moods, words)  # type: ignore[arg-type]

    def memories(self) -> list[NewMemory]:
        """The block as records; a conversation is a hundred turns of one owner."""
        return [
            NewMemory(
                owner=f"owner {self.owners[i]}",
                session=f"session {(self.start + i) // (100 * OWNERS)}",
                text=" ".join(f"word{number}" for number in self.words[i]),
                vector=self.meanings[i],
                mood=Mood(*self.moods[i].tolist()),
                at=BEGIN + timedelta(seconds=self.start + i),
            )
            for i in range(len(self.owners))
        ]


def blocks(rows: int) -> Iterator[Block]:
    """All memories, in blocks of BLOCK."""
    for start in range(0, rows, BLOCK):
        yield _block(start, min(BLOCK, rows - start), seed=start)


def queries(count: int, weight: float) -> list[Query]:
    """Queries like the memories, but none of them; `weight` of meaning."""
    block = _block(0, count, seed=-1)
    return [
        Query(
            owner=f"owner {block.owners[i]}",
            vector=block.meanings[i],
            mood=Mood(*block.moods[i].tolist()),
            meaning_weight=weight,
            strategy=Strategy.COMBINE_ADD,
        )
        for i in range(count)
    ]


def exact(rows: int, asking: list[Query], limit: int = 10) -> list[set[int]]:
    """Ids of the best `limit` for each query, by brute force over all memories.

    Ids are those of a store that was filled in order: from 1.
    """
    wanted = [asked(query.vector, query.mood, query.meaning_weight or 0.0) for query in asking]
    owners = np.array([int(query.owner.split()[1]) for query in asking])
    best: list[list[tuple[float, int]]] = [[] for _ in asking]
    for block in blocks(rows):
        vectors = stored(block.meanings, block.moods)
        for number, (query, owner) in enumerate(zip(wanted, owners, strict=True)):
            places = np.flatnonzero(block.owners == owner)
            scores = vectors[places] @ query
            top = np.argsort(-scores)[:limit]
            found = zip(scores[top].tolist(), (places[top] + block.start + 1).tolist(), strict=True)
            best[number] = sorted([*best[number], *found], reverse=True)[:limit]
    return [{number for _, number in ranking} for ranking in best]


def _block(start: int, count: int, seed: int) -> Block:
    topics, feelings = _centres()
    random = np.random.default_rng([7, seed + 1])
    about = topics[random.integers(0, TOPICS, count)]
    noise = random.standard_normal((count, DIMENSION)) * (0.9 / np.sqrt(DIMENSION))
    meanings = about + noise
    felt = feelings[random.integers(0, FEELINGS, count)] + 0.15 * random.standard_normal((count, 3))
    # Some words are far more frequent than others, as in any language.
    words = (VOCABULARY * random.random((count, LENGTH)) ** 4).astype(np.int64)
    return Block(
        start=start,
        owners=random.integers(0, OWNERS, count),
        meanings=_unit(meanings),
        moods=np.clip(felt, -1.0, 1.0).astype(np.float32),
        words=words,
    )


def _centres() -> tuple[Floats, Floats]:
    random = np.random.default_rng(7)
    topics = _unit(random.standard_normal((TOPICS, DIMENSION)))
    return topics, random.uniform(-0.9, 0.9, (FEELINGS, 3)).astype(np.float32)


def _unit(vectors: NDArray[np.float64]) -> Floats:
    unit: Floats = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return unit
