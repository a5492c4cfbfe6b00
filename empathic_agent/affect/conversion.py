"""Distributions of one label set as distributions of another. Knows nothing of models or texts.

Each label hands its mass on in fixed shares, whatever the others weigh. The shares come from

1. a published mapping, if `affect/mappings/<source>--<target>.yaml` exists; or else from
2. VAD space: among the target's emotions, one at distance d gets a share in proportion to 1/d²
   (Shepard 1968; the memberships of fuzzy c-means with m = 2). An emotion whose very point the
   target has goes there whole. There is no scale to tune.

In VAD space neutral goes to neutral and nothing else does: a mixed feeling lies near the origin
and is still a feeling. Where the target has no neutral, it is spread evenly: it favours no emotion.

A mapping file has the fields

    source, target   names of the two label sets
    reference        where the mapping was published
    labels           for each target label the source labels that become it
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import inf
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from empathic_agent.affect.taxonomy import Taxonomy
from empathic_agent.affect.vad import VAD
from empathic_agent.errors import DataError, InputError

FOLDER = Path(__file__).parent / "mappings"
"""The folder of the published mappings."""

Shares = dict[str, float]
"""A share per target label; labels left out get none. Sums to 1."""


class PublishedMapping(BaseModel):
    """Which label of one set becomes which label of another, by a publication."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    target: str
    reference: str
    labels: dict[str, tuple[str, ...]]
    """Target label to source labels."""

    @model_validator(mode="after")
    def _unambiguous(self) -> PublishedMapping:
        listed = [label for labels in self.labels.values() for label in labels]
        if len(set(listed)) != len(listed):
            raise ValueError("a source label is listed twice")
        return self

    @property
    def goals(self) -> dict[str, str]:
        """Source label to target label."""
        return {label: goal for goal, labels in self.labels.items() for label in labels}


def convert(
    distribution: Mapping[str, float], source: Taxonomy, target: Taxonomy
) -> dict[str, float]:
    """A distribution over `source`, told in the labels of `target`.

    Args:
        distribution: a non-negative weight per label of `source`; labels left out weigh nothing.
            The weights are divided by their sum.
        source: the label set of `distribution`.
        target: the label set to convert to; the same one gives the same distribution.

    Returns:
        A probability for every label of `target`, in its order; they sum to 1.

    Raises:
        InputError: a label is unknown, a weight is negative, or all weights are 0.
        DataError: the mapping file for the two sets does not fit them.
    """
    total = _checked_sum(distribution, source)
    shares = _shares(source, target)
    converted = dict.fromkeys(target.names, 0.0)
    for label, weight in distribution.items():
        for goal, share in shares[label].items():
            converted[goal] += weight / total * share
    return converted


def published_mapping(source: str, target: str) -> PublishedMapping | None:
    """The published mapping between two label sets, by their names; None if there is none."""
    path = FOLDER / f"{source}--{target}.yaml"
    return read_mapping(path) if path.is_file() else None


@cache
def read_mapping(path: Path) -> PublishedMapping:
    """Read a mapping file; the fields are described at the top of this module.

    Raises:
        DataError: the file is missing or malformed.
    """
    import yaml

    try:
        return PublishedMapping.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        raise DataError(
            f"{path} is not a usable mapping: {error}. Expected the fields source, target, "
            "reference and labels as in affect/mappings/goemotions--ekman.yaml."
        ) from error


def _checked_sum(distribution: Mapping[str, float], source: Taxonomy) -> float:
    unknown = sorted(distribution.keys() - set(source.names))
    if unknown:
        raise InputError(
            f"{unknown} are no labels of {source.name!r}. Choose among: {', '.join(source.names)}."
        )
    total = sum(distribution.values())
    if not 0 < total < inf or min(distribution.values()) < 0:
        raise InputError(
            f"Cannot convert the weights {dict(distribution)}. Expected finite, non-negative "
            "weights of which at least one is above 0."
        )
    return total


def _shares(source: Taxonomy, target: Taxonomy) -> dict[str, Shares]:
    """The shares of every source label."""
    if source == target:
        return {name: {name: 1.0} for name in source.names}
    published = published_mapping(source.name, target.name)
    if published is not None:
        return _published_shares(published, source, target)
    return {
        label.name: _neutral_shares(target)
        if label.name == source.neutral
        else _near_shares(label.vad, target)
        for label in source.labels
    }


def _published_shares(
    mapping: PublishedMapping, source: Taxonomy, target: Taxonomy
) -> dict[str, Shares]:
    goals = mapping.goals
    if goals.keys() != set(source.names) or not mapping.labels.keys() <= set(target.names):
        raise DataError(
            f"The mapping {mapping.source}--{mapping.target} does not fit these label sets: "
            f"expected every label of {', '.join(source.names)} once, under labels among "
            f"{', '.join(target.names)}."
        )
    return {label: {goal: 1.0} for label, goal in goals.items()}


def _neutral_shares(target: Taxonomy) -> Shares:
    if target.neutral is not None:
        return {target.neutral: 1.0}
    return dict.fromkeys(target.names, 1.0 / len(target.names))


def _near_shares(point: VAD, target: Taxonomy) -> Shares:
    emotions = [label for label in target.labels if label.name != target.neutral]
    distances = {label.name: label.vad.distance(point) for label in emotions or target.labels}
    nearest = min(distances.values())
    # Over the nearest distance, so that no square is too small or too large for a float.
    weights = {
        name: (nearest / distance) ** 2 if nearest else float(distance == 0)
        for name, distance in distances.items()
    }
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}
