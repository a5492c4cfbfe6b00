"""Ranks what a search in Milvus has found, by the strategies of `memory_store`. Knows no Milvus."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from memory_store import vectors
from memory_store.milvus.rows import microseconds
from memory_store.parts import Parts, recency, sought_mood
from memory_store.records import Hit, Memory, Query
from memory_store.strategies import STRATEGIES


def ranked(candidates: Iterable[Memory], query: Query) -> list[Hit]:
    """The hits for `query` among candidates, best first; words have no say."""
    memories = sorted(candidates, key=lambda memory: memory.id)
    parts = _parts(memories, query)
    ranking = STRATEGIES[query.strategy](parts, query)
    return [
        Hit(
            memory=memories[place],
            score=float(score),
            meaning=float(parts.meaning[place]),
            mood=float(parts.mood[place]),
            words=0.0,
            recency=float(parts.recency[place]),
            ranks=parts.ranks(place),
        )
        for place, score in zip(ranking.places.tolist(), ranking.scores, strict=True)
    ]


def _parts(memories: list[Memory], query: Query) -> Parts:
    mood = vectors.unit_moods(sought_mood(query))
    cosines = [
        (
            vectors.cosine(memory.vector, query.vector),
            vectors.cosine(vectors.unit_moods(memory.mood), mood),
        )
        for memory in memories
    ]
    meanings, moods = np.array(cosines, dtype=np.float64).reshape(-1, 2).T
    times = np.array([microseconds(memory.at) for memory in memories], dtype=np.int64)
    return Parts(
        ids=np.array([memory.id for memory in memories], dtype=np.int64),
        meaning=meanings,
        mood=moods,
        words=np.zeros(len(memories)),
        recency=recency(times, query),
        importance=np.array([memory.importance for memory in memories], dtype=np.float64),
    )
