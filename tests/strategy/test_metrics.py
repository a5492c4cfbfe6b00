"""Q and B: small cases worked out by hand, properties, and the published scorer's figures."""

from __future__ import annotations

import json
import math
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from empathic_agent.strategy.metrics import (
    Floats,
    accuracy,
    confusion,
    macro_f1,
    preference,
    preference_bias,
    score,
    weighted_f1,
)
from empathic_agent.strategy.strategies import Strategy

ALL = list(Strategy)
QUE, RES = Strategy.QUESTION, Strategy.RESTATEMENT

decisions = st.lists(st.tuples(st.sampled_from(ALL), st.sampled_from(ALL)), min_size=1, max_size=60)


def matrices(low: int, high: int) -> st.SearchStrategy[Floats]:
    return hnp.arrays(np.float64, (8, 8), elements=st.integers(low, high).map(float))


def pairs_of(counts: Floats) -> tuple[list[Strategy], list[Strategy]]:
    cells = [(g, p) for g in range(8) for p in range(8) for _ in range(int(counts[g, p]))]
    return [ALL[g] for g, _ in cells], [ALL[p] for _, p in cells]


def test_confusion_has_gold_rows_and_predicted_columns() -> None:
    counts = confusion([QUE, QUE, RES], [QUE, RES, RES])
    assert counts[0, 0] == counts[0, 1] == counts[1, 1] == 1
    assert counts.sum() == 3


def test_a_perfect_selector_has_no_bias() -> None:
    scores = score(ALL * 2, ALL * 2)
    assert (scores.macro_f1, scores.weighted_f1, scores.accuracy) == (1.0, 1.0, 1.0)
    assert scores.preference_bias == 0.0
    assert scores.preference == dict.fromkeys(ALL, 1.0)


def test_f1_by_hand() -> None:
    # Question: precision 2/3, recall 1, F1 4/5. Restatement: precision 1, recall 1/2, F1 2/3.
    scores = score([QUE, QUE, RES, RES], [QUE, QUE, RES, QUE])
    assert scores.turns == 4
    assert scores.macro_f1 == pytest.approx((4 / 5 + 2 / 3) / 8)
    assert scores.weighted_f1 == pytest.approx((4 / 5 + 2 / 3) / 2)
    assert scores.accuracy == 0.75


def test_two_strategies_end_in_the_ratio_of_their_wins() -> None:
    # First sweep: p0 = (3 · 1/2) / (1 · 1/2) = 3, then p1 = (1 · 3/4) / (3 · 1/4) = 1. The ratio 3
    # is that of the wins, so later sweeps change nothing; the other six were never compared.
    counts = np.zeros((8, 8))
    counts[1, 0], counts[0, 1] = 3.0, 1.0
    assert preference(counts) == pytest.approx(np.array([3.0, *[1.0] * 7]) * 8 / 10)


def test_a_strategy_never_chosen_wrongly_is_not_preferred() -> None:
    scores = score([QUE, RES], [RES, RES])
    assert scores.preference[QUE] == 0.0
    assert scores.preference[RES] == pytest.approx(8 / 7)
    assert scores.preference_bias == pytest.approx(math.sqrt(1 / 7))


def test_balanced_mistakes_are_no_bias() -> None:
    assert preference(np.full((8, 8), 5.0)) == pytest.approx(1.0)


def test_always_choosing_one_strategy_is_the_strongest_bias() -> None:
    scores = score(ALL, [QUE] * 8)
    assert scores.preference[QUE] == pytest.approx(8.0)
    assert scores.preference_bias == pytest.approx(math.sqrt(7))


@given(matrices(0, 4))
def test_preferences_are_finite_and_sum_to_eight_whatever_is_absent(counts: Floats) -> None:
    p = preference(counts)
    assert np.isfinite(p).all()
    assert (p >= 0.0).all()
    assert p.sum() == pytest.approx(8.0)


@given(matrices(1, 30), st.permutations(range(8)))
def test_bias_does_not_depend_on_the_order_of_the_strategies(
    counts: Floats, order: list[int]
) -> None:
    shuffled = preference(counts[np.ix_(order, order)])
    assert shuffled == pytest.approx(preference(counts)[order], rel=1e-6)


@settings(max_examples=25)
@given(decisions, st.randoms(use_true_random=False))
def test_scores_do_not_depend_on_the_order_of_the_turns(
    pairs: list[tuple[Strategy, Strategy]], random: Random
) -> None:
    shuffled = list(pairs)
    random.shuffle(shuffled)
    assert score(*_unzip(shuffled)) == score(*_unzip(pairs))


@settings(max_examples=25)
@given(decisions)
def test_scores_stay_in_range(pairs: list[tuple[Strategy, Strategy]]) -> None:
    scores = score(*_unzip(pairs))
    assert 0.0 <= scores.macro_f1 <= 1.0
    assert 0.0 <= scores.preference_bias <= math.sqrt(7) + 1e-9


def test_the_single_figures_are_those_of_the_whole() -> None:
    gold, predicted = [QUE, QUE, RES, RES], [QUE, RES, RES, QUE]
    scores = score(gold, predicted)
    assert macro_f1(gold, predicted) == scores.macro_f1
    assert weighted_f1(gold, predicted) == scores.weighted_f1
    assert accuracy(gold, predicted) == scores.accuracy
    assert preference_bias(gold, predicted) == scores.preference_bias


def test_of_no_turns_every_figure_is_zero() -> None:
    scores = score([], [])
    assert scores.turns == 0
    assert scores.macro_f1 == scores.weighted_f1 == scores.accuracy == 0.0
    assert scores.preference_bias == 0.0


def test_lists_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="2 gold but 1 predicted"):
        score([QUE, RES], [QUE])


def test_the_published_scorer_gives_the_same_figures(real_data: Path) -> None:
    published = json.loads((real_data / "kang2024_parity.json").read_text("utf-8"))
    assert published["strategies"] == ALL
    counts = np.array(published["confusion"], dtype=np.float64)
    scores = score(*pairs_of(counts))
    assert scores.macro_f1 == pytest.approx(published["macro_f1"], abs=1e-6)
    assert scores.weighted_f1 == pytest.approx(published["weighted_f1"], abs=1e-6)
    assert scores.preference_bias == pytest.approx(published["preference_bias"], abs=1e-6)
    assert list(scores.preference.values()) == pytest.approx(published["preference"], abs=1e-6)


def _unzip(pairs: list[tuple[Strategy, Strategy]]) -> tuple[list[Strategy], list[Strategy]]:
    return [gold for gold, _ in pairs], [predicted for _, predicted in pairs]
