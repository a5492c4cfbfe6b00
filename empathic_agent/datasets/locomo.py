"""LoCoMo (Maharana et al. 2024), long conversations and questions about them. Knows no retrieval.

locomo10.json   a list of conversations: sessions of turns, each session with its date, and
                questions that name the turns in which the answer stands

Evidence is written by hand in the official file; "D8:6; D9:17", "D:11:26" and "D30:05" are read as
what they mean. What names no turn of the conversation is not evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from empathic_agent.datasets.files import read_text
from empathic_agent.errors import DataError
from empathic_agent.turn import Record

SOURCE = "https://github.com/snap-research/locomo"
"""Address of the official data."""
LICENCE = "CC BY-NC 4.0"

CATEGORIES = {1: "multi-hop", 2: "temporal", 3: "open-domain", 4: "single-hop", 5: "adversarial"}
"""What the paper calls the kinds of questions, by their numbers in the file."""
DATE = "%I:%M %p on %d %B, %Y"
"""How the official file writes dates: "1:56 pm on 8 May, 2023"."""

_SESSION = re.compile(r"session_(\d+)")
_EVIDENCE = re.compile(r"D:?(\d+):(\d+)")


class Turn(Record):
    """What one of the two said."""

    id: str
    """Session and place in it: "D3:12"."""
    session: int
    at: datetime
    """When the session began. The file knows no time zones; it is taken for UTC."""
    speaker: str
    text: str
    picture: str | None = None
    """What a picture shows that was sent along."""

    @property
    def told(self) -> str:
        """The text, with a picture put into words."""
        return f"{self.text} [picture: {self.picture}]" if self.picture else self.text


class Question(Record):
    """A question about a conversation."""

    text: str
    category: str
    evidence: tuple[str, ...]
    """Ids of the turns in which the answer stands, without repetitions; empty: none is usable."""


class Conversation(Record):
    """A long conversation over many sessions."""

    id: str
    turns: tuple[Turn, ...]
    """In the order in which they were said."""
    questions: tuple[Question, ...]


def load_locomo(path: Path) -> tuple[Conversation, ...]:
    """Read one file, e.g. `locomo10.json`.

    Raises:
        DataError: the file is missing or not in the official layout; names the conversation.
    """
    try:
        samples = _FILE.validate_json(read_text(path, "LoCoMo", SOURCE))
        return tuple(_conversation(sample) for sample in samples)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise DataError(
            f"{path} is not in LoCoMo's official layout: {where}: {first['msg']}, "
            f"got {str(first['input'])[:80]!r}. Get the official file from {SOURCE}."
        ) from error
    except ValueError as error:
        raise DataError(
            f"{path} is not in LoCoMo's official layout: {error}. Expected dates such as "
            f"'1:56 pm on 8 May, 2023'. Get the official file from {SOURCE}."
        ) from error


def evidence_ids(evidence: list[str], known: frozenset[str]) -> tuple[str, ...]:
    """The turns that hand-written `evidence` names, as far as they are `known`, in its order."""
    named = (f"D{int(s)}:{int(t)}" for text in evidence for s, t in _EVIDENCE.findall(text))
    return tuple(dict.fromkeys(turn for turn in named if turn in known))


class _RawTurn(BaseModel):
    dia_id: str
    speaker: str
    text: str
    blip_caption: str | None = None


class _RawQuestion(BaseModel):
    question: str
    category: int
    evidence: list[str] = []


class _RawSample(BaseModel):
    sample_id: str
    conversation: dict[str, Any]
    qa: list[_RawQuestion] = Field(default_factory=list)


_FILE = TypeAdapter(list[_RawSample])
_TURNS = TypeAdapter(list[_RawTurn])


def _conversation(sample: _RawSample) -> Conversation:
    turns = tuple(_turns(sample.conversation))
    known = frozenset(turn.id for turn in turns)
    return Conversation(
        id=sample.sample_id,
        turns=turns,
        questions=tuple(
            Question(
                text=raw.question,
                category=CATEGORIES.get(raw.category, f"category {raw.category}"),
                evidence=evidence_ids(raw.evidence, known),
            )
            for raw in sample.qa
        ),
    )


def _turns(conversation: Mapping[str, Any]) -> Iterator[Turn]:
    numbers = sorted(int(m[1]) for key in conversation if (m := _SESSION.fullmatch(key)))
    for number in numbers:
        at = _date(conversation.get(f"session_{number}_date_time"))
        for raw in _TURNS.validate_python(conversation[f"session_{number}"]):
            yield Turn(
                id=raw.dia_id,
                session=number,
                at=at,
                speaker=raw.speaker,
                text=raw.text.strip(),
                picture=raw.blip_caption,
            )


def _date(text: Any) -> datetime:
    """A date as the file writes it, or ISO 8601 for data of one's own in this layout."""
    try:
        at = datetime.strptime(str(text), DATE)
    except ValueError:
        at = datetime.fromisoformat(str(text))
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at
