"""Networks and trees together."""

from __future__ import annotations

import numpy as np
import pytest

from empathic_agent.heads import SHIPPED, Arrays, load_head
from empathic_agent.strategy import network
from empathic_agent.strategy.ensemble import TREES, probabilities, tree_probabilities


@pytest.fixture(scope="module")
def arrays() -> Arrays:
    return load_head(SHIPPED / "strategy").arrays


def inputs(rows: int, arrays: Arrays) -> tuple[network.Floats, network.Floats]:
    rng = np.random.default_rng(5)
    views = (len(arrays["hidden"][0]) - len(arrays["mean"])) // arrays["projection"].shape[1]
    vectors = rng.normal(size=(rows, views, len(arrays["centre"])))
    vectors /= np.linalg.norm(vectors, axis=-1, keepdims=True)
    signals = arrays["mean"] + arrays["scale"] * rng.normal(size=(rows, len(arrays["mean"])))
    return vectors.astype(np.float32), signals.astype(np.float32)


def trees(arrays: Arrays) -> Arrays:
    return {n.removeprefix(TREES): a for n, a in arrays.items() if n.startswith(TREES)}


def test_both_have_the_same_say(arrays: Arrays) -> None:
    vectors, signals = inputs(6, arrays)
    together = probabilities(arrays, vectors, signals)
    product = network.probabilities(arrays, vectors, signals) * tree_probabilities(
        trees(arrays), signals
    )
    expected = np.sqrt(product) / np.sqrt(product).sum(axis=1, keepdims=True)
    assert together == pytest.approx(expected, abs=1e-5)
    assert together.sum(axis=1) == pytest.approx(1.0, abs=1e-5)


def test_trees_read_signals_only_and_each_row_by_itself(arrays: Arrays) -> None:
    _, signals = inputs(6, arrays)
    together = tree_probabilities(trees(arrays), signals)
    assert together.shape == (6, 8)
    assert together.sum(axis=1) == pytest.approx(1.0, abs=1e-5)
    alone = [tree_probabilities(trees(arrays), row[None])[0] for row in signals]
    assert together == pytest.approx(np.array(alone), abs=1e-6)


def test_what_one_kind_finds_impossible_is_only_unlikely(arrays: Arrays) -> None:
    vectors, signals = inputs(2, arrays)
    sure = arrays | {"output_bias": arrays["output_bias"].copy()}
    sure["output_bias"][:, 0] += 500.0
    found = probabilities(sure, vectors, signals)
    assert np.isfinite(found).all()
    assert (found > 0.0).all()
