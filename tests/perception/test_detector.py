"""The detector as the loop sees it: one appraisal, one encoding, for any text."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from empathic_agent.encoder import CachedEncoder, SentenceEncoder
from empathic_agent.errors import ModelError
from empathic_agent.heads import SHIPPED, load_head
from empathic_agent.perception.detector import HeadDetector, load_default_detector
from empathic_agent.protocols import EmotionDetector, Vectors
from empathic_agent.turn import Appraisal, Dialogue, Speaker, Utterance

STORED = load_head(SHIPPED / "emotion")


class ScatteringEncoder:
    """Gives every text a unit vector of its own, at once, and keeps what it was asked for."""

    name = STORED.manifest.encoder
    dimension = STORED.manifest.dimension

    def __init__(self) -> None:
        self.batches: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.batches.append(list(texts))
        rows = [self._row(text) for text in texts]
        return np.stack(rows) if rows else np.empty((0, self.dimension), np.float32)

    def _row(self, text: str) -> Vectors:
        seed = hashlib.sha256(text.encode("utf-8")).digest()
        drawn = np.random.default_rng(list(seed)).standard_normal(self.dimension)
        return (drawn / np.linalg.norm(drawn)).astype(np.float32)


def said(*texts: str) -> Dialogue:
    """A dialogue of the seeker's messages."""
    return Dialogue(utterances=tuple(Utterance(speaker=Speaker.SEEKER, text=t) for t in texts))


def detect(text: str) -> Appraisal:
    return HeadDetector(ScatteringEncoder(), STORED).detect(said(text))


PIECES = st.sampled_from(
    [
        "I am so sad",
        " because ",
        "they sacked me today",
        ". ",
        ", and I ",
        "😭",
        "thanks!",
        "\n",
        "我",
    ]
)
texts = st.text(alphabet=st.characters(codec="utf-8")) | st.lists(PIECES, max_size=12).map("".join)


@given(texts)
@settings(deadline=None)
def test_any_text_gets_a_sound_appraisal(text: str) -> None:
    appraisal = detect(text)
    assert sum(appraisal.distribution.values()) == pytest.approx(1.0)
    assert min(appraisal.distribution.values()) >= 0
    assert appraisal.confidence == max(appraisal.distribution.values())
    if appraisal.cause is not None:
        span = appraisal.cause.span
        assert text[span.start : span.end] == span.text
        assert span.text in appraisal.reason
    assert appraisal.emotion in appraisal.reason or appraisal.emotion == "neutral"


@given(texts)
@settings(deadline=None, max_examples=30)
def test_the_same_text_gets_the_same_appraisal(text: str) -> None:
    assert detect(text) == detect(text)


@given(texts)
@settings(deadline=None, max_examples=30)
def test_one_encode_call_with_the_message_first(text: str) -> None:
    encoder = ScatteringEncoder()
    HeadDetector(encoder, STORED).detect(said("Hello.", text))
    (batch,) = encoder.batches
    assert batch[0] == text
    assert len(batch) <= 7


@pytest.mark.parametrize("unit", ["a", "😭", "I am scared. ", "I lost my job because ", "no "])
def test_very_long_texts_work(unit: str) -> None:
    text = (unit * 10_000)[:10_000]
    encoder = ScatteringEncoder()
    appraisal = HeadDetector(encoder, STORED).detect(said(text))
    assert sum(appraisal.distribution.values()) == pytest.approx(1.0)
    assert len(encoder.batches[0]) <= 2


def test_only_the_last_message_is_read() -> None:
    detector = HeadDetector(ScatteringEncoder(), STORED)
    assert detector.detect(said("I am furious!", "thanks")) == detector.detect(said("thanks"))


def test_the_point_follows_the_distribution() -> None:
    assert detect("thank you so much, thank you").vad.valence > 0.3


def test_neutral_has_no_cause(encoder: CachedEncoder) -> None:
    appraisal = load_default_detector(encoder).detect(said("The meeting is at three."))
    assert appraisal.emotion == "neutral"
    assert appraisal.cause is None


@pytest.mark.parametrize(
    ("text", "emotion", "cause"),
    [
        ("I'm so sad because I lost my job.", "sadness", "I lost my job"),
        ("Thank you so much for listening!", "gratitude", "Thank you so much for listening"),
        ("I finally got the promotion! I'm so happy", "joy", "I finally got the promotion"),
        ("I am scared. I heard steps behind me.", "fear", "I heard steps behind me"),
    ],
)  # fmt: skip
def test_reads_plain_messages(encoder: CachedEncoder, text: str, emotion: str, cause: str) -> None:
    appraisal = load_default_detector(encoder).detect(said(text))
    assert appraisal.emotion == emotion
    assert appraisal.cause is not None
    assert appraisal.cause.span.text == cause


def test_several_labels_or_one_by_their_thresholds(encoder: CachedEncoder) -> None:
    detector = load_default_detector(encoder)
    texts = ["Thank you, I love this!", "It is Tuesday."]
    probabilities, present = detector.probabilities(texts), detector.predict_labels(texts)
    assert probabilities.shape == present.shape == (2, 28)
    assert {detector.labels[k] for k in present[0].nonzero()[0]} >= {"gratitude", "love"}
    assert [detector.labels[k] for k in present[1].nonzero()[0]] == ["neutral"]


def test_no_texts_no_rows() -> None:
    assert HeadDetector(ScatteringEncoder(), STORED).predict_labels([]).shape == (0, 28)


def test_it_fits_the_plug_point() -> None:
    assert isinstance(HeadDetector(ScatteringEncoder(), STORED), EmotionDetector)


def test_another_encoder_is_refused() -> None:
    with pytest.raises(ModelError, match="elsewhere/encoder"):
        HeadDetector(SentenceEncoder("elsewhere/encoder"), STORED)
