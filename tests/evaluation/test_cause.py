"""The RECCON task with readers that hold everything, or only what is marked, for a cause."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from empathic_agent.evaluation.cause import CauseTask
from empathic_agent.evaluation.runner import run_task
from empathic_agent.turn import Dialogue, Speaker


class MarkReader:
    """An utterance with an exclamation mark is a cause, if the seeker speaks last."""

    def cause_probabilities(self, dialogues: Sequence[Dialogue]) -> list[NDArray[np.float64]]:
        assert all(dialogue.last.speaker is Speaker.SEEKER for dialogue in dialogues)
        return [
            np.array([0.5 if "!" in utterance.text else 0.49 for utterance in dialogue.utterances])
            for dialogue in dialogues
        ]


class ForgetfulReader:
    """Answers for the last utterance only."""

    def cause_probabilities(self, dialogues: Sequence[Dialogue]) -> list[NDArray[np.float64]]:
        return [np.array([1.0]) for _ in dialogues]


def line(turn: int, text: str, emotion: str = "neutral", *evidence: int | str) -> dict[str, Any]:
    causes = {
        "expanded emotion cause evidence": list(evidence),
        "expanded emotion cause span": [text for _ in evidence],
    }
    speaker = "AB"[turn % 2]
    return {"turn": turn, "speaker": speaker, "utterance": text, "emotion": emotion, **causes}


def write(folder: Path, **dialogues: list[dict[str, Any]]) -> Path:
    path = folder / "test.json"
    path.write_text(json.dumps({name: [lines] for name, lines in dialogues.items()}), "utf-8")
    return path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write(
        tmp_path,
        one=[
            line(1, "We won!", "happiness", 1),
            line(2, "Really ?"),
            line(3, "Yes !"),
            line(4, "At last .", "happiness", 1, "b"),
        ],
        two=[line(1, "Hello ."), line(2, "Oh .", "sadness", "b")],
    )


def test_figures_of_known_predictions(data: Path, tmp_path: Path) -> None:
    figures = run_task(CauseTask(data, MarkReader()), tmp_path / "out", quiet=True)
    # Five candidates, causes marked +: [+] and [+ . . .]. Read: [+] and [+ . + .].
    # The baseline names: [+] and [. . + +].
    assert figures == {
        "n": 2,
        "positive_f1": pytest.approx(2 * 2 / (2 * 2 + 1)),
        "negative_f1": pytest.approx(2 * 2 / (2 * 2 + 1)),
        "macro_f1": pytest.approx(0.8),
        "baseline_positive_f1": pytest.approx(2 * 1 / (2 * 1 + 2 + 1)),
        "errors": 0,
    }


def test_items_hold_every_candidate(data: Path, tmp_path: Path) -> None:
    run_task(CauseTask(data, MarkReader()), tmp_path / "out", quiet=True)
    lines = (tmp_path / "out" / "items.jsonl").read_text("utf-8").splitlines()
    last = json.loads(lines[-1])
    assert (last["id"], last["emotion"]) == ("one:4", "happiness")
    assert [c["gold"] for c in last["candidates"]] == [True, False, False, False]
    assert [c["probability"] for c in last["candidates"]] == [0.5, 0.49, 0.5, 0.49]


def test_a_reader_that_leaves_candidates_out_is_an_error(data: Path, tmp_path: Path) -> None:
    figures = run_task(CauseTask(data, ForgetfulReader()), tmp_path / "out", quiet=True)
    assert (figures["n"], figures["errors"]) == (0, 1)


def test_only_so_many_dialogues_are_read(data: Path) -> None:
    assert list(CauseTask(data, MarkReader(), limit=1).units()) == ["one"]


def test_no_target_at_all_gives_zeros(tmp_path: Path) -> None:
    figures = run_task(
        CauseTask(write(tmp_path, two=[line(1, "Hello .")]), MarkReader()), tmp_path, quiet=True
    )
    assert set(figures.values()) == {0}


def test_the_baseline_on_the_published_parts(real_data: Path, tmp_path: Path) -> None:
    for part, n, expected in (("valid", 196, 0.688), ("train", 4398, 0.614)):
        path = real_data / "reccon" / f"dailydialog_{part}.json"
        figures = run_task(CauseTask(path, MarkReader()), tmp_path, quiet=True)
        assert (figures["n"], figures["errors"]) == (n, 0)
        assert figures["baseline_positive_f1"] == pytest.approx(expected, abs=0.001)
