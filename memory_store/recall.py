"""Recall: which memories are considered for a query, and how they are ranked. Knows no files.

Every strategy ranks candidates by parts that are computed from the file itself, not from the index:
the index only says which memories are worth a look.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from memory_store import rows, vectors
from memory_store.bm25 import bm25
from memory_store.follower import Follower, View
from memory_store.parts import Floats, Parts, recency, sought_mood
from memory_store.records import Hit, Mood, Query, Strategy
from memory_store.rows import Ids
from memory_store.selection import Selection
from memory_store.strategies import STRATEGIES, depth, meaning_weight
from memory_store.timeline import Timeline
from memory_store.tokens import sought
from memory_store.words import having

CANDIDATES = 100
"""Strategies that are no single search consider so many memories by meaning, by meaning with mood
and by words each, or as many as are asked for if that is more."""
WORDS = 100
"""So many different words of a query are looked for."""


def recall(follower: Follower, query: Query) -> list[Hit]:
    """The hits for `query`, best first; among equals, the later memory first."""
    with follower.view() as view:
        parts = _parts(view, query)
        ranking = STRATEGIES[query.strategy](parts, query)
        memories = rows.fetch(view.database, parts.ids[ranking.places].tolist())
    return [
        Hit(
            memory=memory,
            score=float(score),
            meaning=float(parts.meaning[place]),
            mood=float(parts.mood[place]),
            words=float(parts.words[place]),
            recency=float(parts.recency[place]),
            ranks=parts.ranks(place),
        )
        for memory, place, score in zip(
            memories, ranking.places.tolist(), ranking.scores, strict=True
        )
    ]


def _parts(view: View, query: Query) -> Parts:
    """The parts of the scores of everything that is worth a look."""
    timeline = view.timeline(query.owner)
    allowed = view.allowed(Selection.of(query))
    words = _words(view, query, timeline)
    mood = sought_mood(query)
    ids = _candidates(view, query, mood, allowed)
    if query.strategy is Strategy.HYBRID:
        ids = np.union1d(ids, _wordiest(timeline, words, allowed, _pool(query)))
    meanings = _meanings(view, ids, query.vector.size)
    places = timeline.places(ids)
    return Parts(
        ids=ids,
        meaning=_cosines(meanings, query.vector),
        mood=_cosines(view.state.catalogue.moods(ids), vectors.unit_moods(mood)),
        words=words[places],
        recency=recency(timeline.times[places], query),
        importance=timeline.importances[places].astype(np.float64),
    )


def _meanings(view: View, ids: Ids, dimension: int) -> vectors.Vectors:
    """(n, d) unit meanings of n memories, in the order of `ids`."""
    sql = "SELECT id, vector FROM memory WHERE id IN (SELECT value FROM json_each(?))"
    blobs = dict(view.database.execute(sql, [str(ids.tolist())]).fetchall())
    return rows.meanings(ids, [blobs[number] for number in ids.tolist()], dimension)


def _candidates(view: View, query: Query, mood: Mood, allowed: Ids) -> Ids:
    """Ids of what the index finds for the strategy, ascending."""
    found: list[int] = []
    for weight, count in searches(query, mood):
        wanted = vectors.asked(query.vector, mood, weight)
        found += view.nearest(wanted, allowed, count)
    return np.unique(np.array(found, dtype=np.int64))


def searches(query: Query, mood: Mood) -> Iterable[tuple[float, int]]:
    """With which share of meaning the index is searched, and for how many."""
    pool = _pool(query)
    felt = vectors.unit_moods(mood).any()
    match query.strategy:
        case Strategy.SEMANTIC:
            return [(1.0, query.limit)]
        case Strategy.COMBINE_ADD:
            return [(meaning_weight(query), query.limit)]
        case Strategy.SEMANTIC_FIRST:
            return [(1.0, depth(query))]
        case Strategy.EMOTION_FIRST:
            # Nothing is closer to no mood than anything else. Among memories without a mood, which
            # are equally close to any, the later ones should be found.
            return [(0.0 if felt else 1.0, depth(query) + CANDIDATES)]
        case Strategy.COMBINE_MULTIPLY | Strategy.HYBRID:
            # Neither is a single search: what is best by meaning or by a sum is worth a look.
            return [(1.0, pool), (meaning_weight(query), pool)] if felt else [(1.0, pool)]


def _pool(query: Query) -> int:
    return max(query.limit, CANDIDATES)


def _words(view: View, query: Query, timeline: Timeline) -> Floats:
    """How well every memory of the owner fits the words, shape (n,)."""
    wanted = sought(query.text)[:WORDS] if query.strategy is Strategy.HYBRID else []
    return bm25(timeline, (having(view.database, query.owner, token) for token in wanted))


def _wordiest(timeline: Timeline, words: Floats, allowed: Ids, count: int) -> Ids:
    """Ids of the allowed memories that fit the words best."""
    fitting = np.flatnonzero(words > 0.0)
    fitting = fitting[np.isin(timeline.ids[fitting], allowed, assume_unique=True)]
    best = np.argsort(-words[fitting], kind="stable")[:count]
    return timeline.ids[fitting[best]]


def _cosines(units: NDArray[np.floating], unit: NDArray[np.floating]) -> Floats:
    """Of n unit or zero vectors with another, shape (n,)."""
    products = units.astype(np.float64) @ unit.astype(np.float64)
    return np.asarray(np.clip(products, -1.0, 1.0))
