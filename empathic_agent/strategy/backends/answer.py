"""The form of a chat model's choice: asked for as JSON, taken apart with care. Knows no model."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from empathic_agent.strategy.strategies import Strategy

BEST_FIT = 10.0
"""The scale of fit that is asked for ends here; it begins at 0."""
POINT = 0.5
"""Log-odds that a point of fit is worth. A rater who always gives one strategy two points too many
then bends its probability by a constant factor, which a calibration can take out."""
UNWEIGHED = 0.5
"""Probability of the choice when the model says nothing of the others."""


def answer_schema() -> dict[str, Any]:
    """JSON schema of the answer."""
    fit = {"type": "number", "description": "0 to 10"}
    return {
        "title": "support_strategy",
        "description": "Which kind of support should come next.",
        "type": "object",
        "properties": {
            "strategy": {"type": "string", "enum": list(Strategy)},
            "fit": {
                "type": "object",
                "properties": {strategy.value: fit for strategy in Strategy},
                "required": list(Strategy),
                "additionalProperties": False,
            },
        },
        "required": ["strategy", "fit"],
        "additionalProperties": False,
    }


def chosen(answer: Mapping[str, Any]) -> Strategy | None:
    """The strategy that was meant, whatever its capitals; None: none of the eight."""
    said = str(answer.get("strategy", "")).strip(" .\"'").casefold()
    return next((strategy for strategy in Strategy if strategy.casefold() == said), None)


def probabilities(answer: Mapping[str, Any], choice: Strategy) -> dict[Strategy, float]:
    """How the model divides its favour; sums to 1, and nothing comes before `choice`.

    A fit beyond its scale is cut off, one that is missing or no number counts as 0. Without any,
    the choice gets `UNWEIGHED` and the others share the rest.
    """
    told = answer.get("fit")
    fits = {s: _fit(told.get(s.value)) for s in Strategy} if isinstance(told, Mapping) else {}
    if not any(fits.values()):
        rest = (1.0 - UNWEIGHED) / (len(Strategy) - 1)
        return {s: UNWEIGHED if s is choice else rest for s in Strategy}
    others = max(fit for strategy, fit in fits.items() if strategy is not choice)
    # A hair above its rivals: equal numbers must not let another one win.
    fits[choice] = max(fits[choice], others + 0.01)
    weights = {strategy: math.exp(POINT * fit) for strategy, fit in fits.items()}
    total = sum(weights.values())
    return {strategy: weight / total for strategy, weight in weights.items()}


def _fit(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return 0.0
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return 0.0
    return 0.0 if math.isnan(found) else min(BEST_FIT, max(0.0, found))
