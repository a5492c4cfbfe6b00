"""Emotion label sets and where each label lies in VAD space. Knows nothing of models or texts.

A label set is one file in `affect/taxonomies/`; adding a file adds a label set. Its fields:

    name      the name a detector puts in `Appraisal.taxonomy`; the file is called `<name>.yaml`
    neutral   the label for "no emotion", or nothing when the set has none
    sources   where the VAD points come from, each under a short key
    labels    in the official order: name, vad (valence, arousal, dominance in [-1, 1]), source
              (a key of `sources`) and, where the source rates words, the term that was looked up
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from empathic_agent.affect.vad import VAD
from empathic_agent.errors import DataError, InputError

FOLDER = Path(__file__).parent / "taxonomies"
"""The folder of the built-in label sets."""


class Label(BaseModel):
    """One emotion label and its point."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    vad: VAD
    source: str
    """Key of the taxonomy's `sources`: where `vad` comes from."""
    term: str | None = None
    """The word the source rated (or the terms that were averaged), where it differs from a
    definition."""

    @field_validator("vad", mode="before")
    @classmethod
    def _from_triple(cls, value: object) -> object:
        if isinstance(value, list) and len(value) == 3:
            return dict(zip(("valence", "arousal", "dominance"), value, strict=True))
        return value


class Taxonomy(BaseModel):
    """A closed set of emotion labels, each a point in VAD space."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    neutral: str | None
    """The label that means "no emotion"."""
    sources: dict[str, str]
    """Where points come from: short key to full reference."""
    labels: tuple[Label, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> Taxonomy:
        if len(set(self.names)) != len(self.names):
            raise ValueError("two labels have the same name")
        if self.neutral is not None and self.neutral not in self.names:
            raise ValueError(f"neutral is {self.neutral!r}, which is not among the labels")
        unknown = {label.source for label in self.labels} - self.sources.keys()
        if unknown:
            raise ValueError(f"labels name sources that are not listed: {sorted(unknown)}")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """The labels' names in the official order."""
        return tuple(label.name for label in self.labels)

    def vad(self, label: str) -> VAD:
        """The point of one label.

        Raises:
            InputError: the label is not in this set.
        """
        for candidate in self.labels:
            if candidate.name == label:
                return candidate.vad
        raise InputError(
            f"{label!r} is not a label of {self.name!r}. Choose one of: {', '.join(self.names)}."
        )

    def point(self, distribution: Mapping[str, float]) -> VAD:
        """The probability-weighted mean of the labels' points.

        Args:
            distribution: a non-negative weight per label; labels left out weigh nothing. The
                weights are divided by their sum.

        Raises:
            InputError: a label is unknown, a weight is negative, or all weights are 0.
        """
        total = sum(distribution.values())
        if not total > 0 or min(distribution.values()) < 0:
            raise InputError(
                f"Cannot average {self.name!r} points with weights {dict(distribution)}. Expected "
                "non-negative weights of which at least one is above 0."
            )
        points = [(self.vad(label).as_tuple(), w / total) for label, w in distribution.items()]
        return VAD.clamped(*(sum(p[axis] * w for p, w in points) for axis in range(3)))

    def nearest(self, vad: VAD) -> str:
        """The label whose point is closest to `vad`; the first of them when several are."""
        return min(self.labels, key=lambda label: label.vad.distance(vad)).name


def available() -> tuple[str, ...]:
    """Names of the built-in label sets."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def load_taxonomy(name: str) -> Taxonomy:
    """A built-in label set by name, e.g. "goemotions".

    Raises:
        InputError: there is no such set.
    """
    if name not in available():
        raise InputError(
            f"There is no label set {name!r}. Choose one of: {', '.join(available())}."
        )
    return read_taxonomy(FOLDER / f"{name}.yaml")


def read_taxonomy(path: Path) -> Taxonomy:
    """Read a label set from a YAML file; the fields are described at the top of this module.

    Raises:
        DataError: the file is missing or malformed.
    """
    import yaml

    try:
        return Taxonomy.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        raise DataError(
            f"{path} is not a usable label set: {error}. Expected the fields name, neutral, "
            "sources and labels as in affect/taxonomies/goemotions.yaml."
        ) from error
