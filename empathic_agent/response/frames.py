"""Frames: hand-written replies with gaps, and how they are loaded. Knows nothing of choosing one.

They are data (`frames/*.yaml`); `frames/README.md` says how to write one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from string import Formatter

import yaml
from pydantic import Field, ValidationError, field_validator, model_validator

from empathic_agent.errors import DataError
from empathic_agent.persona import Manner
from empathic_agent.response.colour import Colour
from empathic_agent.response.kinds import Kind
from empathic_agent.response.slots import Slot
from empathic_agent.response.themes import Theme
from empathic_agent.response.wording import Family
from empathic_agent.strategy.strategies import Stage, Strategy
from empathic_agent.turn import Record


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a frame: fixed text and the gap after it, if there is one."""

    fixed: str
    slot: Slot | None


class Frame(Record):
    """One reply with gaps, and where it fits. An empty set fits everywhere."""

    text: str = Field(min_length=1)
    kind: Kind = Kind.TALK
    strategies: frozenset[Strategy] = frozenset()
    families: frozenset[Family] = frozenset()
    manners: frozenset[Manner] = frozenset()
    themes: frozenset[Theme] = frozenset()
    stages: frozenset[Stage] = frozenset()
    colours: frozenset[Colour] = frozenset()

    @field_validator("text")
    @classmethod
    def _slots_exist(cls, text: str) -> str:
        for _, name, spec, conversion in Formatter().parse(text):
            if name is not None and (name not in set(Slot) or spec or conversion):
                raise ValueError(
                    f"got gap {{{name}}} in {text!r}; expected one of {', '.join(Slot)}"
                )
        return text

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The text cut at its gaps."""
        return tuple(
            Part(fixed, Slot(name) if name else None)
            for fixed, name, _, _ in Formatter().parse(self.text)
        )

    @cached_property
    def slots(self) -> frozenset[Slot]:
        """The gaps to fill."""
        return frozenset(part.slot for part in self.parts if part.slot)

    @cached_property
    def opening(self) -> str:
        """The first two words, to notice replies that start alike."""
        return " ".join(self.text.split()[:2])

    def fill(self, words: Mapping[Slot, str]) -> str:
        """The reply: gaps filled, the first word of each sentence with a capital.

        Raises:
            KeyError: `words` lacks a slot this frame has.
        """
        reply = ""
        for part in self.parts:
            reply += part.fixed
            if part.slot:
                filling = words[part.slot]
                starts = not reply or reply.endswith((". ", "? ", "! "))
                reply += filling[:1].upper() + filling[1:] if starts else filling
        return reply

    def made(self, reply: str) -> bool:
        """Whether `reply` came from this frame: it starts alike, and the fixed pieces follow."""
        first, *others = self.parts
        if not reply.startswith(first.fixed):
            return False
        position = len(first.fixed)
        for part in others:
            position = reply.find(part.fixed, position)
            if position < 0:
                return False
            position += len(part.fixed)
        return True


class Group(Record):
    """Frames that fit the same places, as they stand in a file."""

    strategies: frozenset[Strategy] = frozenset()
    families: frozenset[Family] = frozenset()
    manners: frozenset[Manner] = frozenset()
    themes: frozenset[Theme] = frozenset()
    stages: frozenset[Stage] = frozenset()
    colours: frozenset[Colour] = frozenset()
    frames: tuple[str, ...] = Field(min_length=1)


class FrameFile(Record):
    """One file: all frames of a strategy, or of a kind of message that is not talk."""

    strategy: Strategy | None = None
    kind: Kind = Kind.TALK
    groups: tuple[Group, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _talk_has_a_strategy(self) -> FrameFile:
        if (self.kind is Kind.TALK) != (self.strategy is not None):
            raise ValueError("a file has either a strategy, or a kind other than talk")
        return self

    def expanded(self) -> list[Frame]:
        """The frames, each with all that its group and file say of it."""
        own = frozenset({self.strategy}) if self.strategy else frozenset[Strategy]()
        return [
            Frame(
                text=text,
                kind=self.kind,
                strategies=own | group.strategies,
                **group.model_dump(exclude={"frames", "strategies"}),
            )
            for group in self.groups
            for text in group.frames
        ]


def load_frames(folder: Path) -> tuple[Frame, ...]:
    """All frames of the files in `folder`.

    Raises:
        DataError: there are none, or a file is not of this form.
    """
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise DataError(f"got no *.yaml in {folder}; expected frame files. Check the folder.")
    return tuple(frame for file in files for frame in _read(file))


@cache
def built_in_frames() -> tuple[Frame, ...]:
    """The frames that ship with the package."""
    return load_frames(Path(__file__).parent / "frames")


@cache
def frames_for(kind: Kind, strategies: frozenset[Strategy]) -> tuple[Frame, ...]:
    """The built-in frames for a kind of message; for talk, those of one of the strategies."""
    return tuple(
        frame
        for frame in built_in_frames()
        if frame.kind is kind and (kind is not Kind.TALK or frame.strategies & strategies)
    )


def _read(file: Path) -> list[Frame]:
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        return FrameFile.model_validate(content).expanded()
    except (yaml.YAMLError, ValidationError) as error:
        raise DataError(
            f"{file}: expected a frame file as frames/README.md describes it; got: {error}"
        ) from error
