"""Measures the emotion head on GoEmotions. Knows nothing of the rest of the loop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from empathic_agent.datasets.goemotions import Example, load_goemotions
from empathic_agent.evaluation.runner import Figures, Outcome, batches
from empathic_agent.perception.detector import HeadDetector
from empathic_agent.perception.metrics import indicator, multilabel_f1


class EmotionOutcome(Outcome):
    """Gold and predicted labels of one text."""

    gold: tuple[str, ...]
    predicted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoEmotionsTask:
    """Multi-label classification of the 28 GoEmotions labels (Demszky et al. 2020)."""

    data: Path
    detector: HeadDetector
    limit: int | None = None
    """How many texts; None for all."""
    name: str = "emotion"

    def units(self) -> Mapping[str, Sequence[Example]]:
        """Batches of texts."""
        return batches(load_goemotions(self.data)[: self.limit])

    def run(self, unit: Sequence[Example]) -> Sequence[EmotionOutcome]:
        """Predict the labels of one batch."""
        labels = self.detector.labels
        chosen = self.detector.predict_labels([example.text for example in unit])
        return [
            EmotionOutcome(
                id=example.id,
                gold=example.labels,
                predicted=tuple(label for label, on in zip(labels, row, strict=True) if on),
            )
            for example, row in zip(unit, chosen, strict=True)
        ]

    def summarise(self, outcomes: Sequence[EmotionOutcome]) -> Figures:
        """Macro- and micro-averaged F1 over all labels."""
        labels = self.detector.labels
        gold = indicator((o.gold for o in outcomes), labels)
        predicted = indicator((o.predicted for o in outcomes), labels)
        return {"n": len(outcomes), **multilabel_f1(gold, predicted)}
