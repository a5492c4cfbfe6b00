"""How well label sets are predicted: multi-label F1. Knows nothing of detectors or data sets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]


def indicator(rows: Iterable[Sequence[str]], labels: Sequence[str]) -> Bools:
    """(n, k) whether row i names label k."""
    return np.array([[label in row for label in labels] for row in rows], dtype=bool)


def multilabel_f1(gold: Bools, predicted: Bools) -> dict[str, float]:
    """`macro_f1` and `micro_f1` of (n, k) label sets, in [0, 1]; 0 for no rows at all.

    A label that is neither given nor predicted counts as 0, as in the GoEmotions figures.
    """
    from sklearn.metrics import f1_score

    return {
        f"{kind}_f1": float(f1_score(gold, predicted, average=kind, zero_division=0.0))
        if len(gold)
        else 0.0
        for kind in ("macro", "micro")
    }
