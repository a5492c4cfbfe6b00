"""An embedding whose neighbours are known: texts are near that share words."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from memory_store import Mood

DIMENSION = 64


def encode(texts: Sequence[str]) -> NDArray[np.float64]:
    """Hashed words with signs, shape (n, DIMENSION); no text has a vector without a direction."""
    vectors = np.full((len(texts), DIMENSION), 1e-3)
    for row, text in zip(vectors, texts, strict=True):
        for word in text.lower().split():
            code = zlib.crc32(word.encode())
            row[code % DIMENSION] += 1.0 if code & 64 else -1.0
    return vectors


def mood_of(text: str) -> Mood:
    """What a very simple reader feels."""
    if "sad" in text:
        return Mood(-0.8, -0.3, -0.4)
    return Mood(0.8, 0.4, 0.3) if "glad" in text else Mood(0.0, 0.0, 0.0)
