"""Whose labels are whose: a classifier's own labels and those of a label set. Knows no models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import field_validator, model_validator

from empathic_agent.affect.taxonomy import available, load_taxonomy
from empathic_agent.errors import ModelError
from empathic_agent.turn import Record


class LabelMap(Record):
    """Where each label of a classifier belongs. Capitals in its labels do not matter."""

    taxonomy: str
    """Name of a built-in label set, e.g. "ekman"."""
    labels: dict[str, str | None]
    """The classifier's label to one of the taxonomy, or to None: not looked at. Several may go to
    one; labels that the classifier does not have do no harm."""

    @field_validator("labels")
    @classmethod
    def _without_capitals(cls, labels: dict[str, str | None]) -> dict[str, str | None]:
        return {label.casefold(): target for label, target in labels.items()}

    @model_validator(mode="after")
    def _known(self) -> LabelMap:
        if self.taxonomy not in available():
            raise ValueError(f"there is no label set {self.taxonomy!r}; use one of {available()}")
        names = load_taxonomy(self.taxonomy).names
        unknown = sorted({label for label in self.labels.values() if label} - set(names))
        if unknown:
            raise ValueError(f"{unknown} are not labels of {self.taxonomy!r}; use {names}")
        return self

    def targets(self, labels: Sequence[str]) -> tuple[str | None, ...]:
        """Where each of a classifier's `labels` belongs, in their order.

        Raises:
            ModelError: a label is not in the map, or fewer than two are to be looked at.
        """
        unmapped = [label for label in labels if label.casefold() not in self.labels]
        if unmapped:
            raise ModelError(
                f"The classifier's labels {', '.join(unmapped)} are not in the label map, which "
                f"has {', '.join(self.labels)}. Add them; null leaves a label out."
            )
        targets = tuple(self.labels[label.casefold()] for label in labels)
        if len({target for target in targets if target}) < 2:
            raise ModelError(
                f"The labels {', '.join(labels)} map to {targets}. Expected at least two emotions."
            )
        return targets


def matching(labels: Sequence[str]) -> LabelMap:
    """The map to the smallest label set that has all of `labels`; the first by name if several.

    Raises:
        ModelError: no label set has them all.
    """
    sets = [load_taxonomy(name) for name in available()]
    for taxonomy in sorted(sets, key=lambda candidate: len(candidate.names)):
        known = {name.casefold(): name for name in taxonomy.names}
        if all(label.casefold() in known for label in labels):
            return LabelMap(
                taxonomy=taxonomy.name, labels={label: known[label.casefold()] for label in labels}
            )
    raise ModelError(
        f"The classifier's labels are {', '.join(labels)}; no label set has them all (there are "
        f"{', '.join(available())}). Write a classifier file that maps them, see "
        "docs/detectors.md, and name it: 'transformers:my-classifier.yaml'."
    )


_LEIA = LabelMap(
    taxonomy="leia",
    labels={
        "happiness": "happiness",
        "joy": "happiness",
        "affection": "affection",
        "sadness": "sadness",
        "anger": "anger",
        "fear": "fear",
    },
)
"""Aroyehun et al. (2023); the model cards say "joy" where the paper says "happiness"."""


def _as_they_are(taxonomy: str) -> LabelMap:
    return LabelMap(
        taxonomy=taxonomy, labels={name: name for name in load_taxonomy(taxonomy).names}
    )


def known_maps() -> Mapping[str, LabelMap]:
    """Label maps of well-known classifiers by hub id in small letters."""
    return {
        "leia/leia-base": _LEIA,
        "leia/leia-large": _LEIA,
        "leia/leia-multilingual": _LEIA,
        "samlowe/roberta-base-go_emotions": _as_they_are("goemotions"),
        "j-hartmann/emotion-english-distilroberta-base": _as_they_are("ekman"),
    }
