"""The EmpatheticDialogues task with a reader that looks for the name of the emotion in the text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.datasets.empathetic_dialogues import COLUMNS, SituationText
from empathic_agent.evaluation.runner import run_task
from empathic_agent.evaluation.situations import SituationsTask

LABELS = load_taxonomy("empathetic-dialogues").names


class LiteralReader:
    """Finds the labels that a text names, the first of them most probable."""

    situation_labels = LABELS

    def situation_probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        rows = [[1.0 / (1 + t.index(n)) if n in t else 0.0 for n in LABELS] for t in texts]
        return np.array(rows)


def write(folder: Path, *conversations: tuple[str, str, str]) -> Path:
    """Conversations of one utterance: emotion, situation, utterance."""
    rows = [
        f"c{i},1,{emotion},{situation},0,{utterance},,"
        for i, (emotion, situation, utterance) in enumerate(conversations)
    ]
    path = folder / "test.csv"
    path.write_text("\n".join([",".join(COLUMNS), *rows]) + "\n", "utf-8")
    return path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write(
        tmp_path,
        ("sad", "I was sad", "I was happy"),
        ("sad", "lonely and sad", "sad"),
        ("proud", "proud", "not a word of it"),
        ("joyful", "sad and lonely", "joyful"),
    )


def test_figures_of_known_predictions(data: Path, tmp_path: Path) -> None:
    figures = run_task(SituationsTask(data, LiteralReader()), tmp_path / "out", quiet=True)
    # First labels: sad, lonely, proud, sad. F1 of sad is 1/2, of proud 1, of the other thirty 0.
    assert figures == {
        "n": 4,
        "accuracy": 0.5,
        "top5_accuracy": 0.75,
        "macro_f1": pytest.approx(1.5 / 32),
        "errors": 0,
    }


def test_the_dialogue_is_read_where_asked(data: Path) -> None:
    task = SituationsTask(data, LiteralReader(), SituationText.DIALOGUE)
    (unit,) = task.units().values()
    outcomes = task.run(unit)
    # Equal probabilities keep the order of the labels: nothing named reads as "afraid".
    assert [o.ranked[0] for o in outcomes] == ["afraid", "sad", "afraid", "joyful"]
    assert task.summarise(outcomes)["accuracy"] == 0.5


def test_five_different_labels_are_ranked(data: Path) -> None:
    task = SituationsTask(data, LiteralReader(), limit=2)
    (unit,) = task.units().values()
    outcomes = task.run(unit)
    assert [o.id for o in outcomes] == ["c0", "c1"]
    assert outcomes[1].ranked[:2] == ("lonely", "sad")
    assert all(len(set(o.ranked)) == 5 for o in outcomes)


def test_no_conversation_at_all_gives_zeros(tmp_path: Path) -> None:
    figures = SituationsTask(tmp_path, LiteralReader()).summarise([])
    assert set(figures.values()) == {0}
    assert list(figures) == ["n", "accuracy", "top5_accuracy", "macro_f1"]


def test_one_item_per_published_conversation(real_data: Path, tmp_path: Path) -> None:
    path = real_data / "empathetic_dialogues" / "valid.csv"
    figures = run_task(SituationsTask(path, LiteralReader()), tmp_path, quiet=True)
    assert (figures["n"], figures["errors"]) == (2769, 0)
    assert 1 / 32 < figures["accuracy"] < figures["top5_accuracy"] < 1
