"""PELD (Wen et al. 2021) in its official TSV layout. Knows nothing of models.

Each row is three utterances in a row from "Friends", of speakers 1, 2 and 1 again, with an emotion
(Ekman's six and neutral) and a sentiment each, and the OCEAN traits of speaker 1, one of the six
main roles. Dialogues are not numbered; rows overlap, because a triple may start at any utterance.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from pydantic import Field, ValidationError

from empathic_agent.affect.personality import OCEAN
from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.datasets.files import read_lines
from empathic_agent.errors import DataError
from empathic_agent.turn import Record

SOURCE = "https://github.com/preke/PELD"
"""Address of the official data."""
LICENCE = "none stated"
COLUMNS = (
    "Speaker_1",
    "Speaker_2",
    "Personality",
    "Utterance_1",
    "Utterance_2",
    "Utterance_3",
    "Emotion_1",
    "Emotion_2",
    "Emotion_3",
    "Sentiment_1",
    "Sentiment_2",
    "Sentiment_3",
)
"""The official header."""


class Triple(Record):
    """Three utterances in a row; the first and the third are of the same speaker."""

    id: str
    """File name and line, "train-2": the official file numbers nothing."""
    speaker: str
    """Who speaks first and third."""
    partner: str
    """Who speaks second."""
    traits: OCEAN
    """Of the first speaker, as given: the fifth is neuroticism."""
    texts: tuple[str, ...] = Field(min_length=3, max_length=3)
    emotions: tuple[str, ...] = Field(min_length=3, max_length=3)
    """A label of "ekman" for each utterance."""


def load_peld(path: Path) -> tuple[Triple, ...]:
    """Read a file in the official layout: all of PELD or one part of it.

    Raises:
        DataError: the file is missing or not in the official format; names the line.
    """
    header, *rows = read_lines(path, "PELD", SOURCE)
    if tuple(header.split("\t")) != COLUMNS:
        raise DataError(
            f"{path}, line 1: expected the tab-separated header {', '.join(COLUMNS)}. "
            f"Get the official file from {SOURCE}."
        )
    return tuple(
        _triple(row.split("\t"), f"{path.stem}-{number}", f"{path}, line {number}")
        for number, row in enumerate(rows, start=2)
    )


def _triple(fields: Sequence[str], name: str, where: str) -> Triple:
    if len(fields) != len(COLUMNS):
        raise DataError(
            f"{where}: got {len(fields)} tab-separated fields, expected {len(COLUMNS)}: "
            f"{', '.join(COLUMNS)}."
        )
    speaker, partner, traits, *others = fields
    return Triple(
        id=name,
        speaker=speaker,
        partner=partner,
        traits=_traits(traits, where),
        texts=tuple(others[:3]),
        emotions=tuple(_emotion(label, where) for label in others[3:6]),
    )


def _traits(written: str, where: str) -> OCEAN:
    """From "[0.6, 0.48, 0.31, 0.46, 0.56]", in the order of the letters of OCEAN."""
    try:
        return OCEAN.model_validate(dict(zip(OCEAN.model_fields, json.loads(written), strict=True)))
    except (ValueError, TypeError, ValidationError) as error:
        raise DataError(
            f"{where}: Personality is {written!r}, expected five numbers from 0 to 1: "
            "[openness, conscientiousness, extraversion, agreeableness, neuroticism]."
        ) from error


def _emotion(label: str, where: str) -> str:
    known = load_taxonomy("ekman").names
    if label not in known:
        raise DataError(f"{where}: emotion is {label!r}, expected one of {', '.join(known)}.")
    return label
