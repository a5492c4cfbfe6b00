"""The emotion head: multi-label probabilities from a text's words and vector, in numpy only.

Knows nothing of dialogues, causes or how it was trained. Two readers are averaged in log-odds:

    words      logistic regression over tf-idf n-grams: sees "thanks", "furious", "wtf"
    meaning    a small network over the sentence vector: sees "I lost my job last week"

Arrays of the stored head (m n-grams, d-dimensional vectors, h hidden units, r networks, k labels):

    vocabulary (UTF-8 bytes, one n-gram a line)   word_idf (m,)
    word_weights (m, k)      word_bias (k,)       word_share (1,)
    hidden_weights (r, d, h) hidden_bias (r, h)   thresholds (k,)
    output_weights (r, h, k) output_bias (r, k)   temperature (1,)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from empathic_agent.affect.taxonomy import Taxonomy, load_taxonomy
from empathic_agent.errors import ModelError
from empathic_agent.heads import Arrays, Head
from empathic_agent.perception.words import WordFeatures
from empathic_agent.protocols import Vectors

Floats = NDArray[np.float64]

_WORD_ARRAYS = ("vocabulary", "word_idf", "word_weights", "word_bias")
_MEANING_ARRAYS = ("hidden_weights", "hidden_bias", "output_weights", "output_bias")
_ARRAYS = {*_WORD_ARRAYS, *_MEANING_ARRAYS, "word_share", "thresholds", "temperature"}


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
        self.manifest = head.manifest
        self._arrays = head.arrays
        self._words = WordFeatures(decode_vocabulary(head.arrays), head.arrays["word_idf"])
        self._neutral = self.taxonomy.names.index("neutral")

    @property
    def thresholds(self) -> Floats:
        """(k,) probabilities from which a label counts as present."""
        return self._arrays["thresholds"].astype(np.float64)

    def probabilities(self, texts: Sequence[str], vectors: Vectors) -> Floats:
        """(n, k) probability of each label on its own; rows do not sum to 1."""
        return sigmoid(self.log_odds(texts, vectors))

    def present(self, probabilities: Floats) -> NDArray[np.bool_]:
        """(n, k) which labels exceed their threshold; a text may have several, or none."""
        return np.asarray(probabilities > self.thresholds)

    def log_odds(self, texts: Sequence[str], vectors: Vectors) -> Floats:
        """(n, k) log-odds of each label: the two readers' weighted mean."""
        share = float(self._arrays["word_share"][0])
        mean = share * self.word_log_odds(texts) + (1.0 - share) * self.meaning_log_odds(vectors)
        return mean.astype(np.float64)

    def word_log_odds(self, texts: Sequence[str]) -> Vectors:
        """(n, k) log-odds by the words alone; costs no encoding."""
        evidence = self._words.project(texts, self._arrays["word_weights"])
        return evidence + self._arrays["word_bias"]

    def meaning_log_odds(self, vectors: Vectors) -> Vectors:
        """(n, k) log-odds by the (n, d) vectors alone: the mean of r two-layer networks."""
        arrays = self._arrays
        # einsum's own loops, not BLAS: waking its threads costs more than the few rows of a turn,
        # and they would fight the encoder's for the cores.
        hidden = np.einsum("nd,rdh->rnh", vectors, arrays["hidden_weights"])
        hidden = np.maximum(hidden + arrays["hidden_bias"][:, None, :], 0.0)
        output = np.einsum("rnh,rhk->rnk", hidden, arrays["output_weights"])
        return np.asarray((output + arrays["output_bias"][:, None, :]).mean(axis=0))

    def word_evidence(self, texts: Sequence[str]) -> Floats:
        """(n,) how strongly the words of each text speak of the emotion they fit best."""
        relative = self.word_log_odds(texts) - logit(self.thresholds)
        return np.asarray(np.delete(relative, self._neutral, axis=1).max(axis=1))

    def distribution(self, log_odds: Floats) -> Floats:
        """(n, k) probabilities that sum to 1 in each row: see `one_choice`."""
        temperature = float(self._arrays["temperature"][0])
        return one_choice(log_odds, self.thresholds, temperature, self._neutral)


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


def encode_vocabulary(vocabulary: Sequence[str]) -> NDArray[Any]:
    """n-grams as one array of UTF-8 bytes; they never hold a line feed."""
    return np.frombuffer("\n".join(vocabulary).encode("utf-8"), dtype=np.uint8)


def decode_vocabulary(arrays: Arrays) -> list[str]:
    """The n-grams behind the columns of the word arrays."""
    return arrays["vocabulary"].tobytes().decode("utf-8").split("\n")


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
