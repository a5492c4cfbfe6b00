"""What a language model read in a message: asked for as JSON, taken apart with care.

Knows the form of the answer and nothing of models. The scales are those of EmoLLMs (Liu et al.
2024) and of the SemEval data behind them: a label, an intensity in [0, 1], a valence in -3 … 3.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import Field

from empathic_agent.turn import Record

STRONGEST_VALENCE = 3.0
"""The scale of valence that is asked for ends here, on both sides."""


class Reading(Record):
    """One emotion, and how strong and how pleasant it is."""

    emotion: str
    """A label that was offered."""
    intensity: float | None = Field(default=None, ge=0.0, le=1.0)
    """How strongly it is felt; None: not told."""
    valence: float | None = Field(default=None, ge=-1.0, le=1.0)
    """Unpleasant (-1) to pleasant (1), as in `VAD`; None: not told."""
    repaired: bool = False
    """Whether the model first gave a label that was not offered."""


def answer_schema(labels: Sequence[str]) -> dict[str, Any]:
    """JSON schema of the answer, with `labels` as the only emotions."""
    return {
        "title": "emotion_reading",
        "description": "What the seeker feels in their last line.",
        "type": "object",
        "properties": {
            "emotion": {"type": "string", "enum": list(labels)},
            "intensity": {"type": "number", "description": "0 to 1"},
            "valence": {"type": "number", "description": "-3 to 3"},
        },
        "required": ["emotion", "intensity", "valence"],
        "additionalProperties": False,
    }


def label_in(answer: Mapping[str, Any], labels: Sequence[str]) -> str | None:
    """The label that was meant, whatever its capitals; None: none of `labels`."""
    said = str(answer.get("emotion", "")).strip(" .\"'").casefold()
    return next((label for label in labels if label.casefold() == said), None)


def as_reading(answer: Mapping[str, Any], label: str, *, repaired: bool) -> Reading:
    """The reading in an answer; numbers beyond their scale are cut off, what is none is left out.

    Args:
        answer: the JSON object as it came.
        label: the emotion in it, already recognised.
        repaired: whether it had to be asked for twice.
    """
    valence = number(answer.get("valence"), -STRONGEST_VALENCE, STRONGEST_VALENCE)
    return Reading(
        emotion=label,
        intensity=number(answer.get("intensity"), 0.0, 1.0),
        valence=None if valence is None else valence / STRONGEST_VALENCE,
        repaired=repaired,
    )


def number(value: object, low: float, high: float) -> float | None:
    """`value` as a number in [low, high]; "0.8" counts as one, NaN and words do not."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return None if math.isnan(found) else min(high, max(low, found))
