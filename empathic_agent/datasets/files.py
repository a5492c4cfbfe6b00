"""Reads a data set's text file, and says which data set it was. Knows nothing of their formats."""

from __future__ import annotations

from pathlib import Path

from empathic_agent.errors import DataError


def read_text(path: Path, name: str, source: str) -> str:
    """The whole file, its line ends as they are.

    Args:
        path: the file.
        name: the data set, for the error message.
        source: address of the official data, for the error message.

    Raises:
        DataError: the file cannot be read or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(
            f"Cannot read {name} from {path}: {error}. Expected the official UTF-8 file; it can be "
            f"had from {source}."
        ) from error


def read_lines(path: Path, name: str, source: str) -> list[str]:
    """The file's lines, which end at a line feed only: texts hold all other characters at which
    `str.splitlines` would split.

    Raises:
        DataError: the file cannot be read or is not UTF-8.
    """
    text = read_text(path, name, source)
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]
