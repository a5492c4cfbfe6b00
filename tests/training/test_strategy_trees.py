"""Trees for the planner: as the library's own, and reproducible."""

from __future__ import annotations

import numpy as np
import pytest

from empathic_agent.strategy.ensemble import tree_probabilities
from empathic_agent.strategy.network import Floats
from empathic_agent.training.strategy_network import Ints
from empathic_agent.training.strategy_trees import TreeRecipe, fit_trees

QUICK = TreeRecipe(rounds=10, smallest=5)


def sample(classes: int = 8) -> tuple[Floats, Ints]:
    rng = np.random.default_rng(3)
    labels = rng.integers(0, classes, 400)
    signals = rng.normal(size=(400, 6)) + np.eye(8)[labels][:, :6]
    return signals.round(1).astype(np.float32), labels


def test_they_learn_and_give_probabilities() -> None:
    signals, labels = sample()
    found = tree_probabilities(fit_trees(signals, labels, QUICK), signals)
    assert found.sum(axis=1) == pytest.approx(1.0, abs=1e-5)
    assert (found.argmax(axis=1) == labels).mean() > 0.4


def test_the_seed_decides() -> None:
    signals, labels = sample()
    first, again, other = (
        fit_trees(signals, labels, TreeRecipe(rounds=3, seed=seed)) for seed in (1, 1, 2)
    )
    assert all((first[name] == again[name]).all() for name in first)
    assert not np.array_equal(first["value"], other["value"])


def test_a_strategy_that_never_occurs_becomes_unlikely_and_not_impossible() -> None:
    signals, labels = sample(classes=5)
    found = tree_probabilities(fit_trees(signals, labels, QUICK), signals)
    assert found.shape == (400, 8)
    assert (found[:, 5:] > 0.0).all()
    assert found[:, 5:].mean() < 0.02
