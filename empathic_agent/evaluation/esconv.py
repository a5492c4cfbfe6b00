"""Drives the whole loop with the seekers' real words from ESConv and compares what comes back.

Consecutive messages of one side count as one turn. The agent hears the seeker's real turns and
answers in its own words; the dialogue it remembers holds its own replies, not the real ones. Its
strategy is compared with that of the first real supporter message that follows, its reply with the
whole real supporter turn. Knows nothing of how a turn is made.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path
from statistics import median

from empathic_agent.agent import EmpathicAgent
from empathic_agent.datasets.esconv import Conversation, load_esconv
from empathic_agent.evaluation.runner import Figures, Outcome
from empathic_agent.evaluation.strategy import strategy_figures
from empathic_agent.evaluation.text import bleu_2, distinct, rouge_l
from empathic_agent.strategy.strategies import Strategy
from empathic_agent.turn import Record, Speaker, Utterance


class TurnOutcome(Outcome):
    """One turn of the agent beside what the real supporter did."""

    message: str
    gold: Strategy
    predicted: Strategy | None
    """None when the crisis gate answered."""
    reference: str
    reply: str
    ms: float
    """Wall-clock time of the whole turn, saving included."""


class Exchange(Record):
    """A seeker's turn and the real supporter turn that followed."""

    message: str
    strategy: Strategy
    reference: str


@dataclass(frozen=True, slots=True)
class EsconvTask:
    """One conversation with the agent per dialogue, each with an owner of its own."""

    data: Path
    agent: EmpathicAgent
    limit: int | None = None
    """How many dialogues; None for all."""
    name: str = "esconv"

    def units(self) -> Mapping[str, Conversation]:
        """Dialogues by id."""
        return {c.id: c for c in load_esconv(self.data)[: self.limit]}

    def run(self, unit: Conversation) -> Sequence[TurnOutcome]:
        """Talk one dialogue through."""
        return [
            self._answer(exchange, owner=unit.id, number=number)
            for number, exchange in enumerate(exchanges(unit), start=1)
        ]

    def summarise(self, outcomes: Sequence[TurnOutcome]) -> Figures:
        """Strategy figures over planned turns, text figures over all, median turn time."""
        planned = [(o.gold, o.predicted) for o in outcomes if o.predicted is not None]
        replies = [o.reply for o in outcomes]
        references = [o.reference for o in outcomes]
        return {
            **strategy_figures([gold for gold, _ in planned], [plan for _, plan in planned]),
            "bleu_2": bleu_2(replies, references),
            "rouge_l": rouge_l(replies, references),
            "distinct_1": distinct(replies, 1),
            "distinct_2": distinct(replies, 2),
            "turn_ms_p50": median(o.ms for o in outcomes) if outcomes else 0.0,
            "crisis_turns": len(outcomes) - len(planned),
        }

    def _answer(self, exchange: Exchange, *, owner: str, number: int) -> TurnOutcome:
        start = time.perf_counter()
        turn = self.agent.invoke(exchange.message, owner=owner, session=owner)
        elapsed = time.perf_counter() - start
        return TurnOutcome(
            id=f"{owner}:{number}",
            message=exchange.message,
            gold=exchange.strategy,
            predicted=turn.plan.strategy if turn.plan else None,
            reference=exchange.reference,
            reply=turn.reply,
            ms=elapsed * 1e3,
        )


def exchanges(conversation: Conversation) -> Iterator[Exchange]:
    """Each seeker turn that a supporter answered with a known strategy."""
    turns = [list(run) for _, run in groupby(conversation.utterances, key=lambda u: u.speaker)]
    for heard, answered in pairwise(turns):
        strategy = answered[0].strategy
        if heard[0].speaker is Speaker.SEEKER and strategy is not None:
            yield Exchange(message=_joined(heard), strategy=strategy, reference=_joined(answered))


def _joined(utterances: Sequence[Utterance]) -> str:
    return " ".join(u.text for u in utterances)
