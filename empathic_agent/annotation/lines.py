"""The lines of a UTF-8 file, one at a time. Knows no format."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from empathic_agent.errors import DataError

BOM = "\ufeff"


def lines(path: Path) -> Iterator[str]:
    """The lines of the file, ends included, without a byte order mark.

    They end at a line feed only: texts hold other characters `splitlines` would split at.

    Raises:
        DataError: while it is read, when the file cannot be or is not UTF-8; names the line.
    """
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                text = _decoded(line, f"{path}, line {number}")
                yield text.removeprefix(BOM) if number == 1 else text
    except OSError as error:
        raise DataError(f"Cannot read {path}: {error.strerror}. Expected a table.") from error


def _decoded(line: bytes, where: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(
            f"{where}, is not UTF-8 ({error.reason} at byte {error.start + 1}). Save the file as "
            "UTF-8 and try again."
        ) from error
