"""Fitting of the emotion head, on a small made-up data set."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from empathic_agent.encoder import CachedEncoder, SentenceEncoder
from empathic_agent.errors import DataError
from empathic_agent.heads import load_head
from empathic_agent.perception.detector import load_default_detector
from empathic_agent.perception.metrics import indicator
from empathic_agent.training.emotion import best_threshold, calibrate, thresholds, train_emotion
from tests.training.samples import write_goemotions


def test_the_head_is_fitted_stored_and_the_same_again(tmp_path: Path) -> None:
    data = write_goemotions(tmp_path / "data")
    steps: list[str] = []
    manifests = [
        train_emotion(data, tmp_path / name, encoder=SentenceEncoder(), progress=steps.append)
        for name in "ab"
    ]
    assert manifests[0].scores["macro_f1"] > 0.6
    assert load_head(tmp_path / "a").manifest == manifests[0]
    digest = hashlib.sha256((data / "dev.tsv").read_bytes()).hexdigest()
    assert manifests[0].provenance[0].sha256 == digest
    assert "train emotion" in (tmp_path / "a" / "MODEL_CARD.md").read_text("utf-8")
    one, two = ((tmp_path / n / "weights.safetensors").read_bytes() for n in "ab")
    assert one == two
    assert steps[0] == "reading the 56 texts of dev"


def test_missing_data_is_noticed_before_the_work_begins(tmp_path: Path) -> None:
    steps: list[str] = []
    with pytest.raises(DataError, match=r"dev\.tsv"):
        train_emotion(tmp_path, tmp_path / "head", encoder=SentenceEncoder(), progress=steps.append)
    assert steps == []


@pytest.mark.parametrize(
    ("probabilities", "labels", "threshold"),
    [
        ([0.9, 0.8, 0.3, 0.1], [1, 1, 0, 0], 0.55),
        ([0.9, 0.8, 0.3, 0.1], [0, 0, 0, 0], 1.0),
        ([0.9, 0.8], [1, 1], 0.4),
        ([0.9, 0.5, 0.5, 0.1], [1, 1, 0, 0], 0.3),
    ],
)
def test_the_threshold_gives_the_best_f1(
    probabilities: list[float], labels: list[int], threshold: float
) -> None:
    found = best_threshold(np.array(probabilities), np.array(labels, dtype=bool))
    assert found == pytest.approx(threshold)


def test_a_rare_label_keeps_close_to_the_common_threshold() -> None:
    rng = np.random.default_rng(1)
    labels = np.zeros((2000, 2), dtype=bool)
    labels[:900, 0] = labels[:2, 1] = True
    probabilities = np.where(labels, 0.6, 0.1) + 0.02 * rng.random((2000, 2))
    probabilities[:2, 1] = 0.95
    common, rare = thresholds(probabilities, labels)
    own = best_threshold(probabilities[:, 1], labels[:, 1])
    assert common < rare < common + (own - common) / 3


def test_certain_and_right_log_odds_call_for_a_low_temperature() -> None:
    labels = np.eye(28, dtype=bool)
    sure = calibrate(np.where(labels, 1.0, -1.0), labels)["temperature"][0]
    mixed = calibrate(np.where(labels[::-1] | labels, 1.0, -1.0), labels)["temperature"][0]
    assert sure < mixed


def test_the_shipped_head_reaches_its_scores(real_data: Path, encoder: CachedEncoder) -> None:
    from sklearn.metrics import f1_score

    from empathic_agent.datasets.goemotions import load_goemotions

    detector = load_default_detector(encoder)
    examples = load_goemotions(real_data / "goemotions" / "dev.tsv")
    predicted = detector.predict_labels([example.text for example in examples])
    gold = indicator((example.labels for example in examples), detector.labels)
    assert f1_score(gold, predicted, average="macro") > 0.5
