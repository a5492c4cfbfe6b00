"""ESConv in its official JSON layout. Knows nothing of features, models or scores.

Liu et al. (2021), "Towards Emotional Support Dialog Systems". The file is one JSON list of
conversations; every supporter message is annotated with one of the eight strategies.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

from empathic_agent.errors import DataError
from empathic_agent.strategy.strategies import Strategy
from empathic_agent.turn import Dialogue, Record, Speaker, Utterance

SOURCE = "https://github.com/thu-coai/Emotional-Support-Conversation"
"""Address of the official data."""
LICENCE = "CC BY-NC 4.0"


class Conversation(Record):
    """One conversation between a seeker and a supporter."""

    id: str
    """File name and position, "train-17": the official file numbers nothing."""
    situation: str | None
    """What the seeker wrote about it beforehand; None where the file leaves it out."""
    emotion: str
    """One of ESConv's eleven emotions, as the file spells it."""
    problem: str
    """The kind of problem, as the file spells it."""
    utterances: tuple[Utterance, ...]


class SupporterTurn(Record):
    """One decision of a supporter: what was known, what was done, what was said."""

    before: Dialogue
    """Everything before the turn and nothing of it; empty when the supporter speaks first."""
    strategy: Strategy
    text: str


def load_esconv(path: Path) -> tuple[Conversation, ...]:
    """Read a file in the official layout; texts lose the white space around them.

    Speakers are "seeker" and "supporter", in older files "usr" and "sys".

    Raises:
        DataError: the file is missing, is not JSON, or a conversation lacks a key or has an
            unknown speaker or strategy; the message says which conversation and which key.
    """
    try:
        raw = _FILE.validate_json(path.read_bytes())
    except OSError as error:
        raise DataError(
            f"Cannot read ESConv from {path}: {error.strerror}. Expected a JSON file in the "
            f"official layout; get it from {SOURCE}."
        ) from error
    except ValidationError as error:
        raise DataError(_complaint(path, error)) from error
    return tuple(c.record(f"{path.stem}-{i}") for i, c in enumerate(raw))


def supporter_turns(conversation: Conversation) -> Iterator[SupporterTurn]:
    """Every supporter message that has a strategy, oldest first, with what went before it."""
    for i, utterance in enumerate(conversation.utterances):
        if utterance.strategy is not None:
            yield SupporterTurn(
                before=Dialogue(utterances=conversation.utterances[:i]),
                strategy=utterance.strategy,
                text=utterance.text,
            )


def _speaker(name: Any) -> Any:
    return {"usr": Speaker.SEEKER, "sys": Speaker.SUPPORTER}.get(name, name)


_Stripped = Annotated[str, StringConstraints(strip_whitespace=True)]


class _RawAnnotation(BaseModel):
    strategy: Strategy | None = None


class _RawUtterance(BaseModel):
    speaker: Annotated[Speaker, BeforeValidator(_speaker)]
    content: _Stripped
    annotation: _RawAnnotation = Field(default_factory=_RawAnnotation)

    def record(self) -> Utterance:
        supports = self.speaker is Speaker.SUPPORTER
        strategy = self.annotation.strategy if supports else None
        return Utterance(speaker=self.speaker, text=self.content, strategy=strategy)


class _RawConversation(BaseModel):
    situation: _Stripped | None = None
    emotion_type: _Stripped
    problem_type: _Stripped
    dialog: list[_RawUtterance]

    def record(self, name: str) -> Conversation:
        return Conversation(
            id=name,
            situation=self.situation,
            emotion=self.emotion_type,
            problem=self.problem_type,
            utterances=tuple(u.record() for u in self.dialog),
        )


_FILE = TypeAdapter(list[_RawConversation])


def _complaint(path: Path, error: ValidationError) -> str:
    first = error.errors()[0]
    if not first["loc"]:
        return f"{path} is not ESConv: {first['msg']}. Expected a JSON list of conversations."
    index, *keys = first["loc"]
    key = ".".join(str(part) for part in keys) or "the conversation itself"
    return (
        f"{path} is not in ESConv's official layout: conversation {index} (counted from 0), key "
        f"{key!r}: {first['msg']}, got {str(first['input'])[:80]!r}. "
        f"Get the official file from {SOURCE}."
    )
