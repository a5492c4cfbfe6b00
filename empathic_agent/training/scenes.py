"""Which of PELD's triples belong together. Knows nothing of what is learned from them.

Triples overlap, a scene may be there twice, and dialogues are not numbered. A model must not be
judged by triples whose words it has seen.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from empathic_agent.datasets.peld import Triple

LONG = 5
"""Words from which an utterance that two triples share puts them into one fold."""


def scenes(triples: Sequence[Triple]) -> NDArray[np.intp]:
    """(n,) number of each triple's scene: those that share words, directly or by others."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    number: dict[object, int] = {}
    links = [
        (row, number.setdefault(key, len(number)))
        for row, triple in enumerate(triples)
        for key in _shared(triple)
    ]
    rows, keys = np.array(links, dtype=np.intp).T
    size = len(triples) + len(number)
    graph = coo_matrix((np.ones(len(rows)), (rows, keys + len(triples))), shape=(size, size))
    _, component = connected_components(graph, directed=False)
    return np.unique(component[: len(triples)], return_inverse=True)[1].astype(np.intp)


def _shared(triple: Triple) -> list[object]:
    first, second, third = triple.texts
    long = [text for text in triple.texts if len(text.split()) >= LONG]
    return [(first, second), (second, third), *long]
