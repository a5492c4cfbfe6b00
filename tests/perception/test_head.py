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
    decode_vocabulary,
    encode_vocabulary,
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


def test_a_vocabulary_survives_storage() -> None:
    vocabulary = ["sad", "i can't", "😭", "très triste"]
    assert decode_vocabulary({"vocabulary": encode_vocabulary(vocabulary)}) == vocabulary


def test_the_log_odds_are_the_mean_of_both_readers() -> None:
    texts, vectors = ["I am so grateful"], np.full((1, 384), 384**-0.5, dtype=np.float32)
    words, meaning = HEAD.word_log_odds(texts), HEAD.meaning_log_odds(vectors)
    share = float(STORED.arrays["word_share"][0])
    assert HEAD.log_odds(texts, vectors) == pytest.approx(
        share * words + (1.0 - share) * meaning, abs=1e-4
    )


def test_a_row_does_not_depend_on_its_batch() -> None:
    texts = ["thanks", "", "I am furious"]
    vectors = np.eye(3, 384, dtype=np.float32)
    together = HEAD.log_odds(texts, vectors)
    alone = [HEAD.log_odds([t], v[None])[0] for t, v in zip(texts, vectors, strict=True)]
    assert together == pytest.approx(np.array(alone), abs=1e-5)


def test_words_of_feeling_are_evidence_and_plain_words_are_not() -> None:
    strong, plain = HEAD.word_evidence(["thank you so much", "the table has legs"])
    assert strong > 1.0 > plain


def test_the_shipped_head_is_small_and_says_where_it_comes_from() -> None:
    size = sum(path.stat().st_size for path in (SHIPPED / "emotion").iterdir())
    assert size <= 2_000_000
    assert STORED.manifest.scores["macro_f1"] > 0.45
    assert STORED.manifest.provenance[0].licence == "CC BY 4.0"


def test_a_head_without_its_arrays_is_refused() -> None:
    incomplete = {name: a for name, a in STORED.arrays.items() if name != "thresholds"}
    with pytest.raises(ModelError, match="thresholds"):
        EmotionHead(Head(STORED.manifest, incomplete))


def test_a_head_for_other_labels_is_refused() -> None:
    manifest = STORED.manifest.model_copy(update={"labels": ("Question", "Information")})
    with pytest.raises(ModelError, match="Question, Information"):
        EmotionHead(Head(manifest, STORED.arrays))
