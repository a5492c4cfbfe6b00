"""Measures a strategy selector on ESConv. Knows nothing of the rest of the loop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from empathic_agent.datasets.esconv import Conversation, load_esconv, supporter_turns
from empathic_agent.evaluation.runner import Figures, Outcome
from empathic_agent.protocols import Encoder, StrategySelector
from empathic_agent.strategy.metrics import accuracy, macro_f1, preference_bias, weighted_f1
from empathic_agent.strategy.strategies import Strategy

BATCH = 16
"""Dialogues per unit; their texts fit in the encoder's cache together."""


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

    def units(self) -> Mapping[str, Sequence[Conversation]]:
        """Dialogues, some at a time: the encoder is quicker with many texts at once."""
        dialogues = load_esconv(self.data)[: self.limit]
        starts = range(0, len(dialogues), BATCH)
        return {f"dialogues from {s + 1}": dialogues[s : s + BATCH] for s in starts}

    def run(self, unit: Sequence[Conversation]) -> Sequence[StrategyOutcome]:
        """Plan each supporter turn of some dialogues."""
        self.encoder.encode([u.text for conversation in unit for u in conversation.utterances])
        return [outcome for conversation in unit for outcome in self._plans(conversation)]

    def _plans(self, conversation: Conversation) -> Iterator[StrategyOutcome]:
        for number, turn in enumerate(supporter_turns(conversation), start=1):
            plan = self.selector.select(turn.before, None)
            yield StrategyOutcome(
                id=f"{conversation.id}:{number}",
                gold=turn.strategy,
                predicted=plan.strategy,
                raw=plan.raw,
                corrected=plan.corrected,
            )

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
