"""Measures a strategy selector on ESConv. Knows nothing of the rest of the loop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from empathic_agent.datasets.esconv import Conversation, load_esconv, supporter_turns
from empathic_agent.evaluation.runner import Figures, Outcome
from empathic_agent.protocols import Encoder, StrategySelector
from empathic_agent.strategy.metrics import accuracy, macro_f1, preference_bias, weighted_f1
from empathic_agent.strategy.strategies import Strategy


class StrategyOutcome(Outcome):
    """The plan for one supporter turn."""

    gold: Strategy
    predicted: Strategy
    raw: dict[Strategy, float]
    corrected: dict[Strategy, float]


@dataclass(frozen=True, slots=True)
class StrategyTask:
    """Every supporter turn of every dialogue, given only what was said before it."""

    data: Path
    encoder: Encoder
    selector: StrategySelector
    limit: int | None = None
    """How many dialogues; None for all."""
    name: str = "strategy"

    def units(self) -> Mapping[str, Conversation]:
        """Dialogues by id."""
        return {c.id: c for c in load_esconv(self.data)[: self.limit]}

    def run(self, unit: Conversation) -> Sequence[StrategyOutcome]:
        """Plan each supporter turn of one dialogue."""
        self.encoder.encode([u.text for u in unit.utterances])
        outcomes = []
        for number, turn in enumerate(supporter_turns(unit), start=1):
            plan = self.selector.select(turn.before, None)
            outcomes.append(
                StrategyOutcome(
                    id=f"{unit.id}:{number}",
                    gold=turn.strategy,
                    predicted=plan.strategy,
                    raw=plan.raw,
                    corrected=plan.corrected,
                )
            )
        return outcomes

    def summarise(self, outcomes: Sequence[StrategyOutcome]) -> Figures:
        """Proficiency and preference bias."""
        return strategy_figures([o.gold for o in outcomes], [o.predicted for o in outcomes])


def strategy_figures(gold: Sequence[Strategy], predicted: Sequence[Strategy]) -> Figures:
    """The five figures of strategy choice (Kang et al. 2024), in the contract's order."""
    return {
        "n": len(gold),
        "accuracy": accuracy(gold, predicted),
        "macro_f1": macro_f1(gold, predicted),
        "weighted_f1": weighted_f1(gold, predicted),
        "preference_bias": preference_bias(gold, predicted),
    }
