"""From the branch's log-odds of 28 emotions to labels and one distribution. Knows no text.

Arrays of the stored head:

    thresholds (28,)    probabilities from which a label counts as present
    temperature (1,)    how flat the distribution is
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from empathic_agent.affect.taxonomy import Taxonomy, load_taxonomy
from empathic_agent.errors import ModelError
from empathic_agent.heads import Head

Floats = NDArray[np.float64]

_ARRAYS = {"thresholds", "temperature"}


class EmotionHead:
    """A loaded emotion head.

    Args:
        head: as stored by `training.emotion`.

    Raises:
        ModelError: an array is missing, or the labels are not those of GoEmotions.
    """

    def __init__(self, head: Head) -> None:
        _check(head)
        self.taxonomy: Taxonomy = load_taxonomy("goemotions")
        self.thresholds: Floats = head.arrays["thresholds"].astype(np.float64)
        self._temperature = float(head.arrays["temperature"][0])
        self._neutral = self.taxonomy.names.index("neutral")

    def present(self, log_odds: Floats) -> NDArray[np.bool_]:
        """(n, 28) which labels exceed their threshold; a text may have several, or none."""
        return np.asarray(sigmoid(log_odds) > self.thresholds)

    def distribution(self, log_odds: Floats) -> Floats:
        """(n, 28) probabilities that sum to 1 in each row: see `one_choice`."""
        return one_choice(log_odds, self.thresholds, self._temperature, self._neutral)


def one_choice(log_odds: Floats, thresholds: Floats, temperature: float, neutral: int) -> Floats:
    """(n, k) independent log-odds as a choice of one label: rows that sum to 1.

    Each label's log-odds are taken relative to those of its threshold, so that frequent labels have
    no head start, divided by the temperature and put through a softmax. Neutral stands at 0: it is
    the most probable label exactly when no emotion exceeds its threshold.

    Args:
        log_odds: (n, k), finite.
        thresholds: (k,) probabilities.
        temperature: above 0; larger is flatter.
        neutral: column of the neutral label.
    """
    relative = log_odds - logit(thresholds)
    relative[:, neutral] = 0.0
    scaled = relative / temperature
    weights = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def sigmoid(log_odds: Floats) -> Floats:
    """Log-odds to probability, without overflow."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * log_odds)))


def logit(probability: Floats) -> Floats:
    """Probability to log-odds; 0 and 1 are taken as the nearest 1e-6 inside."""
    inside = np.clip(probability, 1e-6, 1.0 - 1e-6)
    return np.asarray(np.log(inside) - np.log1p(-inside))


def _check(head: Head) -> None:
    missing = _ARRAYS - head.arrays.keys()
    expected = load_taxonomy("goemotions").names
    if missing or head.manifest.labels != expected:
        raise ModelError(
            f"The head {head.manifest.name!r} is not an emotion head: it lacks the arrays "
            f"{sorted(missing)} and has the labels {', '.join(head.manifest.labels)}. Expected a "
            "head made by `empathic-agent train emotion --data DIR`."
        )
