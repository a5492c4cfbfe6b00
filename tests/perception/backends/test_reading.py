"""Answers taken apart: whatever a model says, what is kept is within its scale."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.perception.backends.reading import (
    answer_schema,
    as_reading,
    label_in,
    number,
)

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=2),
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.4, 0.4), ("0.4", 0.4), (7, 1.0), (-1, 0.0), ("1e999", 1.0), (float("inf"), 1.0)],
)
def test_numbers_are_parsed_and_clamped(value: object, expected: float) -> None:
    assert number(value, 0.0, 1.0) == expected


@pytest.mark.parametrize("value", [None, "very", "", float("nan"), True, [1], {}])
def test_what_is_no_number_is_left_out(value: object) -> None:
    assert number(value, 0.0, 1.0) is None


def test_valence_comes_down_to_one() -> None:
    reading = as_reading({"valence": -1.5, "intensity": 0.5}, "fear", repaired=True)
    assert (reading.valence, reading.intensity, reading.repaired) == (-0.5, 0.5, True)


@given(anything, anything)
def test_any_answer_makes_a_sound_reading(intensity: object, valence: object) -> None:
    reading = as_reading({"intensity": intensity, "valence": valence}, "joy", repaired=False)
    assert reading.intensity is None or 0 <= reading.intensity <= 1
    assert reading.valence is None or -1 <= reading.valence <= 1


@pytest.mark.parametrize("said", ["joy", " Joy ", "JOY.", '"joy"'])
def test_a_label_is_recognised_in_its_disguises(said: str) -> None:
    assert label_in({"emotion": said}, ["fear", "joy"]) == "joy"


@pytest.mark.parametrize("answer", [{}, {"emotion": "glee"}, {"emotion": ["joy"]}, {"emotion": ""}])
def test_another_label_is_none(answer: dict[str, object]) -> None:
    assert label_in(answer, ["fear", "joy"]) is None


def test_the_schema_allows_the_labels_and_no_others() -> None:
    assert answer_schema(["fear", "joy"])["properties"]["emotion"]["enum"] == ["fear", "joy"]
