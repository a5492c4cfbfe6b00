"""Measures which turns of long conversations a question brings to mind, on LoCoMo.

Turn level: every turn is a memory, every conversation an owner, all in one store. The question is
the query, and its evidence is what should come to mind. Knows no language model: nothing is
answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from empathic_agent.datasets.locomo import Conversation, Question, Turn, load_locomo
from empathic_agent.evaluation.runner import Figures, Outcome
from empathic_agent.protocols import Encoder, Vectors
from memory_store import MemoryStore, NewMemory, Query, Strategy

DEPTHS = (5, 10, 25)
"""Of so many memories the recall is measured."""


class QuestionOutcome(Outcome):
    """What one question brought to mind."""

    category: str
    evidence: tuple[str, ...]
    """Ids of the turns that should have come."""
    found: tuple[str, ...]
    """Ids of the turns that came, best first."""

    def recall_at(self, depth: int) -> float:
        """Share of the evidence among the first `depth`."""
        return fmean(turn in self.found[:depth] for turn in self.evidence)


@dataclass(frozen=True, slots=True)
class LongMemoryTask:
    """Share of evidence turns among the first memories, averaged over questions."""

    data: Path
    store: MemoryStore
    """An empty store; conversations are added to it."""
    encoder: Encoder
    strategy: Strategy = Strategy.HYBRID
    limit: int | None = None
    """How many conversations; None for all."""
    name: str = "memory"

    def units(self) -> Mapping[str, Conversation]:
        """Conversations by id."""
        return {c.id: c for c in load_locomo(self.data)[: self.limit]}

    def run(self, unit: Conversation) -> Sequence[QuestionOutcome]:
        """Remember one conversation and ask its questions that have usable evidence."""
        vectors = self.encoder.encode([_heard(turn) for turn in unit.turns])
        ids = self.store.remember_many(
            _memory(unit, turn, vector) for turn, vector in zip(unit.turns, vectors, strict=True)
        )
        turns = dict(zip(ids, (turn.id for turn in unit.turns), strict=True))
        questions = [(n, q) for n, q in enumerate(unit.questions, start=1) if q.evidence]
        asked = self.encoder.encode([question.text for _, question in questions])
        return [
            QuestionOutcome(
                id=f"{unit.id}:{number}",
                category=question.category,
                evidence=question.evidence,
                found=tuple(turns[memory_id] for memory_id in self._recall(unit, question, vector)),
            )
            for (number, question), vector in zip(questions, asked, strict=True)
        ]

    def summarise(self, outcomes: Sequence[QuestionOutcome]) -> Figures:
        """Recall over all questions, and by category."""
        categories = sorted({outcome.category for outcome in outcomes})
        return _figures(outcomes) | {
            category: _figures([o for o in outcomes if o.category == category])
            for category in categories
        }

    def _recall(self, unit: Conversation, question: Question, vector: Vectors) -> list[int]:
        query = Query(
            owner=unit.id,
            text=question.text,
            vector=vector,
            strategy=self.strategy,
            limit=max(DEPTHS),
            now=unit.turns[-1].at,
        )
        return [hit.memory.id for hit in self.store.recall(query)]


def _heard(turn: Turn) -> str:
    """What the encoder reads: where several people talk, who says it is part of what is said."""
    return f"{turn.speaker}: {turn.told}"


def _memory(unit: Conversation, turn: Turn, vector: Vectors) -> NewMemory:
    return NewMemory(
        text=turn.told,
        vector=vector,
        owner=unit.id,
        session=str(turn.session),
        speaker=turn.speaker,
        at=turn.at,
    )


def _figures(outcomes: Sequence[QuestionOutcome]) -> Figures:
    figures: Figures = {"n": len(outcomes)}
    for depth in DEPTHS:
        recalls = [outcome.recall_at(depth) for outcome in outcomes]
        figures[f"recall_at_{depth}"] = fmean(recalls) if recalls else 0.0
    return figures
