"""EmoBank (Buechel & Hahn 2017) in its official CSV layout. Knows nothing of models.

emobank.csv   one sentence a row: id, split, V, A, D, text; valence, arousal and dominance are means
              of several raters on a scale from 1 to 5 with 3 as neutral
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

from empathic_agent.affect.vad import VAD
from empathic_agent.datasets.files import read_text
from empathic_agent.errors import DataError
from empathic_agent.turn import Record

SOURCE = "https://github.com/JULIELab/EmoBank"
"""Address of the official data."""
LICENCE = "CC BY-SA 4.0"
COLUMNS = ("id", "split", "V", "A", "D", "text")
"""The official header."""


class Sentence(Record):
    """One sentence and how it was rated."""

    id: str
    split: str
    """Which part it belongs to: "train", "dev" or "test"."""
    text: str
    vad: VAD
    """The mean rating, brought from [1, 5] to [-1, 1]."""


def load_emobank(path: Path) -> tuple[Sentence, ...]:
    """Read a file in the official layout: all of EmoBank or one part of it.

    Raises:
        DataError: the file is missing or not in the official format; names the line.
    """
    text = read_text(path, "EmoBank", SOURCE)
    reader = csv.DictReader(StringIO(text, newline=""), strict=True)
    try:
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise DataError(f"{path}, line 1: expected the header {','.join(COLUMNS)}.")
        return tuple(_sentence(row, f"{path}, line {reader.line_num}") for row in reader)
    except csv.Error as error:
        raise DataError(
            f"{path}, line {reader.reader.line_num}: {error}. Get the official file from {SOURCE}."
        ) from error


def _sentence(row: Mapping[str, str], where: str) -> Sentence:
    if None in row or None in row.values():
        raise DataError(f"{where}: expected {len(COLUMNS)} fields: {', '.join(COLUMNS)}.")
    valence, arousal, dominance = (_centred(axis, row[axis], where) for axis in "VAD")
    return Sentence(
        id=row["id"],
        split=row["split"],
        text=row["text"],
        vad=VAD(valence=valence, arousal=arousal, dominance=dominance),
    )


def _centred(axis: str, rating: str, where: str) -> float:
    """From [1, 5] to [-1, 1]."""
    try:
        value = float(rating)
    except ValueError:
        value = 0.0
    if not 1.0 <= value <= 5.0:
        raise DataError(f"{where}: {axis} is {rating!r}, expected a number from 1 to 5.")
    return (value - 3.0) / 2.0
