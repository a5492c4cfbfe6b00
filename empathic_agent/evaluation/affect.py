"""Measures valence, arousal and dominance of sentences, on EmoBank. Knows no detector."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import StatisticsError, correlation
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from empathic_agent.affect.vad import VAD
from empathic_agent.datasets.emobank import Sentence, load_emobank
from empathic_agent.evaluation.runner import Figures, Outcome, batches

AXES = ("valence", "arousal", "dominance")


class AffectReader(Protocol):
    """Reads off a text where it lies in VAD space."""

    def affect(self, texts: Sequence[str]) -> NDArray[np.floating[Any]]:
        """(n, 3) valence, arousal and dominance, each in [-1, 1]."""
        ...


class AffectOutcome(Outcome):
    """Where raters and reader see one sentence."""

    gold: VAD
    predicted: VAD


@dataclass(frozen=True, slots=True)
class AffectTask:
    """Regression of the three axes (Buechel & Hahn 2017)."""

    data: Path
    reader: AffectReader
    limit: int | None = None
    """How many sentences; None for all."""
    name: str = "affect"

    def units(self) -> Mapping[str, Sequence[Sentence]]:
        """Batches of sentences."""
        return batches(load_emobank(self.data)[: self.limit])

    def run(self, unit: Sequence[Sentence]) -> Sequence[AffectOutcome]:
        """Place one batch."""
        rows = self.reader.affect([sentence.text for sentence in unit]).tolist()
        return [
            AffectOutcome(id=sentence.id, gold=sentence.vad, predicted=VAD.clamped(*row))
            for sentence, row in zip(unit, rows, strict=True)
        ]

    def summarise(self, outcomes: Sequence[AffectOutcome]) -> Figures:
        """Pearson's r per axis."""
        figures: Figures = {"n": len(outcomes)}
        for axis, name in enumerate(AXES):
            figures[f"{name}_r"] = pearson_r(
                [o.gold.as_tuple()[axis] for o in outcomes],
                [o.predicted.as_tuple()[axis] for o in outcomes],
            )
        return figures


def pearson_r(xs: Sequence[float], ys: Sequence[float]) -> float:
    """Pearson's r, in [-1, 1]; 0 where it is not defined: under two values, or all the same."""
    try:
        return correlation(xs, ys)
    except StatisticsError:
        return 0.0
