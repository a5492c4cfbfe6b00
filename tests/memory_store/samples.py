"""Small memories to test with."""

from __future__ import annotations

from typing import Any

import numpy as np

from memory_store import NewMemory, Query, Strategy
from memory_store.vectors import Vectors

DIMENSION = 8


def direction(seed: int) -> Vectors:
    """A vector of its own for every seed, shape (DIMENSION,)."""
    return np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32)


def a_memory(text: str = "the dog barked", seed: int = 0, **fields: Any) -> NewMemory:
    """A memory of Ada's, unless told otherwise."""
    return NewMemory(**{"owner": "ada", "text": text, "vector": direction(seed), **fields})


def a_query(seed: int = 0, **fields: Any) -> Query:
    """A query by meaning alone, unless told otherwise."""
    alone = {"strategy": Strategy.COMBINE_ADD, "meaning_weight": 1.0}
    return Query(**{"owner": "ada", "vector": direction(seed), **alone, **fields})
