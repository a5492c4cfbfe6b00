"""`Debiased` around any selector, and the selector that comes with the package."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.errors import ModelError
from empathic_agent.protocols import Encoder, StrategySelector
from empathic_agent.strategy.calibration import Calibration
from empathic_agent.strategy.debias import Debiased, load_default_selector
from empathic_agent.strategy.metrics import score
from empathic_agent.strategy.strategies import Stage, Strategy
from empathic_agent.turn import Appraisal, Dialogue, StrategyPlan
from tests.strategy.small import TinyEncoder, dialogue, seeker

NOTHING = score([Strategy.QUESTION], [Strategy.QUESTION])
RAW = dict.fromkeys(Strategy, 0.05) | {Strategy.QUESTION: 0.45, Strategy.INFORMATION: 0.25}
weights = st.lists(st.floats(0.01, 10.0), min_size=8, max_size=8)


class FixedSelector:
    """Always plans the same; stands for any third-party selector."""

    name = "fixed"

    def __init__(self, raw: dict[Strategy, float]) -> None:
        self._raw = raw

    def select(self, dialogue: Dialogue, appraisal: Appraisal | None) -> StrategyPlan:
        del dialogue, appraisal
        return StrategyPlan(
            strategy=max(self._raw, key=self._raw.__getitem__),
            raw=self._raw,
            corrected=self._raw,
            stage=Stage.COMFORTING,
            reason="It always does.",
        )


def calibration(**factors: float) -> Calibration:
    """Factors by enum name; 1 for the rest."""
    return Calibration(
        selector="fixed",
        data="made up",
        measured_on=date(2026, 1, 1),
        correction=dict.fromkeys(Strategy, 1.0) | {Strategy[n]: f for n, f in factors.items()},
        before=NOTHING,
        after=NOTHING,
    )


def plan_with(correction: Calibration) -> StrategyPlan:
    return Debiased(FixedSelector(RAW), correction).select(dialogue(), None)


def test_without_a_habit_the_plan_stays_as_it_is() -> None:
    plan = plan_with(calibration())
    assert plan.corrected == pytest.approx(RAW)
    assert (plan.strategy, plan.reason) == (Strategy.QUESTION, "It always does.")


def test_a_corrected_choice_keeps_the_raw_probabilities_and_says_why() -> None:
    plan = plan_with(calibration(QUESTION=0.5))
    assert plan.raw == RAW
    assert plan.strategy is Strategy.INFORMATION
    assert plan.corrected[Strategy.INFORMATION] == pytest.approx(0.25 / (1 - 0.225))
    assert plan.stage is Stage.COMFORTING
    assert "Information comes first (32%)" in plan.reason
    assert "Question (45%)" in plan.reason


@given(weights, weights)
def test_corrected_probabilities_sum_to_one_and_their_top_is_chosen(
    raw: list[float], factors: list[float]
) -> None:
    inner = FixedSelector({s: p / sum(raw) for s, p in zip(Strategy, raw, strict=True)})
    named = {s.name: f for s, f in zip(Strategy, factors, strict=True)}
    plan = Debiased(inner, calibration(**named)).select(dialogue(), None)
    assert sum(plan.corrected.values()) == pytest.approx(1.0)
    assert plan.corrected[plan.strategy] == max(plan.corrected.values())


def test_a_calibration_of_another_selector_is_refused() -> None:
    other = calibration().model_copy(update={"selector": "someone else"})
    with pytest.raises(ModelError, match=r"'someone else'.*'fixed'.*Measure it again"):
        Debiased(FixedSelector(RAW), other)


def test_it_is_a_selector_and_can_be_wrapped_again() -> None:
    once = Debiased(FixedSelector(RAW), calibration(QUESTION=0.5))
    assert isinstance(once, StrategySelector)
    again = calibration(INFORMATION=0.1).model_copy(update={"selector": once.name})
    assert Debiased(once, again).select(dialogue(), None).strategy is Strategy.QUESTION


def test_the_shipped_planner_comes_with_its_own_calibration(encoder: Encoder) -> None:
    selector = load_default_selector(encoder)
    plan = selector.select(dialogue(seeker("I lost my job and cannot sleep.")), None)
    assert plan.corrected != plan.raw
    assert plan.strategy is max(plan.corrected, key=plan.corrected.__getitem__)


def test_the_shipped_planner_refuses_another_encoder() -> None:
    with pytest.raises(ModelError, match="tiny"):
        load_default_selector(TinyEncoder())
