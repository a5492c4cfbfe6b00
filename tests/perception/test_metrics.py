import numpy as np
import pytest

from empathic_agent.perception.metrics import indicator, multilabel_f1

LABELS = ("joy", "fear", "neutral")


def test_the_indicator_follows_the_order_of_the_labels() -> None:
    rows = indicator([("fear", "joy"), ("neutral",), ()], LABELS)
    assert rows.tolist() == [[True, True, False], [False, False, True], [False, False, False]]


def test_f1_of_a_known_case() -> None:
    gold = indicator([("joy",), ("joy",), ("fear",)], LABELS)
    predicted = indicator([("joy",), ("fear",), ("fear",)], LABELS)
    # joy: 1 of 2 found, none wrong; fear: found, one wrong; neutral never: 0. Micro: 2 hits of 3.
    assert multilabel_f1(gold, predicted) == {
        "macro_f1": pytest.approx((2 / 3 + 2 / 3 + 0) / 3),
        "micro_f1": pytest.approx(2 / 3),
    }


def test_no_rows_score_zero() -> None:
    none = np.zeros((0, 3), dtype=bool)
    assert multilabel_f1(none, none) == {"macro_f1": 0.0, "micro_f1": 0.0}
