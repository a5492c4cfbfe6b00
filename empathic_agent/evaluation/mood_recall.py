"""Measures how far what comes to mind was felt alike, on EmpatheticDialogues. Knows no detector.

The situations that tellers wrote down beforehand are the memories of one person; what each teller
says first in the conversation is a query. Its own situation should come to mind, and whatever else
does should have been felt like it. Feelings are compared by the labels people gave, not by what the
detector read, so that the detector cannot grade itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean
from typing import Protocol

from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.datasets.empathetic_dialogues import Conversation, load_empathetic_dialogues
from empathic_agent.evaluation.runner import Figures, Outcome, batches
from empathic_agent.protocols import Encoder, Vectors
from empathic_agent.turn import Appraisal
from memory_store import Hit, MemoryStore, Mood, NewMemory, Query, Strategy

DEPTH = 10
"""Of so many memories the figures are taken."""
OWNER = "everybody"


class Appraiser(Protocol):
    """Reads what is felt off texts."""

    def appraise(self, texts: Sequence[str]) -> list[Appraisal]:
        """Appraise n texts that nothing went before."""
        ...


class MoodOutcome(Outcome):
    """What one utterance brought to mind by one strategy."""

    strategy: Strategy
    found: bool
    """Whether the situation of the same conversation was among the first ten."""
    distance: float
    """Mean Euclidean distance in VAD space between the query's gold emotion and the hits'."""


@dataclass(frozen=True, slots=True)
class Work:
    """Conversations to remember or, later, to ask for."""

    conversations: Sequence[Conversation]
    asking: bool


@dataclass(frozen=True, slots=True)
class MoodRecallTask:
    """Recall of the own situation and closeness in mood, by strategy."""

    data: Path
    store: MemoryStore
    """An empty store; situations are added to it."""
    encoder: Encoder
    appraiser: Appraiser
    strategies: Sequence[Strategy] = tuple(Strategy)
    limit: int | None = None
    """How many conversations; None for all."""
    name: str = "mood-recall"
    _remembered: dict[int, Conversation] = field(default_factory=dict)

    def units(self) -> Mapping[str, Work]:
        """First all situations, then all utterances, in batches."""
        usable = [
            conversation
            for conversation in load_empathetic_dialogues(self.data)[: self.limit]
            if conversation.situation and conversation.utterances[0].text
        ]
        return {
            f"{'ask' if asking else 'remember'} {name}": Work(batch, asking)
            for asking in (False, True)
            for name, batch in batches(usable).items()
        }

    def run(self, unit: Work) -> Sequence[MoodOutcome]:
        """Remember one batch, or ask for it by every strategy."""
        if not unit.asking:
            self._remember(unit.conversations)
            return []
        texts = [conversation.utterances[0].text for conversation in unit.conversations]
        return [
            self._outcome(conversation, strategy, self.store.recall(query))
            for conversation, text, vector, mood in zip(
                unit.conversations,
                texts,
                self.encoder.encode(texts),
                self._moods(texts),
                strict=True,
            )
            for strategy in self.strategies
            for query in [_query(text, vector, mood, strategy)]
        ]

    def summarise(self, outcomes: Sequence[MoodOutcome]) -> Figures:
        """The figures of the only strategy, or of each under its name."""
        by_strategy = {
            str(strategy): _figures([o for o in outcomes if o.strategy is strategy])
            for strategy in self.strategies
        }
        return by_strategy if len(by_strategy) > 1 else next(iter(by_strategy.values()))

    def _remember(self, conversations: Sequence[Conversation]) -> None:
        texts = [conversation.situation for conversation in conversations]
        ids = self.store.remember_many(
            NewMemory(owner=OWNER, text=text, vector=vector, mood=mood)
            for text, vector, mood in zip(
                texts, self.encoder.encode(texts), self._moods(texts), strict=True
            )
        )
        self._remembered.update(zip(ids, conversations, strict=True))

    def _moods(self, texts: Sequence[str]) -> list[Mood]:
        return [Mood(*appraisal.vad.as_tuple()) for appraisal in self.appraiser.appraise(texts)]

    def _outcome(self, asked: Conversation, strategy: Strategy, hits: Sequence[Hit]) -> MoodOutcome:
        taxonomy = load_taxonomy("empathetic-dialogues")
        felt = taxonomy.vad(asked.emotion)
        found = [self._remembered[hit.memory.id] for hit in hits]
        return MoodOutcome(
            id=asked.id,
            strategy=strategy,
            found=any(conversation.id == asked.id for conversation in found),
            distance=fmean(felt.distance(taxonomy.vad(c.emotion)) for c in found),
        )


def _query(text: str, vector: Vectors, mood: Mood, strategy: Strategy) -> Query:
    return Query(owner=OWNER, text=text, vector=vector, mood=mood, strategy=strategy, limit=DEPTH)


def _figures(outcomes: Sequence[MoodOutcome]) -> Figures:
    return {
        "n": len(outcomes),
        f"recall_at_{DEPTH}": fmean(o.found for o in outcomes) if outcomes else 0.0,
        f"mood_distance_at_{DEPTH}": fmean(o.distance for o in outcomes) if outcomes else 0.0,
    }
