"""Tells which stage of support a conversation is in. Knows nothing of texts or models.

ESConv annotates no stages, and six of the eight strategies fit more than one or none. So the stage
is read off three things: what the selector now finds likely, what was done in the last replies, and
how far the conversation has come.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from empathic_agent.strategy.strategies import STAGE_STRATEGIES, Stage, Strategy

TYPICAL_TURNS = 13
"""Supporter turns of an ESConv conversation on average: where the last stage is expected."""
MEMORY = 0.5
"""Weight of the last reply's strategy as evidence; each one before it weighs half as much."""
REMEMBERED = 3
CENTRES: dict[Stage, float] = {Stage.EXPLORATION: 0.0, Stage.COMFORTING: 0.5, Stage.ACTION: 1.0}
"""Where in a conversation, from 0 to 1, each stage is most at home."""
SPREAD = 0.35


def stage_of(probabilities: Mapping[Strategy, float], history: Sequence[Strategy]) -> Stage:
    """The stage with the most evidence behind it.

    Args:
        probabilities: of each strategy for the next reply.
        history: the strategies of the replies so far, oldest first.

    Each strategy's evidence is shared out among the stages it belongs to (Kang et al. 2024) in
    proportion to how much each is at home at this point; "Others" belongs to none.
    """
    evidence = dict(probabilities)
    for age, strategy in enumerate(reversed(history[-REMEMBERED:])):
        evidence[strategy] = evidence.get(strategy, 0.0) + MEMORY ** (age + 1)
    progress = min(1.0, len(history) / TYPICAL_TURNS)
    mass = dict.fromkeys(Stage, 0.0)
    for strategy, weight in evidence.items():
        for stage, share in _shares(strategy, progress).items():
            mass[stage] += weight * share
    return max(mass, key=mass.__getitem__)


def _shares(strategy: Strategy, progress: float) -> dict[Stage, float]:
    homes = [stage for stage in Stage if strategy in STAGE_STRATEGIES[stage]]
    fit = {stage: math.exp(-(((progress - CENTRES[stage]) / SPREAD) ** 2)) for stage in homes}
    total = sum(fit.values())
    return {stage: value / total for stage, value in fit.items()}
