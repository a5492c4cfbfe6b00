"""An output that grows batch by batch and survives interruption. Knows nothing of rows or labels.

`OUT.part` holds what is done so far and `OUT.part.json` how much of it is valid and under which
terms it was made. A batch is on disk before it counts; what came after the last one that counts is
cut off when the work goes on. `OUT` appears, or is replaced, only when all is done.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from empathic_agent.errors import InputError, StorageError
from empathic_agent.turn import Record

Terms = Mapping[str, str | int | None]
"""What must not change before the work goes on: a name a person knows, and its value."""


class Notes(Record):
    """How far an output has come."""

    terms: dict[str, str | int | None]
    rows: int = 0
    """Rows that are done."""
    size: int = 0
    """Bytes of the part file they take."""


class Unfinished:
    """An output that is being written.

    Args:
        out: where the finished output will be.
        terms: what it is made of, and how.

    Raises:
        InputError: an interrupted output of other terms is there.
        StorageError: what is there cannot be used.
    """

    def __init__(self, out: Path, terms: Terms) -> None:
        self._out = out
        self._part, self._notes = part_files(out)
        self._done = self._found() or Notes(terms=dict(terms))
        self._refuse_other(terms)

    @property
    def rows(self) -> int:
        """How many rows are done."""
        return self._done.rows

    @property
    def begun(self) -> bool:
        """Whether anything has been written."""
        return self._done.size > 0

    def write(self, batches: Iterable[tuple[bytes, int]]) -> None:
        """Append batches, each with the number of its rows; then the output is finished.

        Raises:
            StorageError: it cannot be written.
        """
        with self._opened() as file:
            for batch, rows in batches:
                self._append(file, batch, rows)
        with storage_errors(self._out):
            self._part.replace(self._out)
            self._notes.unlink(missing_ok=True)

    def _opened(self) -> IO[bytes]:
        with storage_errors(self._out):
            self._out.parent.mkdir(parents=True, exist_ok=True)
            file = self._part.open("ab")
            file.truncate(self._done.size)
            return file

    def _append(self, file: IO[bytes], batch: bytes, rows: int) -> None:
        done = Notes(
            terms=self._done.terms, rows=self._done.rows + rows, size=self._done.size + len(batch)
        )
        fresh = self._notes.with_name(self._notes.name + ".new")
        with storage_errors(self._out):
            file.write(batch)
            file.flush()
            os.fsync(file.fileno())
            fresh.write_text(done.model_dump_json(), "utf-8")
            fresh.replace(self._notes)
        self._done = done

    def _found(self) -> Notes | None:
        """What an interrupted run left, if there is one."""
        if not unfinished(self._out):
            return None
        try:
            notes = Notes.model_validate_json(self._notes.read_bytes())
            whole = self._part.stat().st_size >= notes.size
        except (OSError, ValidationError) as error:
            raise self._unusable(str(error)) from error
        if not whole:
            raise self._unusable("the file is shorter than it was")
        return notes

    def _refuse_other(self, terms: Terms) -> None:
        made_by = self._done.terms
        changed = [name for name in terms if made_by.get(name) != terms[name]]
        if changed:
            raise InputError(
                f"An interrupted run is in {self._part}; since then this has changed: "
                f"{', '.join(changed)}. Repeat it as it was to go on, or use --overwrite to start "
                "again."
            )

    def _unusable(self, why: str) -> StorageError:
        return StorageError(
            f"The interrupted run in {self._part} cannot go on: {why}. Use --overwrite to start "
            "again."
        )


def part_files(out: Path) -> tuple[Path, Path]:
    """Where an unfinished output is, and the notes on it."""
    return out.with_name(out.name + ".part"), out.with_name(out.name + ".part.json")


def unfinished(out: Path) -> bool:
    """Whether an interrupted run can go on."""
    return all(path.exists() for path in part_files(out))


def discard(out: Path) -> None:
    """Forget what is unfinished; a finished output stays until another takes its place.

    Raises:
        StorageError: it cannot be deleted.
    """
    with storage_errors(out):
        for path in part_files(out):
            path.unlink(missing_ok=True)


@contextmanager
def storage_errors(out: Path) -> Iterator[None]:
    """Translate what the system says about writing `out`."""
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"{out} cannot be written: {error.strerror}. Choose another place with --out."
        ) from error
