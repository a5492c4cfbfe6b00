"""Measures a selector's habits and learns what undoes them. Knows nothing of the selector inside.

Selectors favour some strategies whatever the conversation (Kang et al. 2024). A calibration holds
one factor per strategy: probabilities times factors, made to sum to 1, are the corrected ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, ValidationError, field_validator

from empathic_agent.errors import ModelError, StorageError
from empathic_agent.strategy.metrics import (
    Floats,
    Strategies,
    StrategyScores,
    confusion,
    f1,
    indices,
    preference,
    score,
)
from empathic_agent.strategy.strategies import Strategy
from empathic_agent.turn import Record

PRIOR_POWERS = (0.0, 0.25, 0.5, 0.75)
"""How much of the prior may be divided out before the habits are."""
ROUNDS = 16
"""How often the factors of preferred strategies are lowered."""
STEP, FADING = 0.3, 0.15
"""By which power of a strategy's preference its factor is lowered: STEP in the first round, and
less and less. Choices hang on small differences, and steps of one size would go back and forth."""
BIAS_WANTED = 0.15
"""Among corrections that bring the bias below this, the most proficient is taken."""
LEAST = 0.05
"""Preferences are cut off below: a strategy that is never chosen has 0, and no finite remedy."""
MOST = 30.0
"""No factor grows beyond this or shrinks below its inverse, before they are normalised: where some
strategy cannot be had at any price, the rounds would go on bidding."""

ORDER = tuple(Strategy)


class Calibration(Record):
    """One factor per strategy, and where it comes from."""

    format: Literal[1] = 1
    selector: str
    """Name of the selector it was measured on; any other is refused."""
    data: str
    """What it was measured on."""
    measured_on: date
    correction: dict[Strategy, float]
    """What each probability is multiplied with; above 0, with a geometric mean of 1."""
    before: StrategyScores
    """The selector as it is."""
    after: StrategyScores
    """With corrections learnt on the other folds of the same data."""

    @field_validator("correction")
    @classmethod
    def _one_positive_factor_each(cls, value: dict[Strategy, float]) -> dict[Strategy, float]:
        if set(value) != set(Strategy) or not all(0.0 < x < float("inf") for x in value.values()):
            raise ValueError("expected one factor above 0 for each of the eight strategies")
        return value


class Measurement(Record):
    """What a selector did on data whose gold strategies are known."""

    selector: str
    data: str
    raw: tuple[tuple[float, ...], ...] = Field(min_length=1)
    """The selector's probabilities for n turns, strategies in enum order."""
    gold: tuple[Strategy, ...]
    folds: tuple[int, ...]
    """Fold of each turn; turns of one conversation share a fold. At least two folds."""


def learn_calibration(measured: Measurement) -> Calibration:
    """Learn the correction of a selector from what it did, and measure its effect honestly.

    `after` is cross-validated: each fold is corrected with factors learnt on the others. The
    probabilities should themselves come from data the selector was not trained on.
    """
    raw, gold = np.array(measured.raw), measured.gold
    factors = fit_factors(raw, gold)
    return Calibration(
        selector=measured.selector,
        data=measured.data,
        measured_on=date.today(),
        correction=dict(zip(Strategy, np.round(factors, 4).tolist(), strict=True)),
        before=score(gold, choices(raw)),
        after=score(gold, choices(_held_out(raw, gold, np.array(measured.folds)))),
    )


def fit_factors(raw: Floats, gold: Strategies) -> Floats:
    """(8,) factors with a geometric mean of 1 that make a selector even and proficient.

    Several ways start from dividing by prior^τ and lower the factors of preferred strategies round
    by round. Of all the points they pass, the most proficient of those with a bias of at most
    `BIAS_WANTED` is taken, and where there is none, the least biased.

    Args:
        raw: (n, 8) probabilities, n ≥ 1.
        gold: n strategies.
    """
    passed = [point for power in PRIOR_POWERS for point in _way(raw, gold, power)]
    fair = [point for point in passed if point.bias <= BIAS_WANTED]
    if fair:
        return max(fair, key=lambda point: point.proficiency).factors
    return min(passed, key=lambda point: point.bias).factors


def load_calibration(path: Path) -> Calibration:
    """Read a calibration file.

    Raises:
        ModelError: the file is missing or malformed.
    """
    try:
        return Calibration.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise ModelError(
            f"No usable calibration at {path}: {error}. Expected the JSON file that "
            "`empathic-agent calibrate` writes."
        ) from error


def save_calibration(path: Path, calibration: Calibration) -> None:
    """Write a calibration as indented JSON; the folder is made if it does not exist.

    Raises:
        StorageError: it cannot be written there.
    """
    text = calibration.model_dump_json(indent=2) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    except OSError as error:
        raise StorageError(
            f"The calibration cannot be written to {path}: {error.strerror}. "
            f"Choose another file. It says:\n{text}"
        ) from error


def choices(probabilities: Floats) -> list[Strategy]:
    """The most probable strategy of each of n rows."""
    return [ORDER[i] for i in probabilities.argmax(axis=1)]


@dataclass(frozen=True, slots=True)
class _Point:
    """Factors, and what they make of the turns they are learnt from."""

    factors: Floats
    proficiency: float
    bias: float


def _way(raw: Floats, gold: Strategies, power: float) -> Iterator[_Point]:
    """The points from prior^-power through `ROUNDS` rounds."""
    prior = (np.bincount(indices(gold), minlength=len(ORDER)) + 1.0) / (len(gold) + len(ORDER))
    factors = _normalised(prior**-power)
    for turn in range(ROUNDS + 1):
        counts = confusion(gold, choices(raw * factors))
        p = preference(counts)
        yield _Point(factors, float(f1(counts).mean()), float(p.std()))
        lowered = factors * np.maximum(p, LEAST) ** (-STEP / (1.0 + FADING * turn))
        factors = _normalised(np.clip(lowered, 1.0 / MOST, MOST))


def _held_out(raw: Floats, gold: Strategies, folds: NDArray[np.intp]) -> Floats:
    """(n, 8) probabilities corrected with factors that were not learnt from the same fold."""
    corrected = np.zeros_like(raw)
    for fold in np.unique(folds):
        seen = folds != fold
        factors = fit_factors(raw[seen], [g for g, s in zip(gold, seen, strict=True) if s])
        corrected[~seen] = raw[~seen] * factors
    return corrected


def _normalised(factors: Floats) -> Floats:
    return np.asarray(factors / np.exp(np.log(factors).mean()))
