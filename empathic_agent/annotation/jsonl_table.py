"""Tables as JSON Lines: one object a line. Knows nothing of emotion."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from empathic_agent.annotation.lines import lines
from empathic_agent.annotation.tables import Row, Value, refuse_taken
from empathic_agent.errors import DataError


class JsonlTable:
    """A `Table`: every line an object; a text that is null counts as empty.

    Args:
        path: the file.
        column: the key of the texts; every object must have it.
    """

    def __init__(self, path: Path, column: str) -> None:
        self._path = path
        self._column = column

    def rows(self) -> Iterator[Row[dict[str, Any]]]:
        """All objects; blank lines are none."""
        for where, fields in self._objects():
            yield Row(self._text(fields, where), fields)

    def refuse(self, added: Collection[str]) -> None:
        """Refuse keys of any object."""
        for where, fields in self._objects():
            refuse_taken(where, fields, added)

    def head(self, added: Iterable[str]) -> str:  # noqa: ARG002
        """Nothing: JSON Lines have no header."""
        return ""

    def line(self, row: Row[dict[str, Any]], added: Mapping[str, Value]) -> str:
        """The object with the new keys; None is null."""
        fields = row.fields | dict(added)
        line = json.dumps(fields, ensure_ascii=False)
        # Escaped half characters ("\\ud83d") are JSON but cannot be written as UTF-8.
        return (line if _is_utf8(line) else json.dumps(fields)) + "\n"

    def _objects(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each object, and where it stands."""
        for number, line in enumerate(lines(self._path), start=1):
            if line.strip():
                where = f"{self._path}, line {number},"
                yield where, self._parsed(line, where)

    def _parsed(self, line: str, where: str) -> dict[str, Any]:
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise DataError(f"{where} is no JSON: {error}. Expected one object a line.") from error
        if not isinstance(fields, dict):
            raise DataError(
                f"{where} holds a JSON {type(fields).__name__}, expected an object such as "
                f"{{{json.dumps(self._column)}: …}}."
            )
        return fields

    def _text(self, fields: dict[str, Any], where: str) -> str:
        if self._column not in fields:
            raise DataError(
                f"{where} has no {self._column!r}. Its keys: {', '.join(fields)}. Choose one with "
                "--text-column."
            )
        text = fields[self._column]
        if not isinstance(text, str | None):
            raise DataError(
                f"{where} has a {type(text).__name__} as {self._column!r}, expected text."
            )
        return text or ""


def _is_utf8(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
