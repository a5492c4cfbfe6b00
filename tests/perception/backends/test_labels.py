"""Label maps: by themselves where names agree, known for well-known models, checked always."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from empathic_agent.errors import ModelError
from empathic_agent.perception.backends.labels import LabelMap, known_maps, matching

EKMAN = ["anger", "disgust", "fear", "joy", "neutral", "sadness", "surprise"]


@pytest.mark.parametrize(
    ("labels", "taxonomy"),
    [
        (EKMAN, "ekman"),
        (["SADNESS", "joy", "Anger"], "ekman"),
        (["joy", "trust", "anticipation"], "plutchik"),
        (["sadness", "joy", "love", "anger", "fear", "surprise"], "goemotions"),
        (["Anger", "Affection", "Fear", "Happiness", "Sadness"], "leia"),
    ],
)
def test_the_smallest_set_with_all_labels_is_taken(labels: list[str], taxonomy: str) -> None:
    found = matching(labels)
    assert found.taxonomy == taxonomy
    assert found.targets(labels) == tuple(label.lower() for label in labels)


def test_sentiment_is_no_emotion() -> None:
    with pytest.raises(ModelError, match=r"positive, negative; no label set has them all"):
        matching(["positive", "negative"])


@pytest.mark.parametrize("name", ["leia/leia-base", "leia/leia-large", "leia/leia-multilingual"])
def test_leia_may_call_happiness_joy(name: str) -> None:
    targets = known_maps()[name].targets(["Anger", "Fear", "Sadness", "Joy", "Affection"])
    assert targets == ("anger", "fear", "sadness", "happiness", "affection")


def test_columns_without_names_are_not_guessed() -> None:
    with pytest.raises(ModelError, match="LABEL_0, LABEL_1 are not in the label map"):
        known_maps()["leia/leia-base"].targets(["LABEL_0", "LABEL_1"])


def test_hartmann_and_lowe_are_known() -> None:
    hartmann = known_maps()["j-hartmann/emotion-english-distilroberta-base"]
    assert hartmann.targets(EKMAN) == tuple(EKMAN)
    assert known_maps()["samlowe/roberta-base-go_emotions"].taxonomy == "goemotions"


def test_a_single_emotion_is_nothing_to_choose_from() -> None:
    one = LabelMap(taxonomy="ekman", labels={"a": "joy", "b": "joy", "c": None})
    with pytest.raises(ModelError, match="at least two emotions"):
        one.targets(["a", "b", "c"])


@pytest.mark.parametrize(
    ("taxonomy", "target", "what"),
    [("nowhere", "joy", "no label set 'nowhere'"), ("ekman", "glee", "'glee'.* are not labels")],
)
def test_a_map_to_nowhere_is_refused(taxonomy: str, target: str, what: str) -> None:
    with pytest.raises(ValidationError, match=what):
        LabelMap(taxonomy=taxonomy, labels={"a": target})
