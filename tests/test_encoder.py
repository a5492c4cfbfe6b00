from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from empathic_agent.encoder import (
    CachedEncoder,
    SentenceEncoder,
    minilm_folder,
    verify_minilm,
)
from empathic_agent.errors import ModelError
from empathic_agent.protocols import Encoder, Vectors


class CountingEncoder:
    """Encodes a text to its length and remembers what it was asked."""

    name = "counting"
    dimension = 2

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked.append(list(texts))
        return np.array([[len(text), 1] for text in texts], dtype=np.float32).reshape(-1, 2)


def test_the_default_encoder_gives_unit_rows_in_order(encoder: CachedEncoder) -> None:
    rows = encoder.encode(["my dog died", "what a lovely day", "my dog died"])
    assert rows.shape == (3, 384)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(3), abs=1e-5)
    assert (rows[0] == rows[2]).all()


def test_similar_sentences_are_closer(encoder: CachedEncoder) -> None:
    dog, pet, bus = encoder.encode(["my dog died", "I lost my pet", "the bus was late"])
    assert dog @ pet > dog @ bus + 0.2


def test_no_texts_give_no_rows(encoder: CachedEncoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_the_dimension_of_the_default_is_known_without_loading_it() -> None:
    fresh = SentenceEncoder()
    assert fresh.dimension == 384
    assert not fresh.loaded


def test_each_text_is_encoded_once() -> None:
    inner = CountingEncoder()
    cached = CachedEncoder(inner)
    assert isinstance(cached, Encoder)
    cached.encode(["a", "bb", "a"])
    rows = cached.encode(["bb", "ccc"])
    assert inner.asked == [["a", "bb"], ["ccc"]]
    assert rows[:, 0].tolist() == [2, 3]


def test_the_longest_unused_text_is_forgotten_first() -> None:
    inner = CountingEncoder()
    cached = CachedEncoder(inner, capacity=2)
    for text in ("a", "b", "a", "c", "a", "b"):
        cached.encode([text])
    assert inner.asked == [["a"], ["b"], ["c"], ["b"]]


def test_more_texts_than_the_cache_holds_still_come_back_whole() -> None:
    rows = CachedEncoder(CountingEncoder(), capacity=1).encode(["a", "bb", "ccc"])
    assert rows[:, 0].tolist() == [1, 2, 3]


def test_the_packaged_weights_are_the_known_ones() -> None:
    verify_minilm(minilm_folder())


def test_other_weights_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="No encoder weights"):
        verify_minilm(tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"something else")
    with pytest.raises(ModelError, match="sha256"):
        verify_minilm(tmp_path)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="could not be loaded"):
        SentenceEncoder(str(tmp_path)).encode(["hello"])


def test_any_sentence_transformers_folder_will_do() -> None:
    other = SentenceEncoder(str(minilm_folder()))
    assert other.encode(["hello"]).shape == (1, other.dimension)
    assert other.name != SentenceEncoder().name
