"""Randomised trees over small samples, and the arrays they are stored as. Knows no data set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from empathic_agent.heads import Arrays
from empathic_agent.training.tree_arrays import structure

if TYPE_CHECKING:
    from sklearn.ensemble import ExtraTreesClassifier


@dataclass(frozen=True, slots=True)
class Recipe:
    """Hyper-parameters of the forest."""

    trees: int = 150
    smallest: int = 40
    """Triples in a leaf."""
    columns: float = 0.5
    """Share of the features that a split chooses from."""
    repeats: int = 3
    """Of the cross-validation, with other folds each time."""
    seed: int = 13


def fit_forest(
    rows: NDArray[np.float32], labels: NDArray[np.intp], recipe: Recipe
) -> ExtraTreesClassifier:
    """Fit extremely randomised trees (Geurts et al. 2006) to (n, f) rows and (n,) labels."""
    from sklearn.ensemble import ExtraTreesClassifier

    forest = ExtraTreesClassifier(
        n_estimators=recipe.trees,
        min_samples_leaf=recipe.smallest,
        max_features=recipe.columns,
        random_state=recipe.seed,
    )
    return forest.fit(rows, labels)


def as_arrays(forest: ExtraTreesClassifier, labels: int) -> Arrays:
    """The forest as `transition.learned` reads it, a few bytes a node.

    Args:
        forest: fitted on some of 0 to `labels` - 1.
        labels: how many there are.
    """
    trees = [estimator.tree_ for estimator in forest.estimators_]
    arrays = structure(trees)
    shares = np.concatenate([tree.value[:, 0, :] for tree in trees])
    value = np.zeros((len(shares), labels), dtype=np.uint8)
    value[:, forest.classes_] = (255.0 * shares).round()
    node = np.uint16 if len(shares) <= np.iinfo(np.uint16).max else np.int32
    kinds = {"roots": np.int32, "feature": np.int8, "threshold": np.float32}
    kinds |= {"left": node, "right": node}
    return {name: arrays[name].astype(kind) for name, kind in kinds.items()} | {"value": value}
