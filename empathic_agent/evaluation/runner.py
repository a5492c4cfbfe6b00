"""Runs a task over a data set and writes what came out. Knows nothing of any task.

`DIR/items.jsonl` holds one JSON object per measured item, failures included, as they happen;
`DIR/summary.json` holds one flat object of figures, fractions in [0, 1].
"""

from __future__ import annotations

import json
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Protocol, TypeVar

from empathic_agent.errors import StorageError
from empathic_agent.progress import track
from empathic_agent.turn import Record

Figures = dict[str, Any]
"""Numbers by name, or such objects by name; ready for JSON."""

ITEMS = "items.jsonl"
"""File of all outcomes and failures."""

Unit = TypeVar("Unit")


class Outcome(Record):
    """What was measured on one item; each task adds its own fields."""

    id: str


class Failure(Outcome):
    """An item, or a whole unit of them, that raised an error."""

    error: str
    traceback: str


Out = TypeVar("Out", bound=Outcome)


class Task(Protocol[Unit, Out]):
    """Something that can be measured, unit by unit (a dialogue, a batch of texts)."""

    @property
    def name(self) -> str:
        """As given on the command line."""
        ...

    def units(self) -> Mapping[str, Unit]:
        """The work by id, in order."""
        ...

    def run(self, unit: Unit) -> Sequence[Out]:
        """Measure one unit."""
        ...

    def summarise(self, outcomes: Sequence[Out]) -> Figures:
        """The figures over all outcomes; must work for none at all."""
        ...


BATCH = 256
"""Texts per unit: a reader is quicker with many at once."""

Item = TypeVar("Item")


def batches(items: Sequence[Item]) -> dict[str, Sequence[Item]]:
    """Units of up to `BATCH` items, in order."""
    starts = range(0, len(items), BATCH)
    return {f"batch {s // BATCH + 1}": items[s : s + BATCH] for s in starts}


def run_task(task: Task[Unit, Out], out: Path, *, quiet: bool = False) -> Figures:
    """Measure every unit and write items and summary to `out`; an error ends only its unit.

    Returns:
        The task's figures, plus `errors`: how many units failed.

    Raises:
        StorageError: `out` cannot be written.
    """
    outcomes: list[Out] = []
    errors = 0
    try:
        out.mkdir(parents=True, exist_ok=True)
        with (out / ITEMS).open("w", encoding="utf-8") as lines:
            for unit_id, unit in track(task.units().items(), task.name, quiet=quiet):
                try:
                    measured = task.run(unit)
                except Exception as error:  # noqa: BLE001 - one bad item must not end a night's run
                    errors += 1
                    _write(lines, [_failure(unit_id, error)])
                else:
                    outcomes.extend(measured)
                    _write(lines, measured)
        figures = {**task.summarise(outcomes), "errors": errors}
        _write_summary(out, figures)
    except OSError as error:
        raise StorageError(f"The results cannot be written to {out}: {error}.") from error
    return figures


def _write(lines: IO[str], outcomes: Sequence[Outcome]) -> None:
    lines.writelines(outcome.model_dump_json() + "\n" for outcome in outcomes)
    lines.flush()


def _write_summary(out: Path, figures: Mapping[str, Any]) -> None:
    (out / "summary.json").write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


def _failure(unit_id: str, error: Exception) -> Failure:
    return Failure(
        id=unit_id,
        error=f"{type(error).__name__}: {error}",
        traceback="".join(traceback.format_exception(error)),
    )
