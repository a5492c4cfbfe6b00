"""Boosted trees as arrays decide as the library's own do."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.ensemble import GradientBoostingClassifier

from empathic_agent.perception.trees import leaf_values
from empathic_agent.training.tree_arrays import tree_arrays


@pytest.mark.parametrize(("classes", "sums"), [(2, 1), (3, 3)])
def test_the_sums_of_leaves_are_those_of_the_model(classes: int, sums: int) -> None:
    rng = np.random.default_rng(3)
    rows = rng.standard_normal((300, 4)).round(1).astype(np.float32)
    labels = rng.integers(0, classes, 300)
    model = GradientBoostingClassifier(n_estimators=6, init="zero", random_state=3)
    model.fit(rows, labels)
    arrays = tree_arrays(model)
    assert arrays["roots"].shape == (sums, 6)
    own = leaf_values(arrays, rows.astype(np.float64)).reshape(300, sums, 6).sum(axis=-1)
    assert own == pytest.approx(model.decision_function(rows).reshape(300, sums), abs=1e-5)
