"""Scikit-learn's trees as the plain arrays of `perception.trees`. Knows nothing of their task."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from empathic_agent.heads import Arrays
from empathic_agent.perception.trees import LEAF

if TYPE_CHECKING:
    from sklearn.ensemble import GradientBoostingClassifier
    from sklearn.tree._tree import Tree


def tree_arrays(model: GradientBoostingClassifier) -> Arrays:
    """Boosted trees, all but the prior; `roots` (c, m) has m trees for each of c log-odds.

    Args:
        model: fitted; with two classes c is 1, with more it is their number.
    """
    trees = [estimator.tree_ for estimator in model.estimators_.T.ravel()]
    arrays = structure(trees)
    values = np.concatenate([tree.value[:, 0, 0] for tree in trees]) * model.learning_rate
    return arrays | {
        "roots": arrays["roots"].reshape(model.estimators_.T.shape),
        "value": np.where(arrays["feature"] == LEAF, values, 0.0).astype(np.float32),
    }


def structure(trees: Sequence[Tree]) -> Arrays:
    """Everything but what the leaves hold: roots, feature, threshold, left, right."""
    roots = np.cumsum([0] + [tree.node_count for tree in trees])[:-1]
    own = [np.arange(tree.node_count) for tree in trees]
    leaf = np.concatenate([tree.children_left == LEAF for tree in trees])

    def behind(children: str) -> NDArray[np.int32]:
        places = [
            np.where(getattr(tree, children) == LEAF, nodes, getattr(tree, children)) + root
            for tree, nodes, root in zip(trees, own, roots, strict=True)
        ]
        return np.concatenate(places).astype(np.int32)

    feature = np.concatenate([tree.feature for tree in trees])
    return {
        "roots": roots.astype(np.int32),
        "feature": np.where(leaf, LEAF, feature).astype(np.int16),
        "threshold": np.concatenate([tree.threshold for tree in trees]),
        "left": behind("children_left"),
        "right": behind("children_right"),
    }
