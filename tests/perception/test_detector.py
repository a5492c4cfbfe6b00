"""The detector as the loop sees it: one appraisal, for any text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from empathic_agent.encoder import CachedEncoder, SentenceEncoder
from empathic_agent.errors import ModelError
from empathic_agent.perception.detector import WINDOW, HeadDetector, load_default_detector
from empathic_agent.protocols import EmotionDetector, LayeredEncoder, Vectors
from empathic_agent.trunk import TokenStates
from empathic_agent.turn import Appraisal, Cues, Dialogue, Speaker, Utterance

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
        "soooo",
        " idk ",
    ]
)
texts = st.text(alphabet=st.characters(codec="utf-8"), max_size=200) | st.lists(
    PIECES, max_size=12
).map("".join)


@pytest.fixture(scope="module")
def detector(encoder: CachedEncoder) -> HeadDetector:
    """The shipped detector on the real encoder."""
    return load_default_detector(encoder)


def said(*texts: str) -> Dialogue:
    """A dialogue of the seeker's messages."""
    return Dialogue(utterances=tuple(Utterance(speaker=Speaker.SEEKER, text=t) for t in texts))


def talk(*texts: str) -> Dialogue:
    """A dialogue of seeker and supporter in turn; the seeker is last."""
    speakers = (Speaker.SEEKER, Speaker.SUPPORTER)
    turns = [Utterance(speaker=speakers[i % 2], text=t) for i, t in enumerate(reversed(texts))]
    return Dialogue(utterances=tuple(reversed(turns)))


@given(texts)
@settings(deadline=None)
def test_any_text_gets_a_sound_appraisal(detector: HeadDetector, text: str) -> None:
    appraisal = detector.detect(said(text))
    for shares in (appraisal.distribution, appraisal.situation or {}):
        assert sum(shares.values()) == pytest.approx(1.0)
        assert min(shares.values()) >= 0
    assert appraisal.confidence == max(appraisal.distribution.values())
    for span in [c.span for c in appraisal.causes] + [w.span for w in appraisal.words]:
        assert text[span.start : span.end] == span.text
    assert appraisal.emotion in appraisal.reason or appraisal.emotion == "neutral"


@given(texts)
@settings(deadline=None, max_examples=20)
def test_the_same_text_gets_the_same_appraisal(encoder: CachedEncoder, text: str) -> None:
    first, second = (load_default_detector(encoder).detect(said(text)) for _ in range(2))
    assert first == second


@given(st.lists(texts, min_size=1, max_size=8))
@settings(deadline=None, max_examples=20)
def test_a_batch_is_read_as_its_texts_one_by_one(
    encoder: CachedEncoder, several: list[str]
) -> None:
    together = load_default_detector(encoder).appraise(several)
    alone = load_default_detector(encoder)
    for appraisal, text in zip(together, several, strict=True):
        single = alone.detect(said(text))
        assert appraisal.distribution == pytest.approx(single.distribution, abs=1e-4)
        assert appraisal.situation == pytest.approx(single.situation, abs=1e-4)
        assert appraisal.vad.distance(single.vad) < 1e-3


@pytest.mark.parametrize("unit", ["a", "😭", "I am scared. ", "I lost my job because ", "no "])
def test_very_long_texts_work(detector: HeadDetector, unit: str) -> None:
    text = (unit * 10_000)[:10_000]
    appraisal = detector.detect(said(text))
    assert sum(appraisal.distribution.values()) == pytest.approx(1.0)


def test_what_went_before_does_not_change_the_emotion(detector: HeadDetector) -> None:
    before, alone = (
        detector.detect(said("I am furious!", "thanks")),
        detector.detect(said("thanks")),
    )
    assert before.distribution == pytest.approx(alone.distribution, abs=1e-4)


def test_the_point_follows_the_distribution(detector: HeadDetector) -> None:
    assert detector.detect(said("thank you so much, thank you")).vad.valence > 0.3


def test_neutral_has_no_cause(detector: HeadDetector) -> None:
    appraisal = detector.detect(said("The meeting is at three."))
    assert appraisal.emotion == "neutral"
    assert not appraisal.causes
    assert not appraisal.antecedents


@pytest.mark.parametrize(
    ("text", "emotion", "cause"),
    [
        ("I'm so sad because I lost my job.", "sadness", "I lost my job"),
        ("Thank you so much for listening!", "gratitude", "Thank you so much for listening"),
        ("I finally got the promotion! I'm so happy", "joy", "I finally got the promotion"),
        ("I am scared. I heard steps behind me.", "fear", "I heard steps behind me"),
    ],
)  # fmt: skip
def test_reads_plain_messages(detector: HeadDetector, text: str, emotion: str, cause: str) -> None:
    appraisal = detector.detect(said(text))
    assert appraisal.emotion == emotion
    assert appraisal.cause is not None
    assert appraisal.cause.span.text == cause


@pytest.mark.parametrize(
    "other",
    [
        "im so sad because i lost my job",
        "I'M SO SAD BECAUSE I LOST MY JOB!!!",
        "I'm so sad... because I lost my job.",
        "I'm sooooo sad because I lost my job :(",
    ],
)
def test_the_cause_is_stable_under_punctuation_case_and_spelling(
    detector: HeadDetector, other: str
) -> None:
    cause = detector.detect(said(other)).cause
    assert cause is not None
    assert cause.span.text.lower().rstrip(" :(") == "i lost my job"


def test_the_stronger_the_words_the_higher_the_intensity(detector: HeadDetector) -> None:
    calm, strong = (
        detector.detect(said(text)).intensity
        for text in ("The report has four pages.", "I hate him, he destroyed everything I love!")
    )
    assert calm is not None
    assert strong is not None
    assert calm < 0.5 < strong


def test_calm_words_about_a_bad_situation_have_an_undertow(detector: HeadDetector) -> None:
    bad, good = (
        detector.detect(said(text)).undertow
        for text in (
            "My sister took my car again without asking me, and now there is a dent in it.",
            "My sister lent me her car again, and there was even a full tank.",
        )
    )
    assert bad is not None
    assert good is not None
    assert bad > good


def test_the_utterance_that_brought_it_about_is_named(detector: HeadDetector) -> None:
    dialogue = talk("Your dog died this morning. I'm so sorry.", "Oh no! That makes me so sad.")
    found = detector.detect(dialogue).antecedents
    assert 0 in [antecedent.index for antecedent in found]
    assert [a.score for a in found] == sorted((a.score for a in found), reverse=True)
    assert all(dialogue.utterances[a.index].text == a.text for a in found)


def test_indices_count_from_the_beginning_of_a_long_dialogue(detector: HeadDetector) -> None:
    dialogue = talk(*["Mhm, I see."] * 40, "I am so sad, my best friend moved away today.")
    found = detector.detect(dialogue).antecedents
    assert found
    assert all(40 - WINDOW < antecedent.index <= 40 for antecedent in found)
    assert found[0].index == 40


def test_cues_are_read_but_never_quoted(detector: HeadDetector) -> None:
    plain = Utterance(speaker=Speaker.SEEKER, text="I am fine.")
    cues = Cues(face="tears are running down her cheeks", voice="sobbing")
    seen = plain.model_copy(update={"cues": cues})
    without, with_cues = (
        detector.detect(Dialogue(utterances=(utterance,))) for utterance in (plain, seen)
    )
    assert with_cues.vad.valence < without.vad.valence
    assert [word.span.text for word in with_cues.words] == ["I", "am", "fine"]


def test_several_labels_or_one_by_their_thresholds(detector: HeadDetector) -> None:
    several = ["Thank you, I love this!", "It is Tuesday."]
    probabilities, present = detector.probabilities(several), detector.predict_labels(several)
    assert probabilities.shape == present.shape == (2, 28)
    assert {detector.labels[k] for k in present[0].nonzero()[0]} >= {"gratitude", "love"}
    assert [detector.labels[k] for k in present[1].nonzero()[0]] == ["neutral"]


def test_the_probability_of_each_utterance_to_be_the_cause(detector: HeadDetector) -> None:
    first, second = detector.cause_probabilities(
        [said("I won the lottery!"), talk("We have to let you go.", "What? No!", "Why me?")]
    )
    assert (first.shape, second.shape) == ((1,), (3,))
    assert ((second >= 0) & (second <= 1)).all()


def test_no_texts_no_rows(detector: HeadDetector) -> None:
    assert detector.predict_labels([]).shape == (0, 28)
    assert detector.situation_probabilities([]).shape == (0, 32)
    assert detector.affect([]).shape == (0, 3)
    assert detector.appraise([]) == []


def test_it_fits_the_plug_point(detector: HeadDetector) -> None:
    assert isinstance(detector, EmotionDetector)


class CountingEncoder(SentenceEncoder):
    """The real encoder; it keeps what its trunk was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[list[str]] = []

    def states(self, texts: Sequence[str]) -> list[TokenStates]:
        self.batches.append(list(texts))
        return super().states(texts)


def test_every_utterance_of_a_conversation_is_read_once() -> None:
    encoder = CountingEncoder()
    assert isinstance(encoder, LayeredEncoder)
    detector = load_default_detector(encoder)
    detector.detect(said("Hello.", "My cat ran away."))
    detector.detect(said("Hello.", "My cat ran away.", "I miss her."))
    assert encoder.batches == [["Hello.", "My cat ran away."], ["I miss her."]]


def test_another_encoder_is_refused() -> None:
    with pytest.raises(ModelError, match="elsewhere/encoder"):
        load_default_detector(SentenceEncoder("elsewhere/encoder"))


def test_an_encoder_without_layers_is_refused() -> None:
    class Flat:
        name = SentenceEncoder().name
        dimension = 384

        def encode(self, texts: Sequence[str]) -> Vectors:
            return np.zeros((len(texts), 384), np.float32)

    with pytest.raises(ModelError, match="SentenceEncoder"):
        load_default_detector(Flat())
    with pytest.raises(ModelError, match="no layers"):
        load_default_detector(CachedEncoder(Flat())).detect(said("hello"))


def test_an_appraisal_can_be_stored(detector: HeadDetector) -> None:
    appraisal = detector.detect(said("I am so happy today!"))
    assert Appraisal.model_validate_json(appraisal.model_dump_json()) == appraisal
