"""Taking a chat model's choice apart."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.strategy.backends.answer import (
    POINT,
    answer_schema,
    chosen,
    probabilities,
)
from empathic_agent.strategy.strategies import Strategy
from tests.strategy.backends.samples import choice

QUE, AFF = Strategy.QUESTION, Strategy.AFFIRMATION
whatever = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(Strategy), inner),
)


@pytest.mark.parametrize(
    "said", [*Strategy, "question", " Self-Disclosure. ", "“Others”".strip("“”")]
)
def test_a_name_is_understood_whatever_its_capitals(said: str) -> None:
    assert chosen({"strategy": said}) is not None


@pytest.mark.parametrize(
    "said",
    ["", "Reflection", "Question, then Information", "Active listening", None, 3, ["Others"]],
)
def test_what_is_none_of_the_eight_is_never_mapped_to_one(said: object) -> None:
    assert chosen({"strategy": said}) is None
    assert chosen({}) is None


@given(st.sampled_from(Strategy), whatever)
def test_any_answer_gives_probabilities_with_the_choice_on_top(
    strategy: Strategy, fit: Any
) -> None:
    shares = probabilities({"strategy": strategy, "fit": fit}, strategy)
    assert set(shares) == set(Strategy)
    assert sum(shares.values()) == pytest.approx(1.0)
    assert all(shares[strategy] > share > 0 for s, share in shares.items() if s is not strategy)


def test_a_point_of_fit_is_a_constant_factor() -> None:
    low = probabilities(choice(QUE, QUESTION=8.0, AFFIRMATION=4.0), QUE)
    high = probabilities(choice(QUE, QUESTION=9.0, AFFIRMATION=5.0), QUE)
    assert low[QUE] / low[AFF] == pytest.approx(math.exp(4 * POINT))
    assert high[QUE] / high[AFF] == pytest.approx(math.exp(4 * POINT))


def test_fits_beyond_the_scale_are_cut_off_and_texts_are_read() -> None:
    answer = {"fit": {QUE: "1e9", AFF: "-3", Strategy.OTHERS: "high"}}
    assert probabilities(answer, QUE) == probabilities(choice(QUE, QUESTION=10.0), QUE)


def test_a_choice_that_contradicts_its_fits_comes_first_all_the_same() -> None:
    shares = probabilities(choice(QUE, QUESTION=1.0, AFFIRMATION=9.0), QUE)
    assert shares[QUE] > shares[AFF] > shares[Strategy.OTHERS]


@pytest.mark.parametrize("fit", [None, {}, "good", choice(QUE)["fit"]])
def test_without_fits_the_choice_gets_half(fit: object) -> None:
    shares = probabilities({"fit": fit}, QUE)
    assert shares[QUE] == 0.5
    assert shares[AFF] == pytest.approx(0.5 / 7)


def test_the_schema_names_each_of_the_eight() -> None:
    schema = answer_schema()
    assert schema["properties"]["strategy"]["enum"] == list(Strategy)
    assert schema["properties"]["fit"]["required"] == list(Strategy)
