"""Words and their cause scores."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.perception.branch import Reading
from empathic_agent.perception.words import word_scores


def reading(tokens: list[tuple[int, int, float]]) -> Reading:
    """A reading of tokens at (start, end) with log-odds."""
    return Reading(
        vector=np.ones(4, np.float32),
        emotions=np.zeros(28),
        situation=np.full(32, 1 / 32),
        z_scores=np.zeros(3),
        tokens=np.array([odds for *_, odds in tokens]),
        places=tuple((start, end) for start, end, _ in tokens),
    )


def test_a_word_scores_as_its_pieces_on_average() -> None:
    (word,) = word_scores("unloved", reading([(0, 0, 9.0), (0, 2, 1.0), (2, 7, 3.0)]))
    assert word.span.text == "unloved"
    assert word.score == pytest.approx(1 / (1 + np.exp(-2.0)))


def test_contractions_are_one_word_and_punctuation_is_none() -> None:
    words = word_scores("I can't, though!", reading([]))
    assert [word.span.text for word in words] == ["I", "can't", "though"]


def test_words_that_were_not_read_score_nothing() -> None:
    assert [w.score for w in word_scores("one two", reading([(0, 3, 2.0)]))][1] == 0.0


@given(st.text(max_size=60), st.lists(st.tuples(*[st.integers(0, 60)] * 2), max_size=20))
def test_scores_lie_between_0_and_1_and_spans_in_the_text(
    text: str, places: list[tuple[int, int]]
) -> None:
    tokens = [(min(pair), max(pair), float(i)) for i, pair in enumerate(places)]
    for word in word_scores(text, reading(tokens)):
        assert text[word.span.start : word.span.end] == word.span.text
        assert 0.0 <= word.score <= 1.0
