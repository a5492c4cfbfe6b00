"""The official files of GoEmotions (Demszky et al. 2020). Knows nothing of models.

train.tsv, dev.tsv, test.tsv   one comment a line: text, comma-separated label ids, comment id
emotions.txt                   the names behind the ids 0 to 27: 27 emotions, then neutral
"""

from __future__ import annotations

from pathlib import Path

from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.datasets.files import read_lines
from empathic_agent.errors import DataError
from empathic_agent.turn import Record

SOURCE = "https://github.com/google-research/google-research/tree/master/goemotions"
"""Address of the official data."""
LICENCE = "CC BY 4.0"


class Example(Record):
    """One Reddit comment and what its readers saw in it."""

    text: str
    labels: tuple[str, ...]
    """One or more of the 28 labels, in the order of the file."""
    id: str
    """Reddit's comment id."""


def load_goemotions(path: Path) -> list[Example]:
    """Read one part, e.g. `train.tsv`; if `emotions.txt` lies beside it, its order is checked.

    Raises:
        DataError: a file is missing or not in the official format; names the line.
    """
    names = load_taxonomy("goemotions").names
    _check_names(path.parent / "emotions.txt", names)
    return [
        _parse(line, names, f"{path}, line {number}")
        for number, line in enumerate(read_lines(path, "GoEmotions", SOURCE), start=1)
    ]


def _parse(line: str, names: tuple[str, ...], where: str) -> Example:
    fields = line.split("\t")
    if len(fields) != 3:
        raise DataError(
            f"{where}: got {len(fields)} tab-separated fields, expected 3: text, label ids, "
            "comment id."
        )
    text, ids, comment = fields
    return Example(text=text, labels=_labels(ids, names, where), id=comment)


def _labels(ids: str, names: tuple[str, ...], where: str) -> tuple[str, ...]:
    try:
        numbers = [int(part) for part in ids.split(",")]
    except ValueError as error:
        raise DataError(f"{where}: label ids are {ids!r}, expected e.g. '3' or '3,10'.") from error
    if not all(0 <= number < len(names) for number in numbers):
        raise DataError(f"{where}: label ids are {ids!r}, expected 0 to {len(names) - 1}.")
    return tuple(names[number] for number in numbers)


def _check_names(path: Path, names: tuple[str, ...]) -> None:
    if not path.is_file():
        return
    found = tuple(path.read_text("utf-8").split())
    if found != names:
        raise DataError(
            f"{path} lists {', '.join(found)}. Expected the official order: {', '.join(names)}."
        )
