"""Training of the emotion head, on a small made-up data set."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.encoder import CachedEncoder
from empathic_agent.errors import DataError
from empathic_agent.heads import Manifest, load_head
from empathic_agent.perception.detector import HeadDetector, load_default_detector
from empathic_agent.protocols import Vectors
from empathic_agent.training.emotion import best_threshold, calibrate, label_matrix, train_emotion
from empathic_agent.training.emotion_readers import fit_meaning, fit_words
from empathic_agent.turn import Dialogue, Speaker, Utterance

NAMES = load_taxonomy("goemotions").names


class LetterEncoder:
    """Counts letters: a 26-dimensional encoder that is quick and knows a little."""

    name = "letters"
    dimension = 26

    def encode(self, texts: Sequence[str]) -> Vectors:
        counts = [[text.lower().count(chr(97 + i)) for i in range(26)] for text in texts]
        rows = np.array(counts, dtype=np.float32).reshape(len(texts), 26)
        lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
        return np.asarray(rows / lengths, dtype=np.float32)


def write_data(folder: Path) -> Path:
    """Sentences that name their label, ten a label for train and two for dev."""
    starts = ["today i feel", "all day long", "there is so much", "what", "again this"]
    starts += ["my word,", "such", "it is", "nothing but", "oh,"]
    for part, count in (("train", 10), ("dev", 2)):
        numbered = [(start, k, name) for k, name in enumerate(NAMES) for start in starts[:count]]
        lines = [f"{start} {name}\t{k}\t{part}{k}\n" for start, k, name in numbered]
        (folder / f"{part}.tsv").write_text("".join(lines), "utf-8")
    return folder


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Manifest]:
    """A head trained on the small data, and its manifest."""
    folder = tmp_path_factory.mktemp("emotion")
    manifest = train_emotion(write_data(folder), folder / "head", encoder=LetterEncoder())
    return folder, manifest


def test_it_learns_what_the_data_shows(trained: tuple[Path, Manifest]) -> None:
    folder, manifest = trained
    assert manifest.scores["macro_f1"] > 0.9
    detector = HeadDetector(LetterEncoder(), load_head(folder / "head"))
    utterance = Utterance(speaker=Speaker.SEEKER, text="an afternoon of gratitude")
    assert detector.detect(Dialogue(utterances=(utterance,))).emotion == "gratitude"


def test_the_manifest_tells_where_it_comes_from(trained: tuple[Path, Manifest]) -> None:
    folder, manifest = trained
    assert load_head(folder / "head").manifest == manifest
    digest = hashlib.sha256((folder / "train.tsv").read_bytes()).hexdigest()
    assert manifest.provenance[0].sha256 == digest
    assert (manifest.encoder, manifest.dimension, manifest.seed) == ("letters", 26, 13)
    assert "train emotion" in (folder / "head" / "MODEL_CARD.md").read_text("utf-8")


def test_the_same_seed_writes_the_same_bytes(
    trained: tuple[Path, Manifest], tmp_path: Path
) -> None:
    folder, _ = trained
    train_emotion(folder, tmp_path, encoder=LetterEncoder())
    again = (tmp_path / "weights.safetensors").read_bytes()
    assert again == (folder / "head" / "weights.safetensors").read_bytes()


def test_progress_is_told(trained: tuple[Path, Manifest], tmp_path: Path) -> None:
    lines: list[str] = []
    train_emotion(trained[0], tmp_path, encoder=LetterEncoder(), seed=7, progress=lines.append)
    assert lines[0] == "encoding the 280 texts of train"
    assert sum("fold" in line for line in lines) == 5


def test_missing_data_is_noticed_before_the_work_begins(tmp_path: Path) -> None:
    write_data(tmp_path)
    (tmp_path / "dev.tsv").unlink()
    lines: list[str] = []
    with pytest.raises(DataError, match=r"dev\.tsv"):
        train_emotion(tmp_path, tmp_path / "head", encoder=LetterEncoder(), progress=lines.append)
    assert lines == []


def test_a_label_that_never_occurs_is_never_predicted() -> None:
    texts = ["a good day", "a bad day"] * 4
    labels = np.array([[True, False, True], [False, False, True]] * 4)
    arrays = fit_words(texts, labels)
    assert arrays["word_bias"][1] < -5.0
    assert arrays["word_bias"][2] > 5.0
    assert not arrays["word_weights"][:, 1:].any()


def test_training_leaves_the_random_state_and_threads_alone() -> None:
    import torch

    threads, state = torch.get_num_threads(), torch.get_rng_state()
    fit_meaning(np.eye(4, dtype=np.float32), np.eye(4, dtype=bool), seed=3)
    assert torch.get_num_threads() == threads
    assert torch.equal(torch.get_rng_state(), state)


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


def test_certain_and_right_log_odds_call_for_a_low_temperature() -> None:
    labels = np.eye(28, dtype=bool)
    sure = calibrate(np.where(labels, 1.0, -1.0), labels)["temperature"][0]
    mixed = calibrate(np.where(labels[::-1] | labels, 1.0, -1.0), labels)["temperature"][0]
    assert sure < mixed


def test_the_label_matrix_follows_the_official_order(real_data: Path) -> None:
    from empathic_agent.datasets.goemotions import load_goemotions

    matrix = label_matrix(load_goemotions(real_data / "goemotions" / "dev.tsv")[:2])
    assert [row.nonzero()[0].tolist() for row in matrix] == [[27], [4, 27]]


def test_the_shipped_head_reaches_its_scores(real_data: Path, encoder: CachedEncoder) -> None:
    from sklearn.metrics import f1_score

    from empathic_agent.datasets.goemotions import load_goemotions

    detector = load_default_detector(encoder)
    examples = load_goemotions(real_data / "goemotions" / "dev.tsv")
    predicted = detector.predict_labels([example.text for example in examples])
    assert f1_score(label_matrix(examples), predicted, average="macro") > 0.48
