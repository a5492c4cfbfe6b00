"""Matrices in one byte a weight. Knows nothing of what they do.

Each row has a scale of its own: `row ≈ bytes · scale`, off by at most half a step, which is a 254th
of the row's largest weight.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from empathic_agent.heads import Arrays

SCALES = ".scales"
"""Behind the name of a matrix: its (rows,) scales."""
_LARGEST = 127


def quantised(matrices: Mapping[str, NDArray[np.float32]]) -> Arrays:
    """Put every two-dimensional array into bytes; vectors stay as they are.

    Args:
        matrices: (rows, columns) or (rows,) arrays by name, finite.
    """
    stored: Arrays = {}
    for name, array in matrices.items():
        if array.ndim != 2:
            stored[name] = array.astype(np.float32)
            continue
        scales = np.maximum(np.abs(array).max(axis=1), 1e-12) / _LARGEST
        stored[name] = np.rint(array / scales[:, None]).astype(np.int8)
        stored[name + SCALES] = scales.astype(np.float32)
    return stored


def restored(stored: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[np.float32]]:
    """The float32 arrays that `quantised` was given, nearly."""
    return {
        name: (
            array.astype(np.float32) * stored[name + SCALES][:, None]
            if name + SCALES in stored
            else array.astype(np.float32)
        )
        for name, array in stored.items()
        if not name.endswith(SCALES)
    }
