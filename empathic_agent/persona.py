"""Personas: who the agent is. Knows nothing of moods, prompts or replies.

A persona is one YAML file; `personas/README.md` documents its fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from empathic_agent.affect.personality import OCEAN
from empathic_agent.errors import PersonaError
from empathic_agent.resources import DataFolder, data_folder
from empathic_agent.turn import Record

SUFFIX = ".yaml"

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class Manner(StrEnum):
    """How a persona carries itself; the offline replies come in these three."""

    GENTLE = "gentle"
    """Soft and unhurried; leaves room."""
    PLAIN = "plain"
    """Direct and warm; says what it thinks."""
    PLAYFUL = "playful"
    """Light on its feet; humour beside the pain, never at its expense."""


class Persona(Record):
    """Who the agent is and how it speaks."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: str = Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")
    """Slug: what users type, and the name of the file."""
    title: Words
    """Name as shown to people."""
    description: Words
    """Who this is, in a sentence or three; part of a language model's system prompt."""
    traits: OCEAN
    """Personality, each trait in [0, 1]. `neuroticism` 0 is unshakeable, 1 easily upset."""
    manner: Manner = Field(strict=False)  # YAML has strings, not enum members
    """How it carries itself."""
    speaking_style: Words
    """How it writes; part of a language model's system prompt."""
    greeting: Words
    """What it says when a conversation opens."""
    mood_half_life_minutes: float = Field(gt=0.0, allow_inf_nan=False)
    """Minutes in which half of a mood has faded."""


def load_persona(name_or_path: str | Path, folders: Sequence[Path] = ()) -> Persona:
    """Load a persona by name, or from a file.

    A `Path`, or a string that ends in ".yaml", is a file. A name is looked up in `folders` (the
    user's own, in order; missing ones are skipped) and then among those that ship.

    Raises:
        PersonaError: no such persona, or its file is malformed.
    """
    if isinstance(name_or_path, Path) or name_or_path.endswith(SUFFIX):
        return _read(Path(name_or_path))
    files = _files(folders)
    if name_or_path in files:
        return _read(files[name_or_path])
    raise PersonaError(
        f"got persona {name_or_path!r}; expected one of: {', '.join(sorted(files))}."
        f"{_did_you_mean(name_or_path, list(files))} "
        "For a persona of your own give the path of its .yaml file."
    )


def list_personas(folders: Sequence[Path] = ()) -> list[Persona]:
    """All personas by name: those of `folders` (the user's own) first win over those that ship.

    Raises:
        PersonaError: a file is malformed.
    """
    return [_read(file) for _, file in sorted(_files(folders).items())]


def _files(folders: Sequence[Path]) -> dict[str, Path]:
    places = [*folders, data_folder(DataFolder.PERSONAS)]
    found: dict[str, Path] = {}
    for place in places:
        for file in sorted(place.glob(f"*{SUFFIX}")):
            found.setdefault(file.stem, file)
    return found


def _read(file: Path) -> Persona:
    content = _parse(file)
    if not isinstance(content, dict):
        raise PersonaError(
            f"{file}: got {type(content).__name__}; expected a mapping with the fields "
            f"{', '.join(Persona.model_fields)}. personas/README.md shows one."
        )
    try:
        persona = Persona.model_validate(content)
    except ValidationError as error:
        raise PersonaError(f"{file}: {_explain(error)}") from error
    if persona.name != file.stem:
        raise PersonaError(
            f"{file}: got name {persona.name!r}; expected {file.stem!r}, as the file is called. "
            "Rename the one or the other."
        )
    return persona


def _parse(file: Path) -> object:
    try:
        return yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise PersonaError(
            f"got {file}; expected a readable persona file ({error.strerror}). Check the path."
        ) from error
    except UnicodeDecodeError as error:
        raise PersonaError(f"{file}: got bytes that are not UTF-8. Save it as UTF-8.") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PersonaError(
            f"{file}, line {line}: got malformed YAML ({error.problem}). Correct that line; a text "
            "that holds a colon or a quote is safest after `>-` on lines of its own."
        ) from error
    except yaml.YAMLError as error:
        raise PersonaError(f"{file}: got malformed YAML ({error}). Correct the file.") from error


def _explain(error: ValidationError) -> str:
    return " ".join(_explain_one(problem) for problem in error.errors())


def _explain_one(problem: ErrorDetails) -> str:
    field = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "extra_forbidden":
        known = list(OCEAN.model_fields if "." in field else Persona.model_fields)
        return (
            f"got unknown key {field!r}; expected only {', '.join(known)}."
            f"{_did_you_mean(field.rpartition('.')[2], known)} Rename or remove it."
        )
    if problem["type"] == "missing":
        return f"got no {field!r}; expected one. Add it; personas/README.md says what it means."
    return f"{field}: got {problem['input']!r}; {_expected(problem['msg'])}. Change the value."


def _expected(message: str) -> str:
    """Pydantic says "Input should be …"; our errors say "expected …"."""
    return "expected it to be" + message.removeprefix("Input should be")


def _did_you_mean(got: str, known: list[str]) -> str:
    close = get_close_matches(got, known, n=1)
    return f" Did you mean {close[0]!r}?" if close else ""
