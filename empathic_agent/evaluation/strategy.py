"""Measures a strategy selector on ESConv. Knows nothing of the rest of the loop."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from empathic_agent.datasets.esconv import Conversation, load_esconv, supporter_turns
from empathic_agent.evaluation.runner import Figures, Outcome
from empathic_agent.protocols import Encoder, StrategySelector
from empathic_agent.strategy.metrics import (
    accuracy,
    confusion,
    f1_per_strategy,
    macro_f1,
    preference,
    preference_bias,
    weighted_f1,
)
from empathic_agent.strategy.strategies import Stage, Strategy

BATCH = 16
"""Dialogues per unit; their texts fit in the encoder's cache together."""
OPENING = Strategy.QUESTION
"""What the baseline that repeats the last strategy does when there is none yet."""


class StrategyOutcome(Outcome):
    """The plan for one supporter turn."""

    conversation: str
    gold: Strategy
    last: Strategy | None
    """The strategy before it; None in a supporter's first turn."""
    predicted: Strategy
    raw: dict[Strategy, float]
    corrected: dict[Strategy, float]
    stage: Stage
    """As tracked by the selector, from what went before."""
    invalid_answers: int
    fell_back: bool


@dataclass(frozen=True, slots=True)
class StrategyTask:
    """Every supporter turn of every dialogue, given only what was said before it."""

    data: Path
    encoder: Encoder | None
    """What the selector makes vectors with, if it does."""
    selector: StrategySelector
    limit: int | None = None
    """How many dialogues; None for all."""
    by_stage: bool = False
    """Whether the figures tell of each stage, too."""
    name: str = "strategy"

    def units(self) -> Mapping[str, Sequence[Conversation]]:
        """Dialogues, some at a time: the encoder is quicker with many texts at once."""
        dialogues = load_esconv(self.data)[: self.limit]
        starts = range(0, len(dialogues), BATCH)
        return {f"dialogues from {s + 1}": dialogues[s : s + BATCH] for s in starts}

    def run(self, unit: Sequence[Conversation]) -> Sequence[StrategyOutcome]:
        """Plan each supporter turn of some dialogues."""
        if self.encoder:
            self.encoder.encode([u.text for conversation in unit for u in conversation.utterances])
        return [outcome for conversation in unit for outcome in self._plans(conversation)]

    def _plans(self, conversation: Conversation) -> Iterator[StrategyOutcome]:
        for number, turn in enumerate(supporter_turns(conversation), start=1):
            plan = self.selector.select(turn.before, None)
            yield StrategyOutcome(
                id=f"{conversation.id}:{number}",
                conversation=conversation.id,
                gold=turn.strategy,
                last=next(reversed(turn.before.strategies()), None),
                predicted=plan.strategy,
                raw=plan.raw,
                corrected=plan.corrected,
                stage=plan.stage,
                invalid_answers=plan.invalid_answers,
                fell_back=plan.fell_back,
            )

    def read(self, items: Path) -> list[StrategyOutcome]:
        """The outcomes in an items.jsonl of this task, failures left out."""
        rows = [json.loads(line) for line in items.read_text("utf-8").splitlines()]
        return [StrategyOutcome.model_validate(row) for row in rows if "traceback" not in row]

    def summarise(self, outcomes: Sequence[StrategyOutcome]) -> Figures:
        """Proficiency and preference bias, of each strategy and beside the simplest baseline."""
        gold, predicted = [o.gold for o in outcomes], [o.predicted for o in outcomes]
        repeated = [o.last or OPENING for o in outcomes]
        p = preference(confusion(gold, predicted))
        figures = {
            **strategy_figures(gold, predicted),
            "preference": _named(dict(zip(Strategy, p.tolist(), strict=True))),
            "per_strategy_f1": _named(f1_per_strategy(gold, predicted)),
            "invalid_answers": sum(o.invalid_answers for o in outcomes),
            "fell_back": sum(o.fell_back for o in outcomes),
            "repeat_last_macro_f1": macro_f1(gold, repeated),
        }
        return figures | ({"by_stage": _by_stage(outcomes)} if self.by_stage else {})


def strategy_figures(gold: Sequence[Strategy], predicted: Sequence[Strategy]) -> Figures:
    """The five figures of strategy choice (Kang et al. 2024), in the contract's order."""
    return {
        "n": len(gold),
        "accuracy": accuracy(gold, predicted),
        "macro_f1": macro_f1(gold, predicted),
        "weighted_f1": weighted_f1(gold, predicted),
        "preference_bias": preference_bias(gold, predicted),
    }


def _by_stage(outcomes: Sequence[StrategyOutcome]) -> Figures:
    figures: Figures = {}
    for stage in Stage:
        here = [o for o in outcomes if o.stage is stage]
        score = weighted_f1([o.gold for o in here], [o.predicted for o in here])
        figures[stage.value] = {"n": len(here), "weighted_f1": score}
    return figures


def _named(values: Mapping[Strategy, float]) -> dict[str, float]:
    return {strategy.value: value for strategy, value in values.items()}
