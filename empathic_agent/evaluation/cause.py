"""Measures which utterances are read as the cause of an emotion, on RECCON. Knows no detector.

RECCON's causal emotion entailment (Poria et al. 2021): the candidates of an utterance are itself
and all before it. The emotion is not shown to the reader.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from empathic_agent.datasets.reccon import Conversation, Target, load_reccon, targets
from empathic_agent.evaluation.runner import Figures, Outcome
from empathic_agent.turn import Dialogue, Record

THRESHOLD = 0.5
"""Probability from which a candidate is named as a cause."""
NEAREST = 2
"""The baseline names so many: the utterance itself and the one before it."""


class CauseReader(Protocol):
    """Reads off a dialogue which utterances brought about the emotion of the last one."""

    def cause_probabilities(
        self, dialogues: Sequence[Dialogue]
    ) -> Sequence[NDArray[np.floating[Any]]]:
        """Per dialogue an array with the probability of each of its utterances to be a cause."""
        ...


class Candidate(Record):
    """An utterance that may be the cause."""

    gold: bool
    """Whether it was annotated as one."""
    probability: float
    """How likely it is one, by the reader."""


class CauseOutcome(Outcome):
    """The candidates of one utterance."""

    emotion: str
    candidates: tuple[Candidate, ...]
    """In the order of the dialogue; the last is the utterance itself."""


@dataclass(frozen=True, slots=True)
class CauseTask:
    """Every utterance with an emotion and a cause in the dialogue so far."""

    data: Path
    reader: CauseReader
    limit: int | None = None
    """How many dialogues; None for all."""
    name: str = "cause"

    def units(self) -> Mapping[str, Conversation]:
        """Dialogues by id."""
        return {c.id: c for c in load_reccon(self.data)[: self.limit]}

    def run(self, unit: Conversation) -> Sequence[CauseOutcome]:
        """Judge the candidates of every target of one dialogue."""
        found = list(targets(unit))
        if not found:
            return []
        rows = self.reader.cause_probabilities([target.dialogue for target in found])
        return [_outcome(target, row.tolist()) for target, row in zip(found, rows, strict=True)]

    def summarise(self, outcomes: Sequence[CauseOutcome]) -> Figures:
        """F1 over all candidates of all utterances, and that of a baseline that reads nothing."""
        gold = [c.gold for o in outcomes for c in o.candidates]
        read = [c.probability >= THRESHOLD for o in outcomes for c in o.candidates]
        near = [i <= NEAREST for o in outcomes for i in range(len(o.candidates), 0, -1)]
        positive, negative = _f1(gold, read)
        return {
            "n": len(outcomes),
            "positive_f1": positive,
            "negative_f1": negative,
            "macro_f1": (positive + negative) / 2,
            "baseline_positive_f1": _f1(gold, near)[0],
        }


def _outcome(target: Target, probabilities: Sequence[float]) -> CauseOutcome:
    places = range(len(target.dialogue.utterances))
    return CauseOutcome(
        id=target.id,
        emotion=target.emotion,
        candidates=tuple(
            Candidate(gold=place in target.causes, probability=probability)
            for place, probability in zip(places, probabilities, strict=True)
        ),
    )


def _f1(gold: Sequence[bool], named: Sequence[bool]) -> tuple[float, float]:
    """F1 of being a cause and of being none; 0 for no candidates at all."""
    from sklearn.metrics import f1_score

    if not gold:
        return 0.0, 0.0
    positive, negative = f1_score(
        gold, named, labels=[True, False], average=None, zero_division=0.0
    )
    return float(positive), float(negative)
