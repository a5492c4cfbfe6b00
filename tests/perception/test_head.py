"""The emotion head: probabilities, thresholds and the one-choice distribution."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from empathic_agent.errors import ModelError
from empathic_agent.heads import SHIPPED, Head, load_head
from empathic_agent.perception.head import (
    EmotionHead,
    logit,
    one_choice,
    sigmoid,
)

STORED = load_head(SHIPPED / "emotion")
HEAD = EmotionHead(STORED)
THRESHOLDS = np.array([0.1, 0.4, 0.3])
NEUTRAL = 2

log_odds = arrays(np.float64, (4, 3), elements=st.floats(-30.0, 30.0))


@given(log_odds, st.floats(0.2, 5.0))
def test_one_choice_sums_to_one(drawn: np.ndarray, temperature: float) -> None:
    chosen = one_choice(drawn, THRESHOLDS, temperature, NEUTRAL)
    assert (chosen >= 0).all()
    assert chosen.sum(axis=1) == pytest.approx(1.0)


@given(log_odds, st.floats(0.2, 5.0))
def test_neutral_wins_exactly_when_no_emotion_passes_its_threshold(
    drawn: np.ndarray, temperature: float
) -> None:
    chosen = one_choice(drawn, THRESHOLDS, temperature, NEUTRAL)
    margin = (drawn - logit(THRESHOLDS))[:, :NEUTRAL].max(axis=1)
    for row, above in zip(chosen, margin, strict=True):
        if abs(above) > 1e-6:
            assert (row.argmax() == NEUTRAL) == (above < 0)


@given(log_odds)
def test_a_higher_temperature_never_makes_the_choice_surer(drawn: np.ndarray) -> None:
    sharp = one_choice(drawn, THRESHOLDS, 0.5, NEUTRAL).max(axis=1)
    flat = one_choice(drawn, THRESHOLDS, 2.0, NEUTRAL).max(axis=1)
    assert (flat <= sharp + 1e-9).all()


def test_a_rare_label_counts_by_its_own_threshold() -> None:
    chosen = one_choice(logit(np.array([[0.15, 0.35, 0.9]])), THRESHOLDS, 1.0, NEUTRAL)
    assert chosen[0].argmax() == 0


@given(st.floats(1e-5, 1 - 1e-5))
def test_sigmoid_undoes_logit(probability: float) -> None:
    assert sigmoid(logit(np.array([probability])))[0] == pytest.approx(probability)


def test_extreme_log_odds_do_not_overflow() -> None:
    assert sigmoid(np.array([-1e6, 0.0, 1e6])).tolist() == [0.0, 0.5, 1.0]


def test_labels_are_present_above_their_thresholds() -> None:
    log_odds = logit(HEAD.thresholds)[None] + np.array([[-0.1], [0.1]])
    assert HEAD.present(log_odds).tolist() == [[False] * 28, [True] * 28]


def test_all_shipped_weights_together_are_small_and_say_where_they_come_from() -> None:
    size = sum(path.stat().st_size for path in SHIPPED.rglob("*") if path.is_file())
    assert size <= 10_000_000
    assert STORED.manifest.scores["macro_f1_by_halves"] > 0.48
    assert STORED.manifest.provenance[0].licence == "CC BY 4.0"


def test_a_head_without_its_arrays_is_refused() -> None:
    incomplete = {name: a for name, a in STORED.arrays.items() if name != "thresholds"}
    with pytest.raises(ModelError, match="thresholds"):
        EmotionHead(Head(STORED.manifest, incomplete))


def test_a_head_for_other_labels_is_refused() -> None:
    manifest = STORED.manifest.model_copy(update={"labels": ("Question", "Information")})
    with pytest.raises(ModelError, match="Question, Information"):
        EmotionHead(Head(manifest, STORED.arrays))
