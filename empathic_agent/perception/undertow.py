"""How far a situation is worse than the words about it sound. Knows no text and no model.

Readers miss anger that the writer feels (WRIME, Kajiwara et al. 2021): "My sister borrowed my car
without asking. It's fine." sounds calm, but people in such a situation are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from empathic_agent.affect.taxonomy import load_taxonomy

Floats = NDArray[np.float64]


def undertow(words: Floats, situation: Floats) -> float:
    """How far unpleasant feelings in the situation exceed those in the words, in [0, 1].

    What the situation has of both kinds cancels out: a text that tells of none has no undertow.

    Args:
        words: (28,) distribution over the GoEmotions labels.
        situation: (32,) distribution over the EmpatheticDialogues labels.
    """
    felt = 2.0 * situation[_unpleasant("empathetic-dialogues")].sum() - 1.0
    heard = words[_unpleasant("goemotions")].sum()
    return float(np.clip(felt - heard, 0.0, 1.0))


@cache
def _unpleasant(taxonomy: str) -> Sequence[int]:
    """Columns of the labels with negative valence."""
    labels = load_taxonomy(taxonomy).labels
    return [column for column, label in enumerate(labels) if label.vad.valence < 0]
