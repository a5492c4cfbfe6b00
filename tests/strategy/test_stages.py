"""The stage of a conversation."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.strategy.stages import stage_of
from empathic_agent.strategy.strategies import STAGE_STRATEGIES, Stage, Strategy

EVEN = dict.fromkeys(Strategy, 1 / 8)
LATE = [Strategy.SUGGESTION] * 15


def sure(strategy: Strategy) -> dict[Strategy, float]:
    return {s: float(s is strategy) for s in Strategy}


def test_strategies_of_a_single_stage_decide_it() -> None:
    assert stage_of(sure(Strategy.QUESTION), []) is Stage.EXPLORATION
    assert stage_of(sure(Strategy.INFORMATION), []) is Stage.ACTION


def test_a_shared_strategy_counts_for_the_stage_that_is_due() -> None:
    disclosure = sure(Strategy.SELF_DISCLOSURE)
    assert stage_of(disclosure, []) is Stage.EXPLORATION
    assert stage_of(disclosure, [Strategy.OTHERS] * 6) is Stage.COMFORTING
    assert stage_of(disclosure, [Strategy.OTHERS] * 13) is Stage.ACTION


def test_it_starts_with_exploration_and_remembers_what_was_just_done() -> None:
    assert stage_of(EVEN, []) is Stage.EXPLORATION
    assert stage_of(EVEN, LATE) is Stage.ACTION
    questions = [Strategy.QUESTION] * 3
    assert stage_of(EVEN, questions) is Stage.EXPLORATION
    assert stage_of(sure(Strategy.SUGGESTION), [Strategy.QUESTION]) is Stage.ACTION


@given(st.sampled_from(Strategy), st.integers(0, 40))
def test_a_sure_strategy_is_never_put_in_a_stage_it_does_not_belong_to(
    strategy: Strategy, turns: int
) -> None:
    stage = stage_of(sure(strategy), [Strategy.OTHERS] * turns)
    assert strategy in STAGE_STRATEGIES[stage] or strategy is Strategy.OTHERS
