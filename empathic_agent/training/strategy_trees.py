"""Fits the planner's boosted trees with scikit-learn. Knows nothing of dialogues, files or scores.

Trees are good at what happened in which order and poor at sentence vectors, so they get the signals
alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from empathic_agent.heads import Arrays
from empathic_agent.strategy.network import Floats
from empathic_agent.training.strategy_network import Ints
from empathic_agent.training.tree_arrays import tree_arrays

CLASSES = 8


@dataclass(frozen=True, slots=True)
class TreeRecipe:
    """Hyper-parameters; the defaults were chosen by cross-validation over conversations."""

    seed: int = 13
    rounds: int = 80
    """Trees per strategy."""
    rate: float = 0.08
    leaves: int = 8
    smallest: int = 40
    """Turns in a leaf."""
    rows: float = 0.7
    """Share of the turns that a tree sees."""
    columns: float = 0.3
    """Share of the signals that a split chooses from."""


def fit_trees(signals: Floats, labels: Ints, recipe: TreeRecipe) -> Arrays:
    """Fit all arrays that `strategy.ensemble.tree_probabilities` needs.

    Args:
        signals: (n, s).
        labels: (n,) gold strategies as positions in the enum; one that is missing stays as rare
            as can be.
        recipe: the hyper-parameters.
    """
    from sklearn.ensemble import GradientBoostingClassifier

    model = GradientBoostingClassifier(
        n_estimators=recipe.rounds,
        learning_rate=recipe.rate,
        max_depth=None,
        max_leaf_nodes=recipe.leaves,
        min_samples_leaf=min(recipe.smallest, max(1, len(labels) // 10)),
        subsample=recipe.rows,
        max_features=recipe.columns,
        random_state=recipe.seed,
    )
    # One made-up turn of each strategy that never occurs keeps all eight in the model.
    absent = np.setdiff1d(np.arange(CLASSES), labels)
    rows = np.concatenate([signals, np.repeat(signals[:1], len(absent), axis=0)])
    gold = np.concatenate([labels, absent])
    model.fit(rows, gold)
    prior = np.log(np.bincount(gold, minlength=CLASSES) / len(gold))
    return tree_arrays(model) | {"prior": prior.astype(np.float32)}
