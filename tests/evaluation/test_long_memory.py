"""The LoCoMo task on a conversation written for the test, with the real store and encoder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from empathic_agent.encoder import CachedEncoder
from empathic_agent.evaluation.long_memory import LongMemoryTask, QuestionOutcome
from empathic_agent.evaluation.runner import ITEMS, run_task
from memory_store import MemoryStore, Strategy
from tests.datasets.test_locomo import asked, said

SAMPLE = {
    "sample_id": "conv-1",
    "conversation": {
        "session_1_date_time": "1:56 pm on 8 May, 2023",
        "session_1": [
            said("D1:1", "Ada", "Where did you two get married?"),
            said("D1:2", "Bo", "Up in Tromsø, in the snow."),
            said("D1:3", "Ada", "I adopted a cat, she is called Minka."),
        ],
        "session_2_date_time": "3:00 pm on 2 July, 2023",
        "session_2": [said("D2:1", "Bo", f"I read book number {n}.") for n in range(30)],
    },
    "qa": [
        asked("What is the name of the cat?", 4, "D1:3"),
        asked("Where did Bo get married?", 1, "D1:1", "D1:2"),
        asked("What is nobody's answer?", 5, "D"),
    ],
}
for number, turn in enumerate(SAMPLE["conversation"]["session_2"], start=1):  # type: ignore[index]
    turn["dia_id"] = f"D2:{number}"


@pytest.fixture
def store(tmp_path: Path, encoder: CachedEncoder) -> Iterator[MemoryStore]:
    with MemoryStore.open(tmp_path / "db", encoder.dimension, encoder.name) as opened:
        yield opened


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "locomo.json"
    path.write_text(json.dumps([SAMPLE, SAMPLE | {"sample_id": "conv-2"}]), "utf-8")
    return path


@pytest.mark.parametrize("strategy", [Strategy.HYBRID, Strategy.SEMANTIC])
def test_evidence_comes_to_mind(
    data: Path, store: MemoryStore, encoder: CachedEncoder, tmp_path: Path, strategy: Strategy
) -> None:
    task = LongMemoryTask(data, store, encoder, strategy)
    figures = run_task(task, tmp_path / "out", quiet=True)
    assert (figures["n"], figures["errors"]) == (4, 0)
    assert figures["single-hop"] == {
        **{"n": 2, "recall_at_5": 1.0, "recall_at_10": 1.0, "recall_at_25": 1.0}
    }
    assert set(figures) - {"errors"} == {
        *("n", "recall_at_5", "recall_at_10", "recall_at_25", "single-hop", "multi-hop")
    }
    assert (store.count("conv-1"), store.count("conv-2")) == (33, 33)
    [first, *_] = (tmp_path / "out" / ITEMS).read_text("utf-8").splitlines()
    assert json.loads(first)["id"] == "conv-1:1"
    assert json.loads(first)["found"][0] == "D1:3"


def test_hybrid_finds_the_answer_next_to_the_question(
    data: Path, store: MemoryStore, encoder: CachedEncoder
) -> None:
    task = LongMemoryTask(data, store, encoder, limit=1)
    [conversation] = task.units().values()
    [_, married] = task.run(conversation)
    assert set(married.found[:2]) == {"D1:1", "D1:2"}


def test_recall_is_the_share_of_evidence_averaged_over_questions(
    data: Path, store: MemoryStore, encoder: CachedEncoder
) -> None:
    task = LongMemoryTask(data, store, encoder)
    found = tuple(f"D1:{n}" for n in range(1, 26))
    outcomes = [
        QuestionOutcome(id="a", category="temporal", evidence=("D1:1", "D1:6"), found=found),
        QuestionOutcome(id="b", category="multi-hop", evidence=("D1:11",), found=found),
        QuestionOutcome(id="c", category="multi-hop", evidence=("D9:1",), found=found),
    ]
    figures = task.summarise(outcomes)
    assert figures["recall_at_5"] == pytest.approx(0.5 / 3)
    assert figures["recall_at_10"] == pytest.approx(1 / 3)
    assert figures["recall_at_25"] == pytest.approx(2 / 3)
    assert figures["temporal"]["recall_at_5"] == 0.5
    assert task.summarise([])["n"] == 0
