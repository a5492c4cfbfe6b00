"""Trees as arrays decide as the library's own do."""

from __future__ import annotations

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier

from empathic_agent.perception.trees import tree_log_odds
from empathic_agent.training.cause import as_arrays


def test_the_arrays_give_the_log_odds_of_the_model_they_were_made_of() -> None:
    rng = np.random.default_rng(3)
    rows = rng.standard_normal((400, 6)).round(1)
    labels = (rows[:, 0] * rows[:, 1] + 0.5 * rng.standard_normal(400)) > 0.2
    model = GradientBoostingClassifier(n_estimators=20, max_depth=3, random_state=3)
    model.fit(rows, labels)
    own = tree_log_odds(as_arrays(model, float(labels.mean())), rows)
    assert np.allclose(own, model.decision_function(rows), atol=1e-5)


def test_no_rows_no_log_odds() -> None:
    rows = np.array([[0.0], [1.0]] * 20)
    model = GradientBoostingClassifier(n_estimators=2).fit(rows, rows[:, 0] > 0)
    assert tree_log_odds(as_arrays(model, 0.5), np.empty((0, 1))).shape == (0,)
