"""The official CSV files of EmpatheticDialogues (Rashkin et al. 2019). Knows nothing of models.

train.csv, valid.csv, test.csv   one utterance a line, the conversations one after the other

The files quote nothing: a quotation mark is part of the text, a comma in a text is `_comma_`. Lines
may hold further fields behind `tags` (the test part lists candidates there); they are not read.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.datasets.files import read_lines
from empathic_agent.errors import DataError
from empathic_agent.turn import Record, Speaker, Utterance

SOURCE = "https://github.com/facebookresearch/EmpatheticDialogues"
"""Address of the official data."""
LICENCE = "CC BY-NC 4.0"
COLUMNS = (
    "conv_id", "utterance_idx", "context", "prompt", "speaker_idx", "utterance", "selfeval", "tags"
)  # fmt: skip
"""The official header."""


class SituationText(StrEnum):
    """Which text of a conversation tells the situation."""

    SITUATION = "situation"
    """The description that was written beforehand."""
    DIALOGUE = "dialogue"
    """The teller's first utterance."""


class Conversation(Record):
    """One person tells another of a situation."""

    id: str
    emotion: str
    """What the situation was written for: one of the 32 labels."""
    situation: str
    """How the teller described it beforehand; the listener did not see it."""
    utterances: tuple[Utterance, ...]
    """At least one; the teller, who speaks first, is the seeker."""

    def text(self, which: SituationText) -> str:
        """The situation in the teller's words."""
        if which is SituationText.SITUATION:
            return self.situation
        return self.utterances[0].text


class _Row(Record):
    conversation: str
    emotion: str
    situation: str
    speaker: str
    text: str


def load_empathetic_dialogues(path: Path) -> tuple[Conversation, ...]:
    """Read one part, e.g. `valid.csv`, with its commas restored and white space around texts cut.

    Raises:
        DataError: the file is missing or not in the official format; names the line.
    """
    rows = groupby(_rows(path), key=lambda row: row.conversation)
    return tuple(_conversation(list(group)) for _, group in rows)


def _rows(path: Path) -> Iterator[_Row]:
    emotions = load_taxonomy("empathetic-dialogues").names
    reader = csv.reader(
        read_lines(path, "EmpatheticDialogues", SOURCE), quoting=csv.QUOTE_NONE, strict=True
    )
    try:
        if tuple(next(reader, ())) != COLUMNS:
            raise DataError(f"{path}, line 1: expected the header {','.join(COLUMNS)}.")
        for fields in reader:
            yield _row(fields, emotions, f"{path}, line {reader.line_num}")
    except csv.Error as error:
        raise DataError(f"{path}, line {reader.line_num}: {error}.") from error


def _row(fields: list[str], emotions: tuple[str, ...], where: str) -> _Row:
    if len(fields) < len(COLUMNS):
        raise DataError(
            f"{where}: got {len(fields)} comma-separated fields, expected at least "
            f"{len(COLUMNS)}: {', '.join(COLUMNS)}."
        )
    cells: Mapping[str, str] = dict(zip(COLUMNS, map(_text, fields), strict=False))
    if cells["context"] not in emotions:
        raise DataError(
            f"{where}: context is {cells['context']!r}, expected one of {', '.join(emotions)}."
        )
    return _Row(
        conversation=cells["conv_id"],
        emotion=cells["context"],
        situation=cells["prompt"],
        speaker=cells["speaker_idx"],
        text=cells["utterance"],
    )


def _text(field: str) -> str:
    return field.replace("_comma_", ",").strip()


def _conversation(rows: list[_Row]) -> Conversation:
    first = rows[0]
    return Conversation(
        id=first.conversation,
        emotion=first.emotion,
        situation=first.situation,
        utterances=tuple(
            Utterance(
                speaker=Speaker.SEEKER if row.speaker == first.speaker else Speaker.SUPPORTER,
                text=row.text,
            )
            for row in rows
        ),
    )
