"""Learning what undoes a selector's habits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from empathic_agent.errors import ModelError
from empathic_agent.strategy.calibration import (
    Calibration,
    Measurement,
    choices,
    learn_calibration,
    load_calibration,
    save_calibration,
)
from empathic_agent.strategy.metrics import score
from empathic_agent.strategy.strategies import Strategy

ALL = tuple(Strategy)
HABIT = np.array([6.0, 0.3, 0.5, 1.0, 3.0, 1.0, 0.4, 1.0])


def measurement(turns: int = 600, habit: np.ndarray = HABIT, seed: int = 3) -> Measurement:
    """A selector with some skill whose probabilities are bent by a habit."""
    rng = np.random.default_rng(seed)
    gold = rng.integers(0, 8, turns)
    evidence = rng.normal(size=(turns, 8)) + 1.5 * np.eye(8)[gold]
    bent = np.exp(evidence) * habit
    return Measurement(
        selector="bent",
        data="made up",
        raw=tuple(map(tuple, (bent / bent.sum(axis=1, keepdims=True)).tolist())),
        gold=tuple(ALL[i] for i in gold),
        folds=tuple(int(i) for i in np.arange(turns) % 5),
    )


@pytest.fixture(scope="module")
def learnt() -> Calibration:
    return learn_calibration(measurement())


def test_the_habit_is_taken_out_and_skill_rises(learnt: Calibration) -> None:
    assert learnt.before.preference_bias > 1.0
    assert learnt.after.preference_bias < 0.3
    assert learnt.after.macro_f1 > learnt.before.macro_f1


def test_it_holds_on_turns_it_never_saw(learnt: Calibration) -> None:
    fresh = measurement(seed=4)
    factors = np.array([learnt.correction[s] for s in Strategy])
    corrected = score(fresh.gold, choices(np.array(fresh.raw) * factors))
    uncorrected = score(fresh.gold, choices(np.array(fresh.raw)))
    assert corrected.preference_bias < uncorrected.preference_bias / 2
    assert corrected.macro_f1 > uncorrected.macro_f1


def test_favoured_strategies_get_the_smallest_factors(learnt: Calibration) -> None:
    ranked = sorted(Strategy, key=learnt.correction.__getitem__)
    assert ranked[:2] == [Strategy.QUESTION, Strategy.AFFIRMATION]


def test_factors_have_a_geometric_mean_of_one(learnt: Calibration) -> None:
    assert np.log(list(learnt.correction.values())).mean() == pytest.approx(0.0, abs=1e-3)


def test_it_says_what_it_was_measured_on(learnt: Calibration) -> None:
    assert (learnt.selector, learnt.data) == ("bent", "made up")
    assert learnt.before.turns == learnt.after.turns == 600
    assert learnt.before == score(measurement().gold, choices(np.array(measurement().raw)))


def test_strategies_that_never_occur_or_are_never_chosen_do_no_harm() -> None:
    habit = HABIT * np.array([1, 1, 1, 1, 1, 1, 1e-9, 1])
    seen = measurement(200, habit)
    kept = [i for i, g in enumerate(seen.gold) if g is not Strategy.OTHERS]
    narrowed = seen.model_copy(
        update={
            "raw": tuple(seen.raw[i] for i in kept),
            "gold": tuple(seen.gold[i] for i in kept),
            "folds": tuple(seen.folds[i] for i in kept),
        }
    )
    assert all(0.0 < f < np.inf for f in learn_calibration(narrowed).correction.values())


def test_a_calibration_survives_the_disk(tmp_path: Path, learnt: Calibration) -> None:
    path = tmp_path / "new" / "calibration.json"
    save_calibration(path, learnt)
    assert load_calibration(path) == learnt
    assert '"Question"' in path.read_text("utf-8")


@pytest.mark.parametrize("text", [None, "", "{}", '{"format": 2}'])
def test_an_unusable_file_is_refused(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "calibration.json"
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(ModelError, match=r"(?s)calibration\.json.*empathic-agent calibrate"):
        load_calibration(path)


@pytest.mark.parametrize("factor", [0.0, -1.0, float("inf"), float("nan")])
def test_impossible_factors_are_refused(learnt: Calibration, factor: float) -> None:
    fields = learnt.model_dump() | {"correction": learnt.correction | {Strategy.OTHERS: factor}}
    with pytest.raises(ValidationError, match="one factor above 0"):
        Calibration.model_validate(fields)


def test_every_strategy_needs_a_factor(learnt: Calibration) -> None:
    with pytest.raises(ValidationError, match="each of the eight"):
        Calibration.model_validate(
            learnt.model_dump() | {"correction": {Strategy.OTHERS: 1.0}},
        )
