"""Words and word pairs of a text as tf-idf rows. Knows nothing of labels or encoders."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|[0-9]+|[!?]+|[^\w\s]|\w+")


def ngrams(text: str) -> list[str]:
    """The text's tokens, then its pairs of neighbouring tokens joined by a space.

    Tokens are lower-cased words with their apostrophe ("can't"), numbers, runs of ! and ?, and
    single marks: punctuation, emoji and the parts of emoticons are kept, for they carry feeling.
    """
    tokens = _TOKEN.findall(text.lower().replace("’", "'"))
    return tokens + [f"{a} {b}" for a, b in pairwise(tokens)]


class WordFeatures:
    """Turns texts into sparse rows of unit length: (1 + log count) · idf over a fixed vocabulary.

    Args:
        vocabulary: m n-grams as `ngrams` yields them.
        idf: (m,) inverse document frequencies.
    """

    def __init__(self, vocabulary: Sequence[str], idf: NDArray[np.float32]) -> None:
        self._column = {ngram: column for column, ngram in enumerate(vocabulary)}
        self._idf = idf

    def row(self, text: str) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Columns and values of one text; both empty when it holds no known n-gram."""
        known = (self._column[ngram] for ngram in ngrams(text) if ngram in self._column)
        counts = Counter(known)
        columns = np.fromiter(counts.keys(), dtype=np.intp, count=len(counts))
        values = (1.0 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))) * (
            self._idf[columns]
        )
        length = np.linalg.norm(values)
        return columns, (values / length if length else values).astype(np.float32)

    def project(self, texts: Sequence[str], weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """The n texts' rows times an (m, k) matrix: (n, k)."""
        product = np.zeros((len(texts), weights.shape[1]), dtype=np.float32)
        for i, text in enumerate(texts):
            columns, values = self.row(text)
            product[i] = values @ weights[columns]
        return product
