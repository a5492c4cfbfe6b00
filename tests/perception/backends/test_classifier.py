"""Text classifiers as detectors: real ones, tiny, trained by the test and read from disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from transformers import BertForMaskedLM, BertForSequenceClassification

from empathic_agent import EmpathicAgent
from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.errors import ModelError
from empathic_agent.perception.backends.classifier import ClassifierDetector, as_distribution
from empathic_agent.perception.backends.source import find_source
from empathic_agent.protocols import EmotionDetector
from empathic_agent.turn import Appraisal
from tests.perception.backends.tiny import Problem, config, tokenizer, train
from tests.perception.test_detector import said

MIXED = {"we won :)": ("joy", "love"), "we lost :(": ("grief",), "what now": ("fear", "grief")}


def read(folder: Path | str, text: str) -> Appraisal:
    return ClassifierDetector(find_source(str(folder))).detect(said(text))


@pytest.mark.parametrize(
    ("text", "emotion"),
    [("what a day :)", "joy"), ("what a day :(", "sadness"), ("how dare they !", "anger")],
)
def test_labels_that_exclude_each_other(feelings: Path, text: str, emotion: str) -> None:
    appraisal = read(feelings, text)
    assert (appraisal.taxonomy, appraisal.emotion) == ("ekman", emotion)
    assert appraisal.confidence > 0.8
    assert set(appraisal.distribution) == set(load_taxonomy("ekman").names)
    assert sum(appraisal.distribution.values()) == pytest.approx(1.0)
    assert appraisal.vad == load_taxonomy("ekman").point(appraisal.distribution)
    assert appraisal.reason.startswith(f"{feelings} reads the message as {emotion} (")


def test_labels_that_hold_at_once(tmp_path: Path) -> None:
    labels = ("fear", "grief", "joy", "love")
    folder = train(tmp_path, MIXED, labels, independent=True)
    appraisal = read(folder, "we won :)")
    shares = appraisal.distribution
    assert appraisal.taxonomy == "goemotions"
    assert shares["joy"] == pytest.approx(0.5, abs=0.1)
    assert shares["love"] == pytest.approx(0.5, abs=0.1)
    assert sum(shares.values()) == pytest.approx(1.0)


def test_labels_of_a_known_set_are_found_whatever_their_capitals(tmp_path: Path) -> None:
    texts = {"lovely": ("Affection",), "yay": ("Happiness",), "oh": ("Fear",)}
    appraisal = read(train(tmp_path, texts, ("Fear", "Happiness", "Affection")), "lovely")
    assert (appraisal.taxonomy, appraisal.emotion) == ("leia", "affection")


def test_a_classifier_file_says_what_the_model_does_not(tmp_path: Path) -> None:
    texts = {"yay": ("LABEL_0",), "oh no": ("LABEL_1",), "hm": ("LABEL_2",), "wow": ("LABEL_3",)}
    train(tmp_path / "mute", texts, ("LABEL_0", "LABEL_1", "LABEL_2", "LABEL_3"))
    file = tmp_path / "spoken.yaml"
    file.write_text(
        "model: mute\ntaxonomy: plutchik\n"
        "labels: {LABEL_0: joy, LABEL_1: fear, LABEL_2: null, LABEL_3: joy}\n"
    )
    assert read(file, "oh no").emotion == "fear"
    assert read(file, "wow").distribution["joy"] > 0.8
    file.write_text(file.read_text() + "independent: true\n")
    assert 0.4 < read(file, "wow").distribution["joy"] < 1.0


def test_only_the_last_message_is_read(feelings: Path) -> None:
    detector = ClassifierDetector(find_source(str(feelings)))
    assert detector.detect(said("we won today :)", "what a day :(")) == detector.detect(
        said("what a day :(")
    )
    assert isinstance(detector, EmotionDetector)


def test_what_is_too_long_is_cut(feelings: Path) -> None:
    long = "we lost today :( " + "today " * 2000
    assert read(feelings, long) == read(feelings, " ".join(long.split()[:40]))


def test_a_whole_conversation_with_it(feelings: Path, home: Path) -> None:
    with EmpathicAgent.create(home=home, detector=f"transformers:{feelings}") as agent:
        turn = agent.invoke("what a day :(")
    assert turn.appraisal is not None
    assert turn.appraisal.emotion == "sadness"
    assert turn.reply


def test_a_name_that_is_neither_folder_nor_hub_id_is_refused() -> None:
    with pytest.raises(ModelError, match=r"'\./nowhere', which is no folder"):
        find_source("./nowhere")


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="Expected a folder as `save_pretrained` writes it"):
        read(tmp_path, "hm")


def test_a_model_that_was_never_taught_to_classify_is_refused(tmp_path: Path) -> None:
    words = tokenizer(["we won"])
    BertForMaskedLM(config(("joy", "fear"), len(words), None)).save_pretrained(tmp_path)
    words.save_pretrained(tmp_path)
    with pytest.raises(ModelError, match=r"not trained to classify: it lacks.*classifier\.weight"):
        read(tmp_path, "hm")


def untrained(folder: Path, labels: tuple[str, ...], problem: Problem | None = None) -> Path:
    words = tokenizer(["hm"])
    model = BertForSequenceClassification(config(labels, len(words), problem))
    model.save_pretrained(folder)
    words.save_pretrained(folder)
    return folder


def test_labels_that_nobody_knows_lead_to_the_classifier_file(tmp_path: Path) -> None:
    folder = untrained(tmp_path, ("positive", "negative"))
    with pytest.raises(ModelError, match=r"positive, negative; no label set.*my-classifier\.yaml"):
        read(folder, "hm")


def test_a_regression_is_no_classifier(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="made for regression"):
        read(untrained(tmp_path, ("joy", "fear"), "regression"), "hm")


def test_a_model_that_breaks_down_is_reported(tmp_path: Path) -> None:
    folder = untrained(tmp_path, ("joy", "fear"))
    model = BertForSequenceClassification.from_pretrained(folder)
    torch.nn.init.constant_(model.classifier.bias, float("nan"))
    model.save_pretrained(folder)
    with pytest.raises(ModelError, match=r"not finite numbers.*Your message was not lost"):
        read(folder, "hm")


@given(st.lists(st.floats(-1e4, 1e4), min_size=3, max_size=3), st.booleans())
def test_any_scores_make_a_distribution(scores: list[float], independent: bool) -> None:
    found = as_distribution(
        np.array(scores), ("joy", None, "fear"), ("joy", "fear", "anger"), independent=independent
    )
    assert list(found) == ["joy", "fear", "anger"]
    assert sum(found.values()) == pytest.approx(1.0)
    assert found["anger"] == 0.0
    assert (found["joy"] >= found["fear"]) == (scores[0] >= scores[2]) or found["joy"] == 0.5


def test_independent_probabilities_keep_their_ratios() -> None:
    odds = np.log(np.array([0.6, 0.3]) / (1 - np.array([0.6, 0.3])))
    found = as_distribution(odds, ("joy", "fear"), ("joy", "fear"), independent=True)
    assert found == {"joy": pytest.approx(2 / 3), "fear": pytest.approx(1 / 3)}
