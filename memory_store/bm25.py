"""BM25 over every memory joined with its neighbours. Knows nothing of vectors or moods.

An answer is often found by the words of the question before it. So a memory's document is its own
words, those of the memories next to it in the conversation with half the weight, and those of the
ones beyond with a quarter (Robertson & Zaragoza 2009, The Probabilistic Relevance Framework: the
weights go into the term frequency, as in BM25F). A word counts once per memory, and length does not
count: turns of a conversation are about as long as each other.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from memory_store.rows import Ids
from memory_store.timeline import Timeline

WINDOW = (2.0, 1.0, 0.5)
"""Weights of a memory's own words, its neighbours' and those beyond, before and after alike."""
K1 = 1.2
"""How soon more of the same word stops adding to the score."""


def bm25(timeline: Timeline, postings: Iterable[Ids]) -> NDArray[np.float64]:
    """How well each of n memories fits some words, shape (n,), 0 where none is near.

    `postings` has, per word, the ids of the memories that have it.
    """
    scores = np.zeros(timeline.ids.size)
    for ids in postings:
        places = timeline.places(ids)
        if places.size:
            scores += _word(timeline, places)
    return scores


def _word(timeline: Timeline, places: NDArray[np.intp]) -> NDArray[np.float64]:
    present = np.zeros(timeline.ids.size)
    present[places] = 1.0
    rarity = np.log1p((present.size - places.size + 0.5) / (places.size + 0.5))
    frequency = timeline.windowed(present, WINDOW)
    return np.asarray(rarity * frequency * (K1 + 1.0) / (frequency + K1))
