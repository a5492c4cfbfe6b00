"""The strategy task with selectors whose every choice is known."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from empathic_agent.encoder import CachedEncoder
from empathic_agent.evaluation.runner import ITEMS, run_task
from empathic_agent.evaluation.strategy import StrategyTask
from empathic_agent.evaluation.tasks import Options, TaskName, measure
from empathic_agent.strategy.planner import plan_from
from empathic_agent.strategy.strategies import Stage, Strategy
from empathic_agent.turn import Appraisal, Dialogue, StrategyPlan
from tests.samples import write_esconv
from tests.strategy.small import TinyEncoder

QUE, AFF = Strategy.QUESTION, Strategy.AFFIRMATION
KEYS = [
    "n",
    "accuracy",
    "macro_f1",
    "weighted_f1",
    "preference_bias",
    "preference",
    "per_strategy_f1",
    "invalid_answers",
    "fell_back",
    "repeat_last_macro_f1",
]


class Scripted:
    """Chooses by a rule, and remembers what it was shown."""

    name = "scripted"

    def __init__(self, rule: Callable[[Dialogue], Strategy]) -> None:
        self._rule = rule
        self.shown: list[Dialogue] = []

    def select(self, dialogue: Dialogue, appraisal: Appraisal | None) -> StrategyPlan:
        del appraisal
        self.shown.append(dialogue)
        choice = self._rule(dialogue)
        plan = plan_from([0.86 if s is choice else 0.02 for s in Strategy], dialogue)
        return plan.model_copy(update={"invalid_answers": 2, "fell_back": choice is AFF})


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_esconv(tmp_path / "sample.json")


def task(data: Path, rule: Callable[[Dialogue], Strategy], **more: object) -> StrategyTask:
    return StrategyTask(data, TinyEncoder(), Scripted(rule), **more)  # type: ignore[arg-type]


def test_every_supporter_turn_is_planned_from_what_came_before_it(
    data: Path, tmp_path: Path
) -> None:
    selector = Scripted(lambda _: QUE)
    figures = run_task(StrategyTask(data, TinyEncoder(), selector), tmp_path / "o", quiet=True)
    assert figures["n"] == 7  # the supporter's greeting, too, which nothing precedes
    assert [len(shown.utterances) for shown in selector.shown] == [0, 3, 4, 6, 8, 1, 3]
    assert selector.shown[1].last.text == "They let me go after ten years."
    assert selector.shown[2].last.strategy is Strategy.RESTATEMENT


def test_the_figures_of_known_choices(data: Path, tmp_path: Path) -> None:
    figures = run_task(task(data, lambda _: QUE), tmp_path / "o", quiet=True)
    assert [*figures] == [*KEYS, "errors"]
    assert (figures["n"], figures["errors"]) == (7, 0)
    # Two of seven are Questions: precision 2/7, recall 1, F1 4/9.
    assert figures["accuracy"] == pytest.approx(2 / 7)
    assert figures["per_strategy_f1"][QUE] == pytest.approx(4 / 9)
    assert figures["macro_f1"] == pytest.approx(4 / 9 / 8)
    assert figures["weighted_f1"] == pytest.approx(4 / 9 * 2 / 7)
    assert figures["preference"].keys() == {s.value for s in Strategy}
    assert sum(figures["preference"].values()) == pytest.approx(8.0)
    # Nothing else was ever chosen: the five that Question beat have 0, the two absent are even.
    assert figures["preference"][QUE] == pytest.approx(8 / 3)
    assert figures["preference"][AFF] == 0.0
    # Each turn's plan says that two answers were invalid.
    assert (figures["invalid_answers"], figures["fell_back"]) == (14, 0)
    assert json.loads((tmp_path / "o" / "summary.json").read_text("utf-8")) == figures


def test_plans_of_a_stand_in_are_counted(data: Path, tmp_path: Path) -> None:
    assert run_task(task(data, lambda _: AFF), tmp_path / "o", quiet=True)["fell_back"] == 7


def test_the_baseline_repeats_the_last_strategy_and_opens_with_a_question(
    data: Path, tmp_path: Path
) -> None:
    def repeat(dialogue: Dialogue) -> Strategy:
        return next(reversed(dialogue.strategies()), QUE)

    figures = run_task(task(data, repeat), tmp_path / "o", quiet=True)
    assert figures["repeat_last_macro_f1"] == figures["macro_f1"] > 0


def test_stages_are_told_where_asked(data: Path, tmp_path: Path) -> None:
    figures = run_task(task(data, lambda _: QUE, by_stage=True), tmp_path / "o", quiet=True)
    stages = figures["by_stage"]
    assert [*stages] == [stage.value for stage in Stage]
    assert sum(stage["n"] for stage in stages.values()) == 7
    assert all(0.0 <= stage["weighted_f1"] <= 1.0 for stage in stages.values())
    exploring = stages["exploration"]
    assert exploring["n"] > 0
    assert exploring["weighted_f1"] > 0


def test_of_no_turn_at_all_there_are_all_the_figures(data: Path) -> None:
    figures = task(data, lambda _: QUE, by_stage=True).summarise([])
    assert [*figures] == [*KEYS, "by_stage"]
    assert figures["n"] == figures["macro_f1"] == figures["preference_bias"] == 0


def test_outcomes_can_be_read_back_without_failures(data: Path, tmp_path: Path) -> None:
    def fails_late(dialogue: Dialogue) -> Strategy:
        if len(dialogue.utterances) == 8:
            raise RuntimeError("traceback")
        return QUE

    many = tmp_path / "many.json"
    many.write_text(
        json.dumps(
            json.loads(data.read_text("utf-8"))[1:] * 16 + json.loads(data.read_text("utf-8"))
        ),
        "utf-8",
    )
    measured = task(many, fails_late)
    figures = run_task(measured, tmp_path / "o", quiet=True)
    assert (figures["n"], figures["errors"]) == (32, 1)
    outcomes = measured.read(tmp_path / "o" / ITEMS)
    assert len(outcomes) == 32
    assert measured.summarise(outcomes) | {"errors": 1} == figures


def test_by_its_name_it_measures_any_selector_with_its_calibration(
    data: Path, tmp_path: Path
) -> None:
    options = Options(selector="llm:biased-simulation", by_stage=True, charts=True, quiet=True)
    figures = measure(TaskName.STRATEGY, data, tmp_path / "o", options)
    assert (figures["n"], figures["fell_back"], figures["errors"]) == (7, 0, 0)
    assert "by_stage" in figures
    assert {p.name for p in (tmp_path / "o").iterdir()} == {
        "items.jsonl",
        "summary.json",
        "preference.png",
        "confusion.png",
        "proficiency_bias.png",
    }


@pytest.mark.timeout(1200)
def test_the_shipped_planner_shows_on_validation_what_it_promises(
    encoder: CachedEncoder, real_data: Path, tmp_path: Path
) -> None:
    from empathic_agent.strategy.debias import load_default_selector

    path = real_data / "esconv" / "valid.json"
    measured = StrategyTask(path, encoder, load_default_selector(encoder), by_stage=True)
    figures = run_task(measured, tmp_path, quiet=True)
    assert (figures["n"], figures["errors"]) == (2722, 0)
    assert figures["macro_f1"] >= 0.285
    assert figures["weighted_f1"] >= 0.325
    assert figures["preference_bias"] <= 0.25
    assert figures["repeat_last_macro_f1"] == pytest.approx(0.19, abs=0.02)
