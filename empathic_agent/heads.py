"""Small trained heads on disk: weights, manifest, model card. Knows nothing of what they predict.

A head is a folder with three files: `weights.safetensors` (arrays), `manifest.json` (what it is and
where it comes from, checked when it is loaded) and `MODEL_CARD.md` (the same for people).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, ValidationError

from empathic_agent.errors import ModelError
from empathic_agent.turn import Record

SHIPPED = Path(__file__).parent / "weights"
"""The folder of the heads that come with the package."""

Arrays = dict[str, NDArray[Any]]


class Provenance(Record):
    """Where a head's training data comes from."""

    data: str
    """Name and part of the data set."""
    sha256: str
    """Hash of the file it was trained on."""
    licence: str
    source: str
    """Address of the official data."""


class Manifest(Record):
    """What a head is and how it came to be."""

    format: Literal[1] = 1
    name: str
    task: str
    """One sentence: what goes in, what comes out."""
    labels: tuple[str, ...]
    encoder: str
    """Name of the encoder its inputs come from."""
    dimension: int = Field(gt=0)
    """Width of that encoder's vectors."""
    seed: int
    command: str
    """The command that makes it again."""
    provenance: tuple[Provenance, ...]
    scores: dict[str, float]
    """Figures measured on the part named in `scored_on`."""
    scored_on: str
    limits: tuple[str, ...]
    """What it should not be used for and where it is weak; one sentence each."""


@dataclass(frozen=True, slots=True)
class Head:
    """A loaded head."""

    manifest: Manifest
    arrays: Arrays

    def require_encoder(self, name: str) -> None:
        """Refuse to work on vectors of another encoder than the one it was trained on.

        Raises:
            ModelError: the encoders differ.
        """
        if name != self.manifest.encoder:
            raise ModelError(
                f"The head {self.manifest.name!r} was trained on vectors of "
                f"{self.manifest.encoder!r}, but the encoder is {name!r}. Set the encoder back, or "
                f"train the head again: `{self.manifest.command}`."
            )


def load_head(folder: Path) -> Head:
    """Load a head from its folder.

    Raises:
        ModelError: a file is missing or malformed.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        manifest = Manifest.model_validate_json((folder / "manifest.json").read_bytes())
        arrays: Arrays = load_file(folder / "weights.safetensors")
    except (OSError, ValidationError, SafetensorError) as error:
        raise ModelError(
            f"No usable head in {folder}: {error}. Expected manifest.json and weights.safetensors "
            "as written by `empathic-agent train`."
        ) from error
    return Head(manifest=manifest, arrays=arrays)


def save_head(folder: Path, manifest: Manifest, arrays: Arrays) -> None:
    """Write a head and its model card to `folder`, made if it does not exist."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    save_file(
        {name: np.ascontiguousarray(array) for name, array in arrays.items()},
        folder / "weights.safetensors",
    )
    # safetensors writes for the owner's eyes only; a head is no secret and ships in a wheel.
    (folder / "weights.safetensors").chmod(0o644)
    (folder / "manifest.json").write_text(manifest.model_dump_json(indent=2) + "\n", "utf-8")
    (folder / "MODEL_CARD.md").write_text(_card(manifest), "utf-8")


def _card(m: Manifest) -> str:
    scores = "\n".join(f"| {name} | {value:.4f} |" for name, value in m.scores.items())
    data = "\n".join(
        f"- {p.data}: {p.source}, licence {p.licence}, sha256 `{p.sha256}`" for p in m.provenance
    )
    limits = "\n".join(f"- {limit}" for limit in m.limits)
    return (
        f"# {m.name}\n\n{m.task}\n\n"
        f"Encoder: {m.encoder} ({m.dimension} dimensions). Labels: {', '.join(m.labels)}.\n\n"
        f"## Training data\n\n{data}\n\n"
        f"## Made by\n\n```\n{m.command}\n```\n\nSeed {m.seed}.\n\n"
        f"## Scores on {m.scored_on}\n\n| measure | value |\n|---|---|\n{scores}\n\n"
        f"## Limits\n\n{limits}\n"
    )
