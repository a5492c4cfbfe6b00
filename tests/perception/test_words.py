"""Words become tf-idf rows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.perception.words import WordFeatures, ngrams

FEATURES = WordFeatures(["sad", "i can't", "!", "😭"], np.array([2.0, 1.0, 1.0, 3.0], np.float32))


def test_marks_and_contractions_are_tokens() -> None:
    tokens = [ngram for ngram in ngrams("I CAN’T!! :( 😭") if " " not in ngram]
    assert tokens == ["i", "can't", "!!", ":", "(", "😭"]


def test_pairs_follow_the_single_tokens() -> None:
    assert ngrams("so very sad") == ["so", "very", "sad", "so very", "very sad"]


def test_a_row_weighs_counts_by_idf_and_has_length_one() -> None:
    columns, values = FEATURES.row("Sad, sad. I can't!")
    raw = {0: 2.0 * (1.0 + np.log(2.0)), 1: 1.0, 2: 1.0}
    length = np.sqrt(sum(value**2 for value in raw.values()))
    assert dict(zip(columns.tolist(), values.tolist(), strict=True)) == pytest.approx(
        {column: value / length for column, value in raw.items()}
    )


def test_unknown_words_give_an_empty_row() -> None:
    columns, values = FEATURES.row("nothing of that")
    assert len(columns) == len(values) == 0


def test_a_projection_is_the_row_times_the_matrix() -> None:
    weights = np.arange(8, dtype=np.float32).reshape(4, 2)
    product = FEATURES.project(["sad", "nothing", "😭"], weights)
    assert product.tolist() == [[0.0, 1.0], [0.0, 0.0], [6.0, 7.0]]


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_any_text_has_a_row_of_length_one_or_none(text: str) -> None:
    _, values = FEATURES.row(text)
    assert len(values) == 0 or np.linalg.norm(values) == pytest.approx(1.0, abs=1e-5)
