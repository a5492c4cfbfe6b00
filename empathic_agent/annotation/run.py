"""Labels a table: reads it in batches, asks the detector, writes rows. Knows no format.

The table is never in memory as a whole. An interrupted run goes on where it stopped.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import Field

from empathic_agent import __version__
from empathic_agent.annotation.labels import COLUMNS, labelled
from empathic_agent.annotation.tables import Row, Table, Value, open_table
from empathic_agent.annotation.unfinished import Terms, Unfinished, discard, unfinished
from empathic_agent.errors import DataError, EmpathicAgentError, InputError, PluginError
from empathic_agent.protocols import EmotionDetector
from empathic_agent.turn import Record

BATCH = 256
"""Rows that are read, labelled and written at a time."""

Watch = Callable[[int, int], None]
"""Is told after each batch how many rows of how many are done."""


class Job(Record):
    """What is to be labelled, and how."""

    table: Path
    """A CSV, TSV or JSONL file."""
    out: Path
    """Where the labelled table goes; of the same format."""
    column: str
    """Which column holds the texts."""
    detector: str
    """Name of the detector; a run that goes on must have the same."""
    limit: int | None = Field(default=None, ge=1)
    """Only the first so many rows."""
    prefix: str = ""
    """Goes before the names of the new columns."""


def annotate(
    job: Job,
    detector: Callable[[], EmotionDetector],
    *,
    overwrite: bool = False,
    batch: int = BATCH,
    watch: Watch = lambda _done, _total: None,
) -> int:
    """Label a table. If an earlier run of the same job was interrupted, go on behind its last row.

    Args:
        job: what to do.
        detector: gives the detector `job` names; called once nothing speaks against the job.
        overwrite: start again, and replace what is at `job.out` in the end.
        batch: rows at a time.
        watch: told how it goes on.

    Returns:
        How many rows the output has.

    Raises:
        InputError: the output is the input or exists, or an interrupted run was of another job.
        DataError: the table cannot be read or a line is malformed; found before work begins.
        StorageError: the output cannot be written.
        PluginError: the detector failed; what is done is kept.
    """
    _refuse_taken_place(job, overwrite)
    table = open_table(job.table, job.out, job.column)
    table.refuse(_names(job))
    total = sum(1 for _ in islice(table.rows(), job.limit))
    terms = _terms(job)
    if overwrite:
        discard(job.out)
    output = Unfinished(job.out, terms)
    work = _Work(job, table, detector(), batch)

    def batches() -> Iterator[tuple[bytes, int]]:
        if not output.begun:
            yield table.head(_names(job)).encode("utf-8"), 0
        watch(output.rows, total)
        for lines, rows in work.batches(output.rows):
            yield lines.encode("utf-8"), rows
            watch(output.rows, total)

    output.write(batches())
    return output.rows


@dataclass(frozen=True, slots=True)
class _Work:
    """What does the labelling."""

    job: Job
    table: Table[Any]
    detector: EmotionDetector
    batch: int

    def batches(self, done: int) -> Iterator[tuple[str, int]]:
        """The labelled rows behind the first `done`, as lines and how many they are."""
        rows = islice(self.table.rows(), done, self.job.limit)
        while chunk := list(islice(rows, self.batch)):
            yield self._lines(chunk, done), len(chunk)
            done += len(chunk)

    def _lines(self, rows: list[Row[Any]], done: int) -> str:
        names = _names(self.job)
        return "".join(
            self.table.line(row, dict(zip(names, found.values(), strict=True)))
            for row, found in zip(rows, self._labels(rows, done), strict=True)
        )

    def _labels(self, rows: list[Row[Any]], done: int) -> list[Mapping[str, Value]]:
        try:
            return labelled(self.detector, [row.text for row in rows])
        except EmpathicAgentError:
            raise
        except Exception as error:  # foreign code: anything may come out of it
            raise PluginError(
                f"The detector {self.job.detector!r} failed between row {done + 1} and row "
                f"{done + len(rows)} ({type(error).__name__}: {error}). The rows before are kept; "
                "the same command goes on behind them."
            ) from error


def _names(job: Job) -> tuple[str, ...]:
    return tuple(job.prefix + name for name in COLUMNS)


def _terms(job: Job) -> Terms:
    """What an interrupted run must share with the one that goes on, as a person calls it."""
    return {
        "the table": _digest(job.table),
        "--text-column": job.column,
        "--detector": job.detector,
        "--limit": job.limit,
        "--prefix": job.prefix,
        "the version of empathic-agent": __version__,
    }


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DataError(f"Cannot read {path}: {error.strerror}. Expected a table.") from error


def _refuse_taken_place(job: Job, overwrite: bool) -> None:
    if not job.out.exists():
        return
    if job.table.exists() and job.table.samefile(job.out):
        raise InputError(f"{job.out} is the table itself. Choose another name with --out.")
    if not (overwrite or unfinished(job.out)):
        raise InputError(f"{job.out} exists. Choose another name with --out, or use --overwrite.")
