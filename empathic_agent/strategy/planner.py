"""The built-in strategy selector: a small trained head over the shared encoder. Keeps no state.

Knows nothing of emotion labels, memory or replies. What it costs beyond vectors the encoder has
already made is a fraction of a millisecond.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np

from empathic_agent.errors import ModelError
from empathic_agent.heads import Arrays, Head
from empathic_agent.protocols import Encoder
from empathic_agent.strategy.ensemble import probabilities
from empathic_agent.strategy.features import signals, view, view_vectors
from empathic_agent.strategy.stages import stage_of
from empathic_agent.strategy.strategies import Strategy
from empathic_agent.turn import Appraisal, Dialogue, StrategyPlan


class Planner:
    """Chooses a strategy as ESConv's supporters would; a `StrategySelector`.

    Args:
        encoder: must be the one the head was trained on.
        head: a strategy head, as written by `empathic-agent train strategy`.

    Raises:
        ModelError: the head was trained on another encoder, or is not a strategy head.
    """

    def __init__(self, encoder: Encoder, head: Head) -> None:
        head.require_encoder(encoder.name)
        if head.manifest.labels != tuple(Strategy):
            raise ModelError(
                f"The head {head.manifest.name!r} predicts {', '.join(head.manifest.labels)}. "
                f"Expected a strategy head, which predicts {', '.join(Strategy)}."
            )
        self._encoder = encoder
        self._arrays = head.arrays
        self._name = f"{head.manifest.name}@{fingerprint(head.arrays)}"

    @property
    def name(self) -> str:
        """The head's name and a fingerprint of its weights."""
        return self._name

    def select(self, dialogue: Dialogue, appraisal: Appraisal | None) -> StrategyPlan:
        """Plan the reply to `dialogue`, which may be empty.

        The appraisal is not read: what the message says reaches the planner in its sentence
        vector, so that exchanging the emotion detector cannot change the plan.
        """
        del appraisal
        (plan,) = self.select_all([dialogue])
        return plan

    def select_all(self, dialogues: Sequence[Dialogue]) -> list[StrategyPlan]:
        """Plan the replies to n ≥ 1 unrelated dialogues."""
        vectors = view_vectors([view(d) for d in dialogues], self._encoder)
        rows = probabilities(self._arrays, vectors, np.stack([signals(d) for d in dialogues]))
        return [plan_from(row.tolist(), d) for row, d in zip(rows, dialogues, strict=True)]


def plan_from(row: Sequence[float], dialogue: Dialogue) -> StrategyPlan:
    """The uncorrected plan that follows from eight probabilities in enum order."""
    raw = dict(zip(Strategy, row, strict=True))
    history = dialogue.strategies()
    return StrategyPlan(
        strategy=max(raw, key=raw.__getitem__),
        raw=raw,
        corrected=raw,
        stage=stage_of(raw, history),
        reason=_reason(raw, history),
    )


def fingerprint(arrays: Arrays) -> str:
    """Eight hexadecimal digits that change with any weight."""
    digest = hashlib.sha256()
    for name in sorted(arrays):
        digest.update(name.encode())
        digest.update(arrays[name].tobytes())
    return digest.hexdigest()[:8]


def _reason(raw: Mapping[Strategy, float], history: Sequence[Strategy]) -> str:
    first, second = sorted(raw, key=raw.__getitem__, reverse=True)[:2]
    if not history:
        moment = "before its first reply"
    elif len(history) == 1:
        moment = f"after one reply ({history[-1]})"
    else:
        moment = f"after {len(history)} replies, the last one {history[-1]}"
    return (
        f"At this point, {moment}, supporters most often choose {first} ({raw[first]:.0%}), "
        f"then {second} ({raw[second]:.0%})."
    )
