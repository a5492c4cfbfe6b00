"""What "transformers:…" names: a hub id, a folder or a classifier file. Loads no model.

A classifier file is YAML and says what the model itself does not:

    model         hub id, or a folder (relative to the file)
    taxonomy      name of a built-in label set
    labels        the model's label: one of the taxonomy, or null to leave it out
    independent   optional: true where several labels may hold at once (sigmoid), false where one
                  excludes the others (softmax); by default what the model's config says
"""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import ValidationError

from empathic_agent.errors import ModelError
from empathic_agent.perception.backends.labels import LabelMap, known_maps
from empathic_agent.turn import Record

_HUB_ID = re.compile(r"[\w.-]+(/[\w.-]+)?")
_SUFFIXES = {".yaml", ".yml"}


class Source(Record):
    """Where a classifier comes from and what is known about it beforehand."""

    model: str
    """Hub id, or path of a folder."""
    local: bool
    """Whether it is a folder; nothing is fetched then."""
    label_map: LabelMap | None = None
    """None: by the names of the model's own labels."""
    independent: bool | None = None
    """Whether several labels may hold at once; None: as the model's config says."""


class ClassifierFile(LabelMap):
    """A classifier file as it stands on disk."""

    model: str
    independent: bool | None = None


def find_source(name: str) -> Source:
    """What `name` stands for.

    Raises:
        ModelError: it is a path where nothing usable lies, or has the form of no hub id.
    """
    path = Path(name).expanduser()
    if path.suffix not in _SUFFIXES:
        return _source(name, path, known_maps().get(name.casefold()))
    file = read_classifier_file(path)
    label_map = LabelMap(taxonomy=file.taxonomy, labels=file.labels)
    folder = path.parent / Path(file.model).expanduser()
    return _source(file.model, folder, label_map, file.independent)


def read_classifier_file(path: Path) -> ClassifierFile:
    """Read a classifier file; its fields are described at the top of this module.

    Raises:
        ModelError: it is missing or malformed.
    """
    import yaml

    try:
        return ClassifierFile.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        raise ModelError(
            f"{path} is not a usable classifier file: {error}. Expected the fields model, "
            "taxonomy, labels and, if need be, independent; see docs/detectors.md."
        ) from error


def _source(
    name: str, folder: Path, label_map: LabelMap | None, independent: bool | None = None
) -> Source:
    """The folder where there is one; otherwise a hub id, if `name` can be one."""
    local = folder.is_dir()
    if not local and (not _HUB_ID.fullmatch(name) or name.startswith(".")):
        raise ModelError(
            f"Got the classifier {name!r}, which is no folder. Expected a folder with a Hugging "
            "Face text classifier, a hub id such as 'SamLowe/roberta-base-go_emotions', or a "
            "classifier file ending in .yaml."
        )
    model = str(folder) if local else name
    return Source(model=model, local=local, label_map=label_map, independent=independent)
