"""Any function from texts to vectors as LangChain `Embeddings`. Knows no encoder."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray
from typing_extensions import override

from memory_store.records import Mood

MoodOf = Callable[[str], Mood]
"""Reads what is felt in a text, such as an emotion detector does."""


class EncoderEmbeddings(Embeddings):
    """LangChain's interface over an encoder.

    Args:
        encode: from n texts to an array of shape (n, d), such as `SentenceTransformer.encode`.
    """

    def __init__(self, encode: Callable[[Sequence[str]], NDArray[np.floating]]) -> None:
        self._encode = encode

    @override
    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector per text, as lists of floats."""
        return [[float(x) for x in vector] for vector in self._encode(texts)] if texts else []

    @override
    def embed_query(self, text: str) -> list[float]:
        """The vector of one text."""
        return self.embed_documents([text])[0]
