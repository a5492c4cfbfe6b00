"""Tables of texts: which formats there are, and what each can do. Knows nothing of emotion."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from empathic_agent.errors import DataError, InputError

Value = str | float | int | None
Fields = TypeVar("Fields")


@dataclass(frozen=True, slots=True)
class Row(Generic[Fields]):
    """One row of a table."""

    text: str
    """What is to be labelled."""
    fields: Fields
    """All of the row, as the format keeps it."""


class Table(Protocol[Fields]):
    """A file of rows, one of whose columns holds texts. It is read row by row, never as a whole."""

    def rows(self) -> Iterator[Row[Fields]]:
        """All rows from the first one on.

        Raises:
            DataError: the file cannot be read, or a line is malformed; names the line.
        """
        ...

    def refuse(self, added: Collection[str]) -> None:
        """Refuse to add columns that are there already.

        Raises:
            DataError: one is.
        """
        ...

    def head(self, added: Iterable[str]) -> str:
        """What the output begins with when the columns `added` come after those of the input."""
        ...

    def line(self, row: Row[Fields], added: Mapping[str, Value]) -> str:
        """The row and what was added to it, as one record of the output with its line end."""
        ...


def open_table(path: Path, out: Path, column: str) -> Table[Any]:
    """The table in `path`, by its ending, whose texts are in `column`.

    Raises:
        InputError: it is no table that can be read, or `out` is of another kind.
        DataError: it cannot be read, or has no such column.
    """
    from empathic_agent.annotation.csv_table import CsvTable
    from empathic_agent.annotation.jsonl_table import JsonlTable

    kinds: dict[str, Callable[[], Table[Any]]] = {
        ".csv": lambda: CsvTable(path, column, ","),
        ".tsv": lambda: CsvTable(path, column, "\t"),
        ".jsonl": lambda: JsonlTable(path, column),
        ".ndjson": lambda: JsonlTable(path, column),
    }
    kind = path.suffix.lower()
    if kind not in kinds:
        raise InputError(
            f"{path} is no table by its name. Expected a file that ends in {', '.join(kinds)}."
        )
    if out.suffix.lower() != kind:
        raise InputError(f"The output {out} must end in {kind}, as the input {path} does.")
    return kinds[kind]()


def refuse_taken(where: str, present: Collection[str], added: Collection[str]) -> None:
    """Refuse to write columns that are there already.

    Raises:
        DataError: one is.
    """
    taken = [name for name in added if name in present]
    if taken:
        raise DataError(
            f"{where} already has {', '.join(taken)}. Choose other names for the new columns with "
            "--prefix, e.g. --prefix read_."
        )
