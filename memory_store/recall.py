"""Recall: what comes to mind for a query. Knows nothing of files, indexes or writing."""

from __future__ import annotations

from memory_store import rows, vectors
from memory_store.follower import Follower
from memory_store.records import Hit, Memory, Query
from memory_store.selection import Selection


def recall(follower: Follower, query: Query) -> list[Hit]:
    """The hits for `query`, best first; among equals, the later memory first."""
    wanted = vectors.asked(query.vector, query.mood, query.meaning_weight)
    with follower.view() as view:
        found = view.nearest(wanted, view.allowed(Selection.of(query)), query.limit)
        hits = [_scored(memory, query) for memory in rows.fetch(view.database, found)]
    return sorted(hits, key=lambda hit: (hit.score, hit.memory.id), reverse=True)


def _scored(memory: Memory, query: Query) -> Hit:
    meaning = vectors.cosine(memory.vector, query.vector)
    mood = vectors.cosine(vectors.unit_moods(memory.mood), vectors.unit_moods(query.mood))
    weight = query.meaning_weight
    score = weight * meaning + (1.0 - weight) * mood
    return Hit(memory=memory, score=score, meaning=meaning, mood=mood)
