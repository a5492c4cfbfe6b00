"""Matrices in one byte a weight."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from empathic_agent.perception.quantised import quantised, restored

matrices = arrays(
    np.float32, array_shapes(min_dims=2, max_dims=2), elements=st.floats(-9, 9, width=32)
)


@given(matrices)
def test_no_weight_is_off_by_more_than_half_a_step_of_its_row(matrix: np.ndarray) -> None:
    again = restored(quantised({"m": matrix}))["m"]
    step = np.abs(matrix).max(axis=1, keepdims=True) / 127
    assert (np.abs(again - matrix) <= 0.51 * step + 1e-6).all()


def test_a_weight_takes_one_byte_and_vectors_stay() -> None:
    stored = quantised({"m": np.eye(4, dtype=np.float32), "v": np.array([0.1], np.float32)})
    assert stored["m"].dtype == np.int8
    assert restored(stored)["v"] == stored["v"]
