"""Numbers as words, and other people's words as quotations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.affect.vad import NEUTRAL, VAD
from empathic_agent.response.in_words import quoted, sureness, vad_in_words

AXIS = st.floats(min_value=-1.0, max_value=1.0)


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (1.0, "almost certainly"),
        (0.8, "almost certainly"),
        (0.79, "probably"),
        (0.3, "perhaps"),
        (0.0, "faintly"),
    ],
)
def test_sureness_goes_down_with_probability(probability: float, words: str) -> None:
    assert sureness(probability) == words


def test_a_point_is_described_axis_by_axis() -> None:
    point = VAD(valence=-0.3, arousal=0.8, dominance=-0.6)
    assert vad_in_words(point) == "unpleasant, very stirred up, overpowered"


def test_small_values_go_unmentioned() -> None:
    assert vad_in_words(NEUTRAL) == "even"
    assert vad_in_words(VAD(valence=0.4, arousal=0.1, dominance=-0.1)) == "pleasant"


@given(AXIS, AXIS, AXIS)
def test_every_point_has_words(valence: float, arousal: float, dominance: float) -> None:
    assert vad_in_words(VAD(valence=valence, arousal=arousal, dominance=dominance))


@given(st.text())
def test_a_quotation_is_one_line_and_cannot_be_left(text: str) -> None:
    quotation = quoted(text, limit=50)
    assert len(quotation) <= 52
    assert len(quotation.splitlines()) == 1
    assert not set('"“”') & set(quotation[1:-1])


def test_long_words_are_cut() -> None:
    assert quoted("a b  c\nd", limit=5) == "“a b…”"
