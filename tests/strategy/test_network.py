"""The planner's networks in numpy."""

from __future__ import annotations

import numpy as np
import pytest

from empathic_agent.heads import Arrays
from empathic_agent.strategy.network import Floats, inputs, probabilities, softmax

VIEWS, WIDTH, COMPONENTS, SIGNALS, HIDDEN, MEMBERS = 2, 6, 3, 4, 5, 3
FEATURES = VIEWS * COMPONENTS + SIGNALS


def normal(*shape: int, seed: int = 0) -> Floats:
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


@pytest.fixture
def arrays() -> Arrays:
    return {
        "centre": normal(WIDTH, seed=1),
        "projection": normal(WIDTH, COMPONENTS, seed=2),
        "mean": normal(SIGNALS, seed=3),
        "scale": np.full(SIGNALS, 0.5, dtype=np.float32),
        "hidden": normal(MEMBERS, FEATURES, HIDDEN, seed=5),
        "hidden_bias": normal(MEMBERS, HIDDEN, seed=6),
        "output": normal(MEMBERS, HIDDEN, 8, seed=7),
        "output_bias": normal(MEMBERS, 8, seed=8),
    }


def test_rows_are_probabilities_and_do_not_depend_on_their_neighbours(arrays: Arrays) -> None:
    vectors, signals = normal(10, VIEWS, WIDTH), normal(10, SIGNALS)
    together = probabilities(arrays, vectors, signals)
    assert together.sum(axis=1) == pytest.approx(1.0, abs=1e-5)
    alone = [probabilities(arrays, vectors[i : i + 1], signals[i : i + 1])[0] for i in range(10)]
    assert together == pytest.approx(np.array(alone), abs=1e-5)


def test_the_members_are_averaged(arrays: Arrays) -> None:
    stacked = ("hidden", "hidden_bias", "output", "output_bias")
    vectors, signals = normal(4, VIEWS, WIDTH), normal(4, SIGNALS)
    each = [
        probabilities(arrays | {n: arrays[n][m : m + 1] for n in stacked}, vectors, signals)
        for m in range(MEMBERS)
    ]
    assert probabilities(arrays, vectors, signals) == pytest.approx(np.mean(each, axis=0), abs=1e-6)


def test_a_missing_text_is_as_neutral_as_the_average_one(arrays: Arrays) -> None:
    missing, average = np.zeros((1, VIEWS, WIDTH), np.float32), normal(1, VIEWS, WIDTH)
    average[:] = arrays["centre"]
    signals = arrays["mean"][None]
    assert not inputs(arrays, missing, signals).any()
    assert inputs(arrays, average, signals) == pytest.approx(0.0, abs=1e-6)


def test_softmax_does_not_overflow() -> None:
    assert softmax(np.array([1000.0, 0.0], np.float32)) == pytest.approx([1.0, 0.0])
