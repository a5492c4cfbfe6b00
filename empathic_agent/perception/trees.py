"""Boosted regression trees as plain arrays, in numpy only. Knows nothing of what they decide.

Arrays of m trees with k nodes in all (gradient boosting, Friedman 2001):

    roots (m,)         node where each tree begins
    feature (k,)       column that a node asks for; -1 at a leaf
    threshold (k,)     up to it the walk goes left
    left, right (k,)   nodes that follow; a leaf follows itself
    value (k,)         what a leaf adds to the log-odds
    prior (1,)         log-odds before any tree
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
NAMES = ("roots", "feature", "threshold", "left", "right", "value", "prior")
"""The arrays' names."""
LEAF = -1


def tree_log_odds(trees: Mapping[str, NDArray[Any]], rows: Floats) -> Floats:
    """(n,) log-odds of n rows of features.

    Args:
        trees: the arrays above.
        rows: (n, f).
    """
    sums = leaf_values(trees, rows).sum(axis=1, dtype=np.float64)
    return np.asarray(sums + trees["prior"][0])


def leaf_values(trees: Mapping[str, NDArray[Any]], rows: Floats) -> NDArray[np.float32]:
    """(n, m) what the leaf that each row ends in says, for each tree of `roots` in turn.

    Args:
        trees: the arrays above, `prior` apart.
        rows: (n, f).
    """
    return np.asarray(trees["value"][leaves(trees, rows)])


def leaves(trees: Mapping[str, NDArray[Any]], rows: Floats) -> NDArray[np.intp]:
    """(n, m) the leaf at which each of n rows ends in each of m trees.

    Args:
        trees: the arrays above; neither `value` nor `prior` is needed.
        rows: (n, f).
    """
    node = np.tile(trees["roots"].ravel(), (len(rows), 1))
    while True:
        feature = trees["feature"][node]
        inner = feature != LEAF
        if not inner.any():
            return np.asarray(node, dtype=np.intp)
        asked = np.take_along_axis(rows, np.where(inner, feature, 0), axis=1)
        left = asked.astype(np.float32) <= trees["threshold"][node]
        node = np.where(left, trees["left"][node], trees["right"][node])
