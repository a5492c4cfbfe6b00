"""The mood-recall task with an appraiser that reads the mood off the punctuation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.affect.vad import VAD
from empathic_agent.datasets.empathetic_dialogues import COLUMNS
from empathic_agent.encoder import CachedEncoder
from empathic_agent.evaluation.mood_recall import MoodRecallTask
from empathic_agent.evaluation.runner import run_task
from empathic_agent.turn import Appraisal
from memory_store import MemoryStore, Strategy

PLACES = ("beach", "office", "school", "kitchen", "station", "garden", "harbour", "museum")
FELT = {".": "sad", "!": "joyful"}


class MarkAppraiser:
    """Joyful with an exclamation mark, else sad."""

    def appraise(self, texts: Sequence[str]) -> list[Appraisal]:
        return [self._appraisal(text) for text in texts]

    def _appraisal(self, text: str) -> Appraisal:
        taxonomy = load_taxonomy("empathetic-dialogues")
        emotion = FELT[text[-1]]
        vad: VAD = taxonomy.vad(emotion)
        return Appraisal(
            taxonomy=taxonomy.name,
            distribution={emotion: 1.0},
            emotion=emotion,
            vad=vad,
            reason="It says so.",
        )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """In each place somebody is sad and somebody glad."""
    lines = [",".join(COLUMNS)]
    for place in PLACES:
        for mark, label in FELT.items():
            name, told = f"{place}-{label}", f"I was at the {place}{mark}"
            said = f"Last year I was at the {place}{mark}"
            lines.append(",".join((name, "1", label, told, "0", said, "", "")))
    path = tmp_path / "valid.csv"
    path.write_text("\n".join([*lines, ""]), "utf-8")
    return path


@pytest.fixture
def store(tmp_path: Path, encoder: CachedEncoder) -> Iterator[MemoryStore]:
    with MemoryStore.open(tmp_path / "db", encoder.dimension, encoder.name) as opened:
        yield opened


def test_emotional_strategies_bring_back_what_was_felt_alike(
    data: Path, store: MemoryStore, encoder: CachedEncoder, tmp_path: Path
) -> None:
    task = MoodRecallTask(data, store, encoder, MarkAppraiser())
    figures = run_task(task, tmp_path / "out", quiet=True)
    assert figures.pop("errors") == 0
    assert set(figures) == {str(strategy) for strategy in Strategy}
    plain = figures["semantic"]
    assert (plain["n"], plain["recall_at_10"]) == (16, 1.0)
    for strategy in ("combine-add", "combine-multiply", "hybrid"):
        assert figures[strategy]["recall_at_10"] == 1.0
        assert figures[strategy]["mood_distance_at_10"] < plain["mood_distance_at_10"]
    assert store.count() == 16


def test_a_single_strategy_has_flat_figures(
    data: Path, store: MemoryStore, encoder: CachedEncoder, tmp_path: Path
) -> None:
    task = MoodRecallTask(data, store, encoder, MarkAppraiser(), [Strategy.EMOTION_FIRST], limit=4)
    figures = run_task(task, tmp_path / "out", quiet=True)
    assert figures["n"] == 4
    sad, glad = (load_taxonomy("empathetic-dialogues").vad(label) for label in FELT.values())
    # All four memories come back: two felt alike, two at the distance of the labels.
    assert figures["mood_distance_at_10"] == pytest.approx(sad.distance(glad) / 2)
    assert figures["recall_at_10"] == 1.0


def test_nothing_measured_is_no_error(
    data: Path, store: MemoryStore, encoder: CachedEncoder
) -> None:
    task = MoodRecallTask(data, store, encoder, MarkAppraiser(), [Strategy.HYBRID])
    assert task.summarise([]) == {"n": 0, "recall_at_10": 0.0, "mood_distance_at_10": 0.0}
