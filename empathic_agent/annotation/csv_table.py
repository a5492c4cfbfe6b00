"""Tables as CSV or TSV with a header. Knows nothing of emotion."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from empathic_agent.annotation.lines import lines
from empathic_agent.annotation.tables import Row, Value, refuse_taken
from empathic_agent.errors import DataError


class CsvTable:
    """A `Table`: RFC 4180, UTF-8 with or without a byte order mark, the first row a header.

    Args:
        path: the file.
        column: which column holds the texts.
        delimiter: what parts the fields.

    Raises:
        DataError: the file cannot be read, is empty, or has no such column.
    """

    def __init__(self, path: Path, column: str, delimiter: str) -> None:
        self._path = path
        self._delimiter = delimiter
        self._columns = self._header()
        there = self._columns.count(column)
        if there != 1:
            raise DataError(
                f"{path} has {there or 'no'} columns called {column!r}, expected one. "
                f"Its columns: {', '.join(self._columns)}. Choose one with --text-column."
            )
        self._place = self._columns.index(column)

    def rows(self) -> Iterator[Row[list[str]]]:
        """All rows after the header; blank lines are none."""
        records = self._records()
        next(records, None)
        for number, fields in records:
            if len(fields) != len(self._columns):
                raise DataError(
                    f"{self._path}, line {number}: got {len(fields)} fields, expected "
                    f"{len(self._columns)} as in the header. A field with a delimiter, a quotation "
                    "mark or a line break must stand in quotation marks."
                )
            yield Row(fields[self._place], fields)

    def refuse(self, added: Collection[str]) -> None:
        """Refuse columns of the header."""
        refuse_taken(f"{self._path}", self._columns, added)

    def head(self, added: Iterable[str]) -> str:
        """The header with the new columns."""
        return self._line([*self._columns, *added])

    def line(self, row: Row[list[str]], added: Mapping[str, Value]) -> str:
        """The row with the new fields; None is an empty one."""
        return self._line([*row.fields, *added.values()])

    def _header(self) -> list[str]:
        for _, fields in self._records():
            return fields
        raise DataError(f"{self._path} is empty. Expected a header with the names of the columns.")

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        """Each record that is not blank, with the number of its last line."""
        reader = csv.reader(lines(self._path), delimiter=self._delimiter, strict=True)
        try:
            for fields in reader:
                if fields:
                    yield reader.line_num, fields
        except csv.Error as error:
            raise DataError(
                f"{self._path}, line {reader.line_num}, is no CSV: {error}. Expected fields parted "
                f"by {self._delimiter!r}, with quotation marks doubled inside quoted ones."
            ) from error

    def _line(self, fields: Iterable[Value]) -> str:
        record = io.StringIO()
        # The writer quotes what its line end holds, so only this one has lone "\r" quoted too.
        csv.writer(record, delimiter=self._delimiter, lineterminator="\r\n").writerow(fields)
        return record.getvalue().removesuffix("\r\n") + "\n"
