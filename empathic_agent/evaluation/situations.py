"""Measures which emotion is read in a situation, on EmpatheticDialogues. Knows no detector."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from empathic_agent.datasets.empathetic_dialogues import (
    Conversation,
    SituationText,
    load_empathetic_dialogues,
)
from empathic_agent.evaluation.runner import Figures, Outcome, batches

TOP = 5
"""How many labels count as named."""


class SituationReader(Protocol):
    """Reads off a text what people in such a situation feel."""

    @property
    def situation_labels(self) -> tuple[str, ...]:
        """The 32 labels of EmpatheticDialogues, in the order of the columns below."""
        ...

    def situation_probabilities(self, texts: Sequence[str]) -> NDArray[np.floating[Any]]:
        """(n, 32) probability of each label; rows sum to 1."""
        ...


class SituationOutcome(Outcome):
    """Gold and predicted labels of one conversation."""

    gold: str
    ranked: tuple[str, ...]
    """The five most probable labels, best first."""


@dataclass(frozen=True, slots=True)
class SituationsTask:
    """One of 32 emotions per conversation (Rashkin et al. 2019)."""

    data: Path
    reader: SituationReader
    text: SituationText = SituationText.SITUATION
    limit: int | None = None
    """How many conversations; None for all."""
    name: str = "emotion"

    def units(self) -> Mapping[str, Sequence[Conversation]]:
        """Batches of conversations."""
        return batches(load_empathetic_dialogues(self.data)[: self.limit])

    def run(self, unit: Sequence[Conversation]) -> Sequence[SituationOutcome]:
        """Rank the labels for one batch."""
        texts = [conversation.text(self.text) for conversation in unit]
        rows = self.reader.situation_probabilities(texts)
        best = np.argsort(-rows, axis=1, kind="stable")[:, :TOP].tolist()
        labels = self.reader.situation_labels
        return [
            SituationOutcome(
                id=conversation.id,
                gold=conversation.emotion,
                ranked=tuple(labels[column] for column in columns),
            )
            for conversation, columns in zip(unit, best, strict=True)
        ]

    def summarise(self, outcomes: Sequence[SituationOutcome]) -> Figures:
        """Accuracy of the first label, of the first five, and macro-averaged F1 over all labels."""
        from sklearn.metrics import f1_score

        if not outcomes:
            return {"n": 0, "accuracy": 0.0, "top5_accuracy": 0.0, "macro_f1": 0.0}
        macro_f1 = f1_score(
            [o.gold for o in outcomes],
            [o.ranked[0] for o in outcomes],
            labels=list(self.reader.situation_labels),
            average="macro",
            zero_division=0.0,
        )
        return {
            "n": len(outcomes),
            "accuracy": fmean(o.gold == o.ranked[0] for o in outcomes),
            "top5_accuracy": fmean(o.gold in o.ranked for o in outcomes),
            "macro_f1": float(macro_f1),
        }
