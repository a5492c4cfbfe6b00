"""The arithmetic of meaning and mood. Knows nothing of databases, indexes or records.

A memory is one vector, its unit meaning (d numbers) followed by its unit mood (3 numbers). With
a query vector of [w · meaning ⊕ (1 − w) · mood], their inner product is exactly

    w · cos(meaning, meaning') + (1 − w) · cos(mood, mood')

so that one index serves every weight w. With w = ½ it ranks as the additive combination (C-A) of
Emotional RAG does (Huang et al. 2024, arXiv 2410.23041). Unlike the paper's emotion scores, which
are all positive and therefore nearly parallel, moods are centred: neutral is 0, and opposite
moods have a cosine of −1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Vectors = NDArray[np.float32]
"""Vectors as they are stored and searched; the last axis is their width."""

MOOD_AXES = 3
"""Valence, arousal, dominance."""

FAINT_MOOD = 1e-3
"""A mood shorter than this counts as neutral: what direction it has is rounding noise."""

UNIT_TOLERANCE = 1e-5
"""How far from 1 the length of a stored unit vector may be; float32 rounding stays well below."""


def unit_meaning(values: ArrayLike) -> Vectors:
    """Scale one meaning vector to length 1.

    `values` has shape (d,), d ≥ 1. Returns a read-only float32 array of the same shape; a vector
    that already has length 1 keeps its exact values. Raises ValueError if the shape is another,
    a number is not finite, or all are zero (a text without a direction cannot be recalled).
    """
    given = np.asarray(values, dtype=np.float64)
    if given.ndim != 1 or given.size == 0:
        raise ValueError(f"got an array of shape {given.shape}, expected one vector of shape (d,)")
    length = np.linalg.norm(given)
    if not np.isfinite(length) or length == 0.0:
        raise ValueError(f"got a vector of length {length}, expected a finite length above zero")
    unit = (given if is_unit(given) else given / length).astype(np.float32)
    unit.flags.writeable = False
    return unit


def is_unit(vectors: NDArray[np.floating]) -> NDArray[np.bool_]:
    """Which of (..., d) vectors have length 1; NaN never does. Returns shape (...)."""
    lengths = np.linalg.norm(vectors, axis=-1)
    return np.asarray(np.abs(lengths - 1.0) <= UNIT_TOLERANCE)


def unit_moods(points: ArrayLike) -> Vectors:
    """Scale (..., 3) valence-arousal-dominance points, 0 as neutral, to length 1.

    A neutral (or faint) mood has no direction and becomes the zero vector: it neither attracts
    nor repels any other mood.
    """
    given = np.asarray(points, dtype=np.float64)
    lengths = np.linalg.norm(given, axis=-1, keepdims=True)
    felt = lengths >= FAINT_MOOD
    return np.where(felt, given / np.where(felt, lengths, 1.0), 0.0).astype(np.float32)


def stored(meanings: Vectors, moods: ArrayLike) -> Vectors:
    """What the index holds: (n, d) unit meanings and (n, 3) moods joined to (n, d + 3)."""
    return np.hstack((meanings, unit_moods(moods)))


def asked(meaning: Vectors, mood: ArrayLike, meaning_weight: float) -> Vectors:
    """What the index is asked: a (d,) unit meaning and a (3,) mood weighted into (d + 3,)."""
    parts = (meaning_weight * meaning, (1.0 - meaning_weight) * unit_moods(mood))
    return np.concatenate(parts).astype(np.float32)


def cosine(one: Vectors, other: Vectors) -> float:
    """Cosine of two (d,) unit or zero vectors, in [-1, 1]."""
    return float(np.clip(np.dot(one, other), -1.0, 1.0))
