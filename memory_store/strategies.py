"""How the parts of a score become an order. Plain functions; know nothing of files or indexes.

Emotional RAG (Huang et al. 2024, arXiv 2410.23041) combines what a memory means and what was felt
by a sum (C-A), a product (C-M), or one after the other (S-S, S-E). The paper takes distances; here
both are cosines, moods are centred, and more is better.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from memory_store.parts import Floats, Parts
from memory_store.records import Query, Strategy

ADDED_MEANING = 0.85
"""Share of meaning in a sum unless the query says otherwise: cosines of moods spread over all of
[-1, 1], those of sentences over half of [0, 1]."""
MULTIPLIED_MEANING = 0.75
"""Share of meaning in a product unless the query says otherwise."""

LEAST_SPREAD_OF_MEANING = 0.05
"""Cosines that differ by less than this say nothing: half of what is usual among candidates."""
LEAST_SPREAD_OF_WORDS = 0.5
"""The same for BM25."""


class Ranking(NamedTuple):
    """The chosen among n memories, best first."""

    places: NDArray[np.intp]
    """Which of the n, shape (k,)."""
    scores: Floats
    """What they were ranked by, falling, shape (k,)."""


def semantic(parts: Parts, query: Query) -> Ranking:
    """By meaning alone."""
    return _best(parts, parts.meaning, query.limit)


def combine_add(parts: Parts, query: Query) -> Ranking:
    """C-A: w · meaning + (1 − w) · mood."""
    w = meaning_weight(query)
    return _best(parts, w * parts.meaning + (1.0 - w) * parts.mood, query.limit)


def combine_multiply(parts: Parts, query: Query) -> Ranking:
    """C-M: meaning · (w + (1 − w) · mood), where a meaning below 0 counts as 0.

    With w = ½ it is meaning · (1 + mood) / 2, the plain product of both with mood in [0, 1].
    """
    w = meaning_weight(query)
    scores = np.maximum(parts.meaning, 0.0) * (w + (1.0 - w) * parts.mood)
    return _best(parts, scores, query.limit)


def semantic_first(parts: Parts, query: Query) -> Ranking:
    """S-S: the `depth` closest in meaning, put in order by mood."""
    return _one_after_the_other(parts, parts.meaning, parts.mood, query)


def emotion_first(parts: Parts, query: Query) -> Ranking:
    """S-E: the `depth` closest in mood, put in order by meaning; without a mood, meaning alone."""
    first = parts.mood if parts.mood.any() else parts.meaning
    return _one_after_the_other(parts, first, parts.meaning, query)


def hybrid(parts: Parts, query: Query) -> Ranking:
    """All parts together: a · z(meaning) + b · z(words) + c · mood + d · recency + e · importance.

    z says by how many standard deviations a value is above the mean of the candidates, which makes
    cosines and BM25 comparable without knowing the scale of either; where they hardly differ, a
    least spread stands in. The other parts have a fixed scale. The weights are `query.weights`.
    """
    of = query.weights
    scores = (
        of.meaning * _standardised(parts.meaning, LEAST_SPREAD_OF_MEANING)
        + of.words * _standardised(parts.words, LEAST_SPREAD_OF_WORDS)
        + of.mood * parts.mood
        + of.recency * parts.recency
        + of.importance * parts.importance
    )
    return _best(parts, scores, query.limit)


STRATEGIES: dict[Strategy, Callable[[Parts, Query], Ranking]] = {
    Strategy.SEMANTIC: semantic,
    Strategy.COMBINE_ADD: combine_add,
    Strategy.COMBINE_MULTIPLY: combine_multiply,
    Strategy.SEMANTIC_FIRST: semantic_first,
    Strategy.EMOTION_FIRST: emotion_first,
    Strategy.HYBRID: hybrid,
}
"""The strategies by name."""


def meaning_weight(query: Query) -> float:
    """The share of meaning against mood: the query's, or the one its strategy is best at."""
    if query.meaning_weight is not None:
        return query.meaning_weight
    multiplied = query.strategy is Strategy.COMBINE_MULTIPLY
    return MULTIPLIED_MEANING if multiplied else ADDED_MEANING


def depth(query: Query) -> int:
    """How many memories the first step of a sequential strategy leaves."""
    return max(query.limit, query.depth or 2 * query.limit)


def _one_after_the_other(parts: Parts, first: Floats, then: Floats, query: Query) -> Ranking:
    left = _best(parts, first, depth(query)).places
    order = np.lexsort((parts.ids[left], first[left], then[left]))[::-1][: query.limit]
    return Ranking(left[order], then[left[order]])


def _best(parts: Parts, scores: Floats, limit: int) -> Ranking:
    # Among equals, the later memory comes first.
    places = np.lexsort((parts.ids, scores))[::-1][:limit]
    return Ranking(places, scores[places])


def _standardised(values: Floats, least_spread: float) -> Floats:
    if not values.size:
        return values
    return np.asarray((values - values.mean()) / max(float(values.std()), least_spread))
