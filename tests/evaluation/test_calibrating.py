"""Calibrating selectors on conversations with planted choices."""

from __future__ import annotations

from pathlib import Path

import pytest

from empathic_agent.errors import DataError, ModelError
from empathic_agent.evaluation.calibrating import FOLDS, calibrate
from empathic_agent.strategy.planner import plan_from
from empathic_agent.strategy.strategies import Strategy
from empathic_agent.turn import Appraisal, Dialogue, StrategyPlan
from tests.strategy.small import PLANTED, TinyEncoder, write_planted

RIGHT = dict(PLANTED)


class Leaning:
    """Knows what is right, and leans so strongly towards Affirmation that it hardly shows."""

    name = "leaning"

    def __init__(self, falls_back: int = 0) -> None:
        self._turn = 0
        self._falls_back = falls_back

    def select(self, dialogue: Dialogue, appraisal: Appraisal | None) -> StrategyPlan:
        del appraisal
        self._turn += 1
        right = RIGHT[dialogue.last.text]
        row = [4.0 * (s is right) + 5.0 * (s is Strategy.AFFIRMATION) + 0.1 for s in Strategy]
        # A hair more in some turns than in others, or no threshold would part them.
        row[4] += 0.01 * (self._turn % 7)
        plan = plan_from([weight / sum(row) for weight in row], dialogue)
        return plan.model_copy(update={"fell_back": self._turn % 10 < self._falls_back})


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_planted(tmp_path / "valid.json", 40)


def test_a_habit_is_measured_and_taken_out(data: Path) -> None:
    told: list[tuple[int, int]] = []
    learnt = calibrate(
        Leaning(), data, encoder=TinyEncoder(), watch=lambda done, of: told.append((done, of))
    )
    assert learnt.selector == "leaning"
    assert learnt.before.accuracy == 0.0
    assert learnt.after.accuracy == 1.0
    assert learnt.before.turns == learnt.after.turns == 200
    factors = learnt.correction
    assert all(4.1 * factors[s] > 5.16 * factors[Strategy.AFFIRMATION] for s in RIGHT.values())
    assert told == [(16, 40), (32, 40), (40, 40)]


def test_the_calibration_tells_where_it_comes_from(data: Path) -> None:
    learnt = calibrate(Leaning(), data, encoder=TinyEncoder(), limit=7)
    assert learnt.data.startswith("ESConv, valid.json (sha256 ")
    assert learnt.data.endswith("), 7 conversations")
    assert learnt.before.turns == 35


def test_turns_that_another_planned_are_left_out(data: Path) -> None:
    learnt = calibrate(Leaning(falls_back=2), data, encoder=TinyEncoder())
    assert learnt.before.turns == 160
    assert "40 turns without a usable answer left out" in learnt.data


def test_a_selector_that_mostly_falls_back_is_refused(data: Path) -> None:
    with pytest.raises(ModelError, match=r"usable answer in 80 of 200 turns.*is running"):
        calibrate(Leaning(falls_back=6), data, encoder=TinyEncoder())


def test_too_few_conversations_are_refused(tmp_path: Path) -> None:
    data = write_planted(tmp_path / "few.json", FOLDS - 1)
    with pytest.raises(DataError, match="gives 4 conversations; expected at least 5"):
        calibrate(Leaning(), data, encoder=TinyEncoder())


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="missing"):
        calibrate(Leaning(), tmp_path / "missing.json", encoder=TinyEncoder())
