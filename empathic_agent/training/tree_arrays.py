"""Turns scikit-learn's boosted trees into the arrays that `perception.trees` reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from empathic_agent.heads import Arrays
from empathic_agent.perception.trees import LEAF

if TYPE_CHECKING:
    from sklearn.ensemble import GradientBoostingClassifier


def tree_arrays(model: GradientBoostingClassifier) -> Arrays:
    """All arrays but the prior; `roots` (c, m) has m trees for each of c log-odds.

    Args:
        model: fitted; with two classes c is 1, with more it is their number.
    """
    trees = [estimator.tree_ for estimator in model.estimators_.T.ravel()]
    roots = np.cumsum([0] + [tree.node_count for tree in trees])[:-1]
    own = [np.arange(tree.node_count) for tree in trees]
    leaf = np.concatenate([tree.children_left == LEAF for tree in trees])

    def behind(children: str) -> NDArray[np.int32]:
        places = [
            np.where(getattr(tree, children) == LEAF, nodes, getattr(tree, children)) + root
            for tree, nodes, root in zip(trees, own, roots, strict=True)
        ]
        return np.concatenate(places).astype(np.int32)

    values = np.concatenate([tree.value[:, 0, 0] for tree in trees]) * model.learning_rate
    return {
        "roots": roots.astype(np.int32).reshape(model.estimators_.T.shape),
        "feature": np.where(leaf, LEAF, np.concatenate([t.feature for t in trees])).astype(
            np.int16
        ),
        "threshold": np.concatenate([tree.threshold for tree in trees]),
        "left": behind("children_left"),
        "right": behind("children_right"),
        "value": np.where(leaf, values, 0.0).astype(np.float32),
    }
