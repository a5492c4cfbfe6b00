"""Training of the mood transition, on made-up triples."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from sklearn.ensemble import ExtraTreesClassifier

from empathic_agent.datasets.peld import load_peld
from empathic_agent.errors import DataError
from empathic_agent.heads import load_head
from empathic_agent.perception.trees import leaves
from empathic_agent.protocols import Vectors
from empathic_agent.training.forest import Recipe, as_arrays
from empathic_agent.training.scenes import scenes
from empathic_agent.training.transition import train_transition
from empathic_agent.transition.learned import ResponseHead, forest_shares
from tests.samples import PELD_ROW, write_peld

SMALL = Recipe(trees=10, repeats=1)


class Hashed:
    """An encoder whose vectors depend on letters only."""

    name, dimension = "letters", 26

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = [[text.lower().count(chr(97 + i)) + 0.1 for i in range(26)] for text in texts]
        vectors = np.array(rows, dtype=np.float32).reshape(len(texts), 26)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def row(number: int, *emotions: str) -> str:
    fields = PELD_ROW.split("\t")
    word = "abcdefghijklmnopqrstuvwxyz"[number % 26] * (number // 26 + 1)
    fields[3:6] = f"One {word}?", f"Two {word}.", f"Three {word}."
    fields[6:9] = emotions
    return "\t".join(fields)


def write(folder: Path) -> Path:
    """Whoever is talked to by someone joyful answers with joy, else with what they felt before."""
    folder.mkdir(parents=True)
    for part, count in (("train", 360), ("valid", 60)):
        rows = []
        for number in range(count):
            first = ("sadness", "neutral", "joy")[number % 3]
            second = ("joy", "anger")[number // 3 % 2]
            rows.append(row(number, first, second, "joy" if second == "joy" else first))
        write_peld(folder / f"{part}.tsv", rows)
    return folder


def test_it_learns_what_the_data_shows_and_repeats_it(tmp_path: Path) -> None:
    data, steps = write(tmp_path / "data"), list[str]()
    manifests = [
        train_transition(
            data, tmp_path / name, encoder=Hashed(), progress=steps.append, recipe=SMALL
        )
        for name in "ab"
    ]
    scores = manifests[0].scores
    assert scores["valid_macro_f1"] > scores["valid_copy_macro_f1"]
    assert scores["valid_weighted_f1"] > scores["valid_copy_weighted_f1"]
    one, two = ((tmp_path / n / "weights.safetensors").read_bytes() for n in "ab")
    assert one == two
    assert manifests[0] == manifests[1]
    head = load_head(tmp_path / "a")
    assert head.manifest == manifests[0]
    assert ResponseHead(head, Hashed()).expected([]).shape == (0, 7)
    assert sum("fold" in step for step in steps) == 10


def test_too_little_data_is_refused(tmp_path: Path) -> None:
    for part in ("train", "valid"):
        write_peld(tmp_path / f"{part}.tsv", [PELD_ROW])
    with pytest.raises(DataError, match="has 1 triples, expected at least"):
        train_transition(tmp_path, tmp_path / "out", encoder=Hashed())


def test_missing_data_is_noticed_before_the_work_begins(tmp_path: Path) -> None:
    steps: list[str] = []
    with pytest.raises(DataError, match="PELD"):
        train_transition(tmp_path, tmp_path / "out", encoder=Hashed(), progress=steps.append)
    assert steps == []


def test_triples_that_share_words_are_one_scene(tmp_path: Path) -> None:
    texts = [
        ("A?", "B.", "C."),
        ("B.", "C.", "D."),
        ("D.", "Yes.", "E."),
        ("Long enough to be told apart.", "Yes.", "F."),
        ("G.", "Long enough to be told apart.", "Yes."),
    ]
    rows = []
    for three in texts:
        fields = PELD_ROW.split("\t")
        fields[3:6] = three
        rows.append("\t".join(fields))
    found = scenes(load_peld(write_peld(tmp_path / "train.tsv", rows)))
    assert found.tolist() == [0, 0, 1, 2, 2]


def test_the_arrays_give_the_shares_of_the_forest_they_were_made_of() -> None:
    rng = np.random.default_rng(3)
    rows = rng.standard_normal((300, 5)).astype(np.float32)
    labels = np.array([0, 2, 3, 4, 6])[(rows[:, 0] > 0) * 2 + (rows[:, 1] > 0.5)]
    forest = ExtraTreesClassifier(n_estimators=20, min_samples_leaf=5, random_state=1)
    forest.fit(rows, labels)
    arrays = as_arrays(forest, 7)
    shares = forest_shares(arrays["value"][leaves(arrays, rows.astype(np.float64))])
    assert np.allclose(shares[:, forest.classes_], forest.predict_proba(rows), atol=0.005)
    assert not shares[:, [1, 5]].any()
