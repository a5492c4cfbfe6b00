"""Measures a selector's habits on real dialogues and learns what takes them out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from empathic_agent.datasets.esconv import load_esconv
from empathic_agent.errors import DataError, ModelError
from empathic_agent.evaluation.strategy import StrategyOutcome, StrategyTask
from empathic_agent.protocols import Encoder, StrategySelector
from empathic_agent.strategy.calibration import Calibration, Measurement, learn_calibration

FOLDS = 5
"""Parts of the conversations; a correction is judged on the part it was not learnt from."""

Watch = Callable[[int, int], None]


def calibrate(
    selector: StrategySelector,
    data: Path,
    *,
    encoder: Encoder | None,
    limit: int | None = None,
    watch: Watch | None = None,
) -> Calibration:
    """Let `selector` plan every supporter turn of `data` and learn a correction from its mistakes.

    Args:
        selector: what to measure, as it is.
        data: a file in ESConv's official layout that neither the selector was trained on nor
            anything will be measured on afterwards.
        encoder: the one that the selector uses, given many texts at once; None: it uses none.
        limit: only the first so many conversations.
        watch: told how many of how many conversations are done.

    Raises:
        DataError: the file is unusable, or has fewer than five conversations.
        ModelError: the selector had to fall back on another in more than half of the turns.
    """
    conversations = load_esconv(data)[:limit]
    if len(conversations) < FOLDS:
        raise DataError(
            f"{data} gives {len(conversations)} conversations; expected at least {FOLDS}, because "
            "a correction is judged on conversations it was not learnt from."
        )
    task = StrategyTask(data, encoder, selector, limit)
    outcomes: list[StrategyOutcome] = []
    folds = {c.id: number % FOLDS for number, c in enumerate(conversations)}
    done = 0
    for unit in task.units().values():
        outcomes += task.run(unit)
        done += len(unit)
        if watch:
            watch(done, len(conversations))
    own = [outcome for outcome in outcomes if not outcome.fell_back]
    if 2 * len(own) < len(outcomes) or not own:
        raise ModelError(
            f"The selector {selector.name!r} gave a usable answer in {len(own)} of "
            f"{len(outcomes)} turns; expected at least half. Check that its model is running "
            "(`evaluate strategy` shows each turn)."
        )
    return learn_calibration(
        Measurement(
            selector=selector.name,
            data=_provenance(data, len(conversations), len(outcomes) - len(own)),
            raw=tuple(tuple(o.raw.values()) for o in own),
            gold=tuple(o.gold for o in own),
            folds=tuple(folds[o.conversation] for o in own),
        )
    )


def _provenance(data: Path, conversations: int, left_out: int) -> str:
    digest = hashlib.sha256(data.read_bytes()).hexdigest()
    told = f"ESConv, {data.name} (sha256 {digest}), {conversations} conversations"
    return told + (f", {left_out} turns without a usable answer left out" if left_out else "")
