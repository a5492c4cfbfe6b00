"""Measures a selector's habits and learns what undoes them. Knows nothing of the selector inside.

Selectors favour some strategies whatever the conversation (Kang et al. 2024). A calibration holds
one factor per strategy: probabilities times factors, made to sum to 1, are the corrected ones.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, ValidationError, field_validator

from empathic_agent.errors import ModelError
from empathic_agent.strategy.metrics import (
    Floats,
    Strategies,
    StrategyScores,
    confusion,
    indices,
    preference,
    score,
)
from empathic_agent.strategy.strategies import Strategy
from empathic_agent.turn import Record

PRIOR_POWERS = (0.0, 0.25, 0.5, 0.75)
"""How much of the prior may be divided out before the habits are."""
ROUNDS = (4, 12, 36)
"""At most so often are the factors of preferred strategies lowered; more often only where fewer
rounds do not bring the bias down."""
STEP = 0.3
"""By which power of a strategy's preference its factor is lowered in a round."""
BIAS_WANTED = 0.15
"""Among corrections that bring the bias below this, the most proficient is taken."""
LEAST = 0.05
"""Preferences are cut off below: a strategy that is never chosen has 0, and no finite remedy."""

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

    Candidates start from dividing by prior^τ, then lower the factors of preferred strategies a few
    times. They are compared by cross-validation: each fold is corrected with factors learnt on the
    others. The probabilities should themselves come from data the selector was not trained on.
    """
    raw = np.array(measured.raw)
    folds = np.array(measured.folds)
    held_out = _candidates(raw, measured.gold, folds)
    power, rounds = _best(held_out)
    factors = _path(raw, measured.gold, power, rounds)[rounds]
    return Calibration(
        selector=measured.selector,
        data=measured.data,
        measured_on=date.today(),
        correction=dict(zip(Strategy, np.round(factors, 4).tolist(), strict=True)),
        before=score(measured.gold, choices(raw)),
        after=held_out[power, rounds],
    )


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
    """Write a calibration as indented JSON; the folder is made if it does not exist."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(calibration.model_dump_json(indent=2) + "\n", "utf-8")


def choices(probabilities: Floats) -> list[Strategy]:
    """The most probable strategy of each of n rows."""
    return [ORDER[i] for i in probabilities.argmax(axis=1)]


def _path(raw: Floats, gold: Strategies, power: float, rounds: int) -> list[Floats]:
    """Factors after 0 to `rounds` rounds, each (8,) with a geometric mean of 1."""
    prior = (np.bincount(indices(gold), minlength=len(ORDER)) + 1.0) / (len(gold) + len(ORDER))
    path = [_normalised(prior**-power)]
    for _ in range(rounds):
        p = preference(confusion(gold, choices(raw * path[-1])))
        path.append(_normalised(path[-1] * np.maximum(p, LEAST) ** -STEP))
    return path


def _candidates(
    raw: Floats, gold: Strategies, folds: NDArray[np.intp]
) -> dict[tuple[float, int], StrategyScores]:
    """As few rounds as bring the bias down for some candidate."""
    for rounds in ROUNDS:
        scores = _held_out(raw, gold, folds, rounds)
        if any(s.preference_bias <= BIAS_WANTED for s in scores.values()):
            break
    return scores


def _held_out(
    raw: Floats, gold: Strategies, folds: NDArray[np.intp], most: int
) -> dict[tuple[float, int], StrategyScores]:
    """Score every candidate on turns its factors were not learnt from."""
    scores = {}
    for power in PRIOR_POWERS:
        corrected = np.zeros((most + 1, *raw.shape))
        for fold in np.unique(folds):
            seen = folds != fold
            path = _path(raw[seen], [g for g, s in zip(gold, seen, strict=True) if s], power, most)
            corrected[:, ~seen] = raw[~seen] * np.array(path)[:, None]
        for rounds, rows in enumerate(corrected):
            scores[power, rounds] = score(gold, choices(rows))
    return scores


def _best(scores: dict[tuple[float, int], StrategyScores]) -> tuple[float, int]:
    fair = {c: s for c, s in scores.items() if s.preference_bias <= BIAS_WANTED}
    if fair:
        return max(fair, key=lambda candidate: fair[candidate].macro_f1)
    return min(scores, key=lambda candidate: scores[candidate].preference_bias)


def _normalised(factors: Floats) -> Floats:
    return np.asarray(factors / np.exp(np.log(factors).mean()))
