"""Proficiency Q and preference bias B of a strategy selector. Knows nothing of how it selects.

Both are defined by Kang et al. (ACL 2024). B alone can be gamed: strategies drawn at random from
the prior give a B near 0.09 with a useless Q. Report the two together.

Every function takes n gold strategies and the n predicted for the same turns, and raises
`ValueError` when they are not as many. Of no turns at all every figure is 0.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from empathic_agent.strategy.strategies import Strategy
from empathic_agent.turn import Record

SWEEPS = 20
"""How often the preference vector is refined; the number is part of the published metric."""

Floats = NDArray[np.float64]
Strategies = Sequence[Strategy]


class StrategyScores(Record):
    """How well, and how evenly, a selector chooses."""

    turns: int = Field(ge=0)
    """How many decisions were scored."""
    macro_f1: float
    """Q, in [0, 1]."""
    weighted_f1: float
    accuracy: float
    preference_bias: float
    """B, in [0, √7]."""
    preference: dict[Strategy, float]
    """Above 1 the strategy is chosen too readily, below 1 too rarely; sums to 8."""


def score(gold: Strategies, predicted: Strategies) -> StrategyScores:
    """All figures at once."""
    return scores_of(confusion(gold, predicted))


def scores_of(counts: Floats) -> StrategyScores:
    """All figures of an (8, 8) confusion matrix."""
    p = preference(counts)
    return StrategyScores(
        turns=int(counts.sum()),
        macro_f1=float(f1(counts).mean()),
        weighted_f1=_weighted(counts),
        accuracy=_accuracy(counts),
        preference_bias=float(p.std()),
        preference=dict(zip(Strategy, p.tolist(), strict=True)),
    )


def macro_f1(gold: Strategies, predicted: Strategies) -> float:
    """Proficiency Q: the mean F1 of all eight strategies; one that never occurs counts 0."""
    return float(f1(confusion(gold, predicted)).mean())


def f1_per_strategy(gold: Strategies, predicted: Strategies) -> dict[Strategy, float]:
    """F1 of each strategy, in [0, 1]; of one that never occurs 0."""
    return dict(zip(Strategy, f1(confusion(gold, predicted)).tolist(), strict=True))


def weighted_f1(gold: Strategies, predicted: Strategies) -> float:
    """The mean F1 weighted by how often each strategy is gold, in [0, 1]."""
    return _weighted(confusion(gold, predicted))


def accuracy(gold: Strategies, predicted: Strategies) -> float:
    """Share of right choices, in [0, 1]."""
    return _accuracy(confusion(gold, predicted))


def preference_bias(gold: Strategies, predicted: Strategies) -> float:
    """B: the population standard deviation of the preference vector; 0 is unbiased."""
    return float(preference(confusion(gold, predicted)).std())


def confusion(gold: Strategies, predicted: Strategies) -> Floats:
    """Count decisions in an (8, 8) array: rows gold, columns predicted, in enum order."""
    if len(gold) != len(predicted):
        raise ValueError(
            f"got {len(gold)} gold but {len(predicted)} predicted strategies; "
            "expected one of each for every turn"
        )
    counts = np.zeros((len(Strategy), len(Strategy)))
    np.add.at(counts, (indices(gold), indices(predicted)), 1.0)
    return counts


def preference(counts: Floats) -> Floats:
    """The preference vector p of a (k, k) confusion matrix: k numbers ≥ 0 that sum to k.

    A Bradley-Terry estimate over the mistakes: choosing i where j was right is a win of i over j.
    In each sweep, and for each i in turn, with w[i, j] the wins of i over j,

        p[i] ← Σ_j w[i, j]·p[j] / (p[i] + p[j])  ÷  Σ_j w[j, i] / (p[i] + p[j])

    after which p is divided by the geometric mean of its positive entries. A strategy that never
    lost keeps its p: there is nothing to compare it with, and the quotient would divide by zero.
    """
    wins = counts.T.astype(np.float64)
    np.fill_diagonal(wins, 0.0)
    p = np.ones(len(wins))
    for _ in range(SWEEPS):
        for i in range(len(p)):
            share = _inverse_or_zero(p[i] + p)
            losses = float(wins[:, i] @ share)
            if losses > 0.0:
                p[i] = wins[i] @ (p * share) / losses
        p /= np.exp(np.log(p[p > 0.0]).mean())
    return np.asarray(p * len(p) / p.sum())


def f1(counts: Floats) -> Floats:
    """(8,) F1 of each strategy from an (8, 8) confusion matrix; 0/0 counts as 0."""
    occurrences = counts.sum(axis=0) + counts.sum(axis=1)
    return np.asarray(2.0 * np.diag(counts) / np.maximum(occurrences, 1.0))


def indices(strategies: Strategies) -> NDArray[np.intp]:
    """(n,) the position of each strategy in the enum."""
    order = {strategy: i for i, strategy in enumerate(Strategy)}
    return np.array([order[strategy] for strategy in strategies], dtype=np.intp)


def _weighted(counts: Floats) -> float:
    return float(f1(counts) @ counts.sum(axis=1) / max(1.0, counts.sum()))


def _accuracy(counts: Floats) -> float:
    return float(np.trace(counts) / max(1.0, counts.sum()))


def _inverse_or_zero(values: Floats) -> Floats:
    """1/x, and 0 for 0: two strategies that never win have nothing to say about each other."""
    return np.divide(1.0, values, out=np.zeros_like(values), where=values > 0.0)
