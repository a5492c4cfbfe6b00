"""The arithmetic: one inner product is the weighted sum of two cosines."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from memory_store.vectors import asked, cosine, is_unit, stored, unit_meaning, unit_moods

Floats = NDArray[np.float64]

# Numbers with at most three decimals: no mood is then so faint as to count as neutral.
axes = st.integers(-1000, 1000).map(lambda n: n / 1000)
moods = hnp.arrays(np.float64, 3, elements=axes)
directions = hnp.arrays(np.float64, 5, elements=axes).filter(np.any)
weights = st.floats(0.0, 1.0)


def exact_cosine(one: Floats, other: Floats) -> float:
    lengths = math.hypot(*one) * math.hypot(*other)
    return math.fsum(one * other) / lengths if lengths else 0.0


@given(directions, directions, moods, moods, weights)
def test_the_product_of_joined_vectors_is_the_weighted_sum_of_cosines(
    meaning: Floats, other_meaning: Floats, mood: Floats, other_mood: Floats, weight: float
) -> None:
    row = stored(unit_meaning(meaning)[np.newaxis], mood[np.newaxis])[0]
    question = asked(unit_meaning(other_meaning), other_mood, weight)
    expected = weight * exact_cosine(meaning, other_meaning) + (1 - weight) * exact_cosine(
        mood, other_mood
    )
    assert float(row @ question) == pytest.approx(expected, abs=1e-5)


@given(directions, st.floats(1e-30, 1e30))
def test_a_meaning_has_length_one_whatever_its_scale(meaning: Floats, scale: float) -> None:
    assert is_unit(unit_meaning(meaning * scale))


@given(directions)
def test_a_unit_vector_keeps_its_exact_values(meaning: Floats) -> None:
    once = unit_meaning(meaning)
    assert np.array_equal(unit_meaning(once), once)


def test_a_meaning_is_read_only() -> None:
    unit = unit_meaning([1.0, 2.0])
    with pytest.raises(ValueError, match="read-only"):
        unit[0] = 5.0


@pytest.mark.parametrize(
    "values", [[0.0, 0.0], [math.nan, 1.0], [math.inf, 1.0], [], 3.0, [[1.0, 0.0]]]
)
def test_what_has_no_direction_is_refused(values: object) -> None:
    with pytest.raises(ValueError, match="expected"):
        unit_meaning(values)  # type: ignore[arg-type]


def test_a_neutral_mood_neither_attracts_nor_repels() -> None:
    joy, grief, neutral = unit_moods([(0.8, 0.5, 0.5), (-0.8, -0.5, -0.5), (0.0, 0.0, 0.0)])
    assert cosine(joy, grief) == pytest.approx(-1.0)
    assert cosine(joy, neutral) == 0.0
    assert cosine(neutral, neutral) == 0.0


def test_a_faint_mood_counts_as_neutral() -> None:
    assert not unit_moods((0.0005, -0.0005, 0.0)).any()
    assert unit_moods((0.002, 0.0, 0.0)).tolist() == [1.0, 0.0, 0.0]


def test_the_strength_of_a_mood_does_not_count() -> None:
    assert unit_moods((0.01, 0.02, 0.0)) == pytest.approx(unit_moods((0.5, 1.0, 0.0)))
