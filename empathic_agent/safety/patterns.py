"""The patterns of the crisis gate: what they look like in their files, and how they are read.

Knows nothing of messages. Each file of the folder `patterns/` holds the patterns of one danger,
`lexicon.yaml` the words they share; the language of their lines is described in `grammar.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import Field, ValidationError, model_validator

from empathic_agent.errors import DataError
from empathic_agent.turn import Danger, Record, Stance

FOLDER = Path(__file__).parent / "patterns"


class Pattern(Record):
    """One way a danger is put into words."""

    name: str
    """Unique within the danger."""
    stance: Stance = Stance.DIRECT
    says: tuple[str, ...] = Field(min_length=1)
    """Phrases, any of which is the danger."""
    unless: tuple[str, ...] = ()
    """Contexts in which the words mean something harmless."""
    unsure: tuple[str, ...] = ()
    """Contexts in which the stance becomes `UNSURE`."""
    meets: tuple[str, ...] = Field(min_length=1)
    """Messages the gate must find this danger in, with this stance."""
    gently: tuple[str, ...] = ()
    """Messages the gate must find this danger in, with the stance `UNSURE`."""
    passes: tuple[str, ...] = Field(min_length=1)
    """Messages the gate must let pass."""


class PatternFile(Record):
    """All patterns of one danger."""

    danger: Danger
    slots: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Named lists of phrases, besides those of the lexicon."""
    unless: tuple[str, ...] = ()
    """Contexts that hold for every pattern of the file."""
    unsure: tuple[str, ...] = ()
    """Contexts that hold for every pattern of the file."""
    patterns: tuple[Pattern, ...] = Field(min_length=1)


class Lexicon(Record):
    """What the pattern files share."""

    censored: frozenset[str]
    """Words that people disguise with symbols or digits."""
    slots: dict[str, tuple[str, ...]]
    """Named lists of phrases."""


class PatternSet(Record):
    """Everything the gate looks for."""

    lexicon: Lexicon
    files: tuple[PatternFile, ...]

    @model_validator(mode="after")
    def _slots_differ(self) -> PatternSet:
        names = Counter(name for source in self._sources() for name in source.slots)
        twice = sorted(name for name, count in names.items() if count > 1)
        if twice:
            raise ValueError(f"slots named more than once: {', '.join(twice)}")
        return self

    def slots(self) -> dict[str, tuple[str, ...]]:
        """The slots of the lexicon and of all files."""
        return {name: lines for source in self._sources() for name, lines in source.slots.items()}

    def _sources(self) -> Sequence[Lexicon | PatternFile]:
        return (self.lexicon, *self.files)

    def lines(self) -> Iterator[str]:
        """Every phrase of every pattern."""
        for file in self.files:
            yield from file.unless
            yield from file.unsure
            for pattern in file.patterns:
                yield from (*pattern.says, *pattern.unless, *pattern.unsure)


@cache
def shipped_patterns() -> PatternSet:
    """The patterns that come with the package."""
    return read_patterns(FOLDER)


def read_patterns(folder: Path) -> PatternSet:
    """Read `lexicon.yaml` and, beside it, one file per danger.

    Raises:
        DataError: if a file is missing, is not YAML, or has an unknown or malformed field, or if
            two files name a slot alike.
    """
    names = [f"{danger.name.lower()}.yaml" for danger in Danger]
    files = tuple(_read(folder / name, PatternFile) for name in names)
    lexicon = _read(folder / "lexicon.yaml", Lexicon)
    try:
        return PatternSet(lexicon=lexicon, files=files)
    except ValidationError as error:
        raise DataError(f"the pattern files in {folder} contradict each other: {error}") from error


R = TypeVar("R", bound=Record)


def _read(path: Path, record: type[R]) -> R:
    try:
        content = yaml.load(path.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        return record.model_validate(content)
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise DataError(f"cannot read {path} as a {record.__name__}: {error}") from error
