"""Measures whether personas stay apart: their moods over the same dialogues. Knows no detector.

Every persona goes through each ESConv dialogue twice, with readings of two seeds (see
`transition.resampling`). Two personas are compared across seeds as well, so that their distance
holds what a persona differs from itself by.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from empathic_agent.affect.personality import temperament
from empathic_agent.datasets.esconv import Conversation, load_esconv
from empathic_agent.evaluation.runner import Figures, Outcome
from empathic_agent.protocols import EmotionDetector
from empathic_agent.transition.resampling import resampled
from empathic_agent.transition.trajectory import (
    PAUSE,
    Heard,
    Listener,
    distance,
    hear,
    points,
    trajectory,
)
from empathic_agent.turn import Mood

SEEDS = (1, 2)

Paths = Mapping[str, NDArray[np.float64]]
"""(n, 3) points per persona."""


class DistinctnessOutcome(Outcome):
    """How far moods lie apart in one dialogue: mean distances in VAD space."""

    itself: dict[str, float]
    """Each persona from itself with another seed."""
    pairs: dict[str, float]
    """Each pair of personas, "bram-wren", across seeds."""
    movements: dict[str, float]
    """The same pairs, each mood taken relative to where its persona rests."""


@dataclass(frozen=True, slots=True)
class DistinctnessTask:
    """Distances within and between personas, per dialogue."""

    data: Path
    detector: EmotionDetector
    listeners: tuple[Listener, ...]
    pause: timedelta = PAUSE
    limit: int | None = None
    """How many dialogues; None for all."""
    name: str = "distinctness"

    def units(self) -> Mapping[str, Conversation]:
        """Dialogues by id."""
        return {c.id: c for c in load_esconv(self.data)[: self.limit]}

    def run(self, unit: Conversation) -> Sequence[DistinctnessOutcome]:
        """Take every persona through one dialogue with both seeds."""
        heard = hear(unit.utterances, self.detector)
        if not heard:
            return []
        once, again = (self._moods(resampled(heard, seed)) for seed in SEEDS)
        where, where_again = ({n: points(m) for n, m in moods.items()} for moods in (once, again))
        moves, moves_again = (self._from_rest(moods) for moods in (once, again))
        return [
            DistinctnessOutcome(
                id=unit.id,
                itself={name: distance(where[name], where_again[name]) for name in where},
                pairs=_between(where, where_again),
                movements=_between(moves, moves_again),
            )
        ]

    def _moods(self, heard: Sequence[Heard]) -> dict[str, tuple[Mood, ...]]:
        return {each.persona.name: trajectory(each, heard, self.pause) for each in self.listeners}

    def _from_rest(self, moods: Mapping[str, tuple[Mood, ...]]) -> Paths:
        """How far each mood is from where its persona rests."""
        rests = {each.persona.name: temperament(each.persona.traits) for each in self.listeners}
        return {name: points(path, rests[name]) for name, path in moods.items()}

    def summarise(self, outcomes: Sequence[DistinctnessOutcome]) -> Figures:
        """Means over dialogues, and how often the closest pair lies further apart than anyone
        from itself."""
        if not outcomes:
            return {"n": 0}
        itself, pairs, movements = (
            {name: fmean(row[name] for row in rows) for name in rows[0]}
            for rows in (
                [o.itself for o in outcomes],
                [o.pairs for o in outcomes],
                [o.movements for o in outcomes],
            )
        )
        apart = [min(o.pairs.values()) > max(o.itself.values()) for o in outcomes]
        return {
            "n": len(outcomes),
            "self_distance": fmean(itself.values()),
            "pair_distance": fmean(pairs.values()),
            "largest_self_distance": max(itself.values()),
            "smallest_pair_distance": min(pairs.values()),
            "dialogues_with_all_apart": fmean(apart),
            "movement_distance": fmean(movements.values()),
            "self": itself,
            "pair": pairs,
        }


def _between(once: Paths, again: Paths) -> dict[str, float]:
    """Per pair the mean of both ways across the seeds."""
    return {
        f"{a}-{b}": (distance(once[a], again[b]) + distance(once[b], again[a])) / 2
        for a, b in combinations(sorted(once), 2)
    }
