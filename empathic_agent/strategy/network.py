"""The small neural networks of the planner, run in numpy. Knows nothing of dialogues or training.

    (n, v, d) sentence vectors ─► centre, project to k ─┐
    (n, s) signals ─► standardise ──────────────────────┴─► (n, f) ─► m networks ─► mean ─► (n, 8)

Each network has one hidden layer of h units. f = v·k + s.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from empathic_agent.heads import Arrays
from empathic_agent.protocols import Vectors

Floats = NDArray[np.float32]


def probabilities(arrays: Arrays, vectors: Vectors, signals: Floats) -> Floats:
    """(n, 8) probability of each strategy; rows sum to 1.

    Args:
        arrays: `centre` (d,), `projection` (d, k), `mean` and `scale` (s,), `hidden` (m, f, h),
            `hidden_bias` (m, h), `output` (m, h, 8), `output_bias` (m, 8).
        vectors: (n, v, d) unit rows, or zeros where there is no text.
        signals: (n, s).
    """
    x = inputs(arrays, vectors, signals)
    hidden = np.maximum(x @ arrays["hidden"] + arrays["hidden_bias"][:, None], 0.0)
    logits = hidden @ arrays["output"] + arrays["output_bias"][:, None]
    return np.asarray(softmax(logits).mean(axis=0))


def inputs(arrays: Arrays, vectors: Vectors, signals: Floats) -> Floats:
    """(n, f) what the networks see; a missing text is all zeros, like the average one."""
    present = vectors.any(axis=-1, keepdims=True)
    texts = ((vectors - arrays["centre"]) @ arrays["projection"]) * present
    scaled = (signals - arrays["mean"]) / arrays["scale"]
    return np.concatenate([texts.reshape(len(texts), -1), scaled], axis=1)


def softmax(logits: Floats) -> Floats:
    """Probabilities along the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)
