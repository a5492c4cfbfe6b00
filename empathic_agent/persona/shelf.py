"""Where personas are found: the user's own folders, then those that ship. Knows no fields."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from empathic_agent.errors import PersonaError
from empathic_agent.persona.reading import did_you_mean, read_persona
from empathic_agent.persona.record import Persona
from empathic_agent.resources import DataFolder, data_folder

SUFFIX = ".yaml"


def load_persona(name_or_path: str | Path, folders: Sequence[Path] = ()) -> Persona:
    """Load a persona by name, or from a file.

    A `Path`, or a string that ends in ".yaml", is a file. A name is looked up in `folders` (the
    user's own, in order; missing ones are skipped) and then among those that ship.

    Raises:
        PersonaError: no such persona, or its file is malformed.
    """
    return read_persona(find_persona(name_or_path, folders))


def find_persona(name_or_path: str | Path, folders: Sequence[Path] = ()) -> Path:
    """The file of a persona; what is given and looked up is as in `load_persona`.

    Raises:
        PersonaError: there is no such persona.
    """
    if isinstance(name_or_path, Path) or name_or_path.endswith(SUFFIX):
        return Path(name_or_path)
    files = persona_files(folders)
    if name_or_path in files:
        return files[name_or_path]
    raise PersonaError(
        f"got persona {name_or_path!r}; expected one of: {', '.join(files)}."
        f"{did_you_mean(name_or_path, list(files))} "
        "For a persona of your own give the path of its .yaml file."
    )


def list_personas(folders: Sequence[Path] = ()) -> list[Persona]:
    """All personas by name: those of `folders` (the user's own) first win over those that ship.

    Raises:
        PersonaError: a file is malformed.
    """
    return [read_persona(file) for file in persona_files(folders).values()]


def persona_files(folders: Sequence[Path] = ()) -> dict[str, Path]:
    """The file of every persona by name, in order of the names."""
    found: dict[str, Path] = {}
    for place in (*folders, data_folder(DataFolder.PERSONAS)):
        for file in place.glob(f"*{SUFFIX}"):
            found.setdefault(file.stem, file)
    return dict(sorted(found.items()))
