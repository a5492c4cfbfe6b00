"""The planner's two kinds of models and how they agree. Knows nothing of dialogues or training.

    texts and signals ─► networks ─► (n, 8) ─┐
    signals ─► boosted trees ─► (n, 8) ──────┴─► geometric mean ─► (n, 8)

The trees see no texts: held to the signals they err in other places than the networks do, which is
what makes the mean better than either.
"""

from __future__ import annotations

import numpy as np

from empathic_agent.heads import Arrays
from empathic_agent.perception.trees import leaf_values
from empathic_agent.protocols import Vectors
from empathic_agent.strategy import network
from empathic_agent.strategy.network import Floats, softmax

LEAST = 1e-9
"""Smaller probabilities count as this: neither kind may rule a strategy out by itself."""
TREES = "trees."
"""Goes before the names of the trees' arrays."""


def probabilities(arrays: Arrays, vectors: Vectors, signals: Floats) -> Floats:
    """(n, 8) probability of each strategy; rows sum to 1.

    Args:
        arrays: those of `network.probabilities`, and with `TREES` before their names those of
            `tree_probabilities`.
        vectors: (n, v, d) unit rows, or zeros where there is no text.
        signals: (n, s).
    """
    trees = {n.removeprefix(TREES): a for n, a in arrays.items() if n.startswith(TREES)}
    networks = network.probabilities(arrays, vectors, signals)
    both = np.stack([networks, tree_probabilities(trees, signals)])
    return softmax(np.log(np.maximum(both, LEAST)).mean(axis=0))


def tree_probabilities(trees: Arrays, signals: Floats) -> Floats:
    """(n, 8) probability of each strategy by the trees alone.

    Args:
        trees: as for `perception.trees`, with `roots` (8, m) and `prior` (8,) in log-odds.
        signals: (n, s).
    """
    leaves = leaf_values(trees, signals.astype(np.float64))
    log_odds = leaves.reshape(len(signals), *trees["roots"].shape).sum(axis=-1) + trees["prior"]
    return softmax(log_odds)
