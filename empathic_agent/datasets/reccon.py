"""RECCON (Poria et al. 2021), causes of emotions in dialogues. Knows nothing of features or models.

dailydialog_train.json, ...   one JSON object: dialogue id to a list of dialogues, each a list of
                              utterances; one with an emotion names the turns that are its causes
                              and the words in them, or "b" for something that nobody said
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from empathic_agent.datasets.files import read_text
from empathic_agent.errors import DataError
from empathic_agent.turn import Dialogue, Record, Speaker, Utterance

SOURCE = "https://github.com/declare-lab/RECCON"
"""Address of the official data."""
LICENCE = "none stated; DailyDialog, which it annotates: CC BY-NC-SA 4.0"
NEUTRAL = "neutral"
"""The emotion of an utterance that has none."""
BACKGROUND = "b"
"""The evidence for a cause that lies outside the dialogue."""


class Evidence(Record):
    """Words that were annotated as a cause."""

    turn: int | None
    """Number of the turn they are from; None: something that nobody said."""
    span: str
    """The words as they stand in that turn; empty where the file gives none."""


class Line(Record):
    """One utterance of a dialogue."""

    turn: int
    """Its number, as the file counts; the official files count from 1."""
    speaker: str
    text: str
    emotion: str
    """As the file spells it: "happiness", "neutral", and now and then "happy" or "excited"."""
    evidence: tuple[Evidence, ...]
    """What brought the emotion about; empty where nothing is annotated."""


class Conversation(Record):
    """One dialogue of two people."""

    id: str
    lines: tuple[Line, ...]


class Target(Record):
    """An utterance with an emotion, what went before it, and which of this was the cause."""

    id: str
    """Dialogue and turn number, "tr_4466:8"."""
    dialogue: Dialogue
    """Up to and including the utterance. Whoever utters it is the seeker."""
    emotion: str
    causes: tuple[int, ...]
    """Places in `dialogue.utterances`, ascending, at least one; the utterance may be its own."""


def load_reccon(path: Path) -> tuple[Conversation, ...]:
    """Read one part, e.g. `dailydialog_valid.json`.

    Raises:
        DataError: the file is missing or not in the official layout; names dialogue and key.
    """
    try:
        raw = _FILE.validate_json(read_text(path, "RECCON", SOURCE))
    except ValidationError as error:
        raise DataError(_complaint(path, error)) from error
    return tuple(
        Conversation(
            id=name if len(dialogues) == 1 else f"{name}-{number}",
            lines=tuple(line.record() for line in dialogue),
        )
        for name, dialogues in raw.items()
        for number, dialogue in enumerate(dialogues, start=1)
    )


def targets(conversation: Conversation) -> Iterator[Target]:
    """Every utterance with an emotion and a cause in the dialogue so far, first to last.

    Left out are utterances whose only causes are "b", were uttered later or do not exist.
    """
    places = {line.turn: place for place, line in enumerate(conversation.lines)}
    for place, line in enumerate(conversation.lines):
        found = {places[e.turn] for e in line.evidence if e.turn in places}
        causes = tuple(sorted(cause for cause in found if cause <= place))
        if line.emotion != NEUTRAL and causes:
            yield Target(
                id=f"{conversation.id}:{line.turn}",
                dialogue=_seen_by(line.speaker, conversation.lines[: place + 1]),
                emotion=line.emotion,
                causes=causes,
            )


def _seen_by(seeker: str, lines: tuple[Line, ...]) -> Dialogue:
    return Dialogue(
        utterances=tuple(
            Utterance(
                speaker=Speaker.SEEKER if line.speaker == seeker else Speaker.SUPPORTER,
                text=line.text,
            )
            for line in lines
        )
    )


class _RawLine(BaseModel):
    turn: int
    speaker: str
    utterance: str
    emotion: str
    evidence: list[int | Literal["b"]] = Field([], alias="expanded emotion cause evidence")
    spans: list[str] = Field([], alias="expanded emotion cause span")

    def record(self) -> Line:
        return Line(
            turn=self.turn,
            speaker=self.speaker,
            text=self.utterance.strip(),
            emotion=self.emotion.strip(),
            evidence=tuple(
                Evidence(turn=None if turn == BACKGROUND else turn, span=span)
                for turn, span in zip(self.evidence, chain(self.spans, repeat("")), strict=False)
            ),
        )


_FILE = TypeAdapter(dict[str, list[list[_RawLine]]])


def _complaint(path: Path, error: ValidationError) -> str:
    first = error.errors()[0]
    if not first["loc"]:
        return f"{path} is not RECCON: {first['msg']}. Expected a JSON object of dialogues."
    dialogue, *keys = first["loc"]
    where = ".".join(str(part) for part in keys) or "the dialogue itself"
    return (
        f"{path} is not in RECCON's official layout: dialogue {dialogue!r}, {where} (counted from "
        f"0): {first['msg']}, got {str(first['input'])[:80]!r}. "
        f"Get the official file from {SOURCE}."
    )
