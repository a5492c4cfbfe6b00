"""Brings cards into the user's folder of personas, and takes them out again. Knows no terminal.

An imported card becomes two files: NAME.yaml, a persona file like any other that may be edited,
and NAME.card.json, .png or .charx beside it, the card exactly as it came.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from empathic_agent.cards.card import Card, Spec, clean, role_of
from empathic_agent.cards.containers import CardFile, Format, left_behind, read_card, write_card
from empathic_agent.cards.mentions import unusable_patterns
from empathic_agent.cards.translation import card_of, defaulted, fields_of, greetings_of, slug_of
from empathic_agent.errors import CardError, PersonaError
from empathic_agent.persona import Persona, find_persona, load_persona, persona_files
from empathic_agent.persona.reading import CARD as CARD_KEY
from empathic_agent.persona.reading import read_persona
from empathic_agent.persona.record import NAME_PATTERN
from empathic_agent.persona.yaml_lines import read_yaml

YAML_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Imported:
    """A card that has become a persona."""

    persona: Persona
    file: Path
    """Its persona file."""
    card: Card
    notes: tuple[str, ...]
    """What the user should know, a sentence each."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A persona that has become a card."""

    file: Path
    notes: tuple[str, ...]


def import_card(
    path: Path,
    folder: Path,
    *,
    name: str | None = None,
    greeting: int = 1,
    overwrite: bool = False,
) -> Imported:
    """Make a persona of a card; when anything is wrong, nothing has changed.

    Args:
        path: the card, as JSON, PNG or CHARX.
        folder: the user's folder of personas; made if it does not exist.
        name: what the persona is called; by default after the character.
        greeting: which of the card's greetings opens a conversation; 1 is its first message.
        overwrite: whether it may take the place of one of that name.

    Raises:
        CardError: the card cannot be used, or has no such greeting.
        PersonaError: the name cannot be used or is taken, or the folder cannot be written.
    """
    _refuse_persona_file(path, folder)
    source = read_card(path)
    chosen = _name(name, source.card)
    fields = fields_of(source.card, chosen) | _opening(source.card, greeting)
    _require_free(chosen, folder, overwrite)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = _put(source, fields, folder)
    except OSError as error:
        raise PersonaError(
            f"got {folder}; expected a folder that can be written ({error.strerror})."
        ) from error
    return Imported(read_persona(file), file, source.card, _notes(source, fields))


def export_persona(
    name: str,
    folders: tuple[Path, ...],
    kind: Format,
    out: Path,
    *,
    spec: Spec | None = None,
    overwrite: bool = False,
) -> Exported:
    """Write a persona as a card.

    Args:
        name: the persona, as in `load_persona`.
        folders: the user's folders of personas.
        kind: how to pack it.
        out: the file to write.
        spec: which specification it follows; by default that of the persona's own card, or V3.
        overwrite: whether `out` may be replaced.

    Raises:
        PersonaError: there is no such persona, or the card cannot be written.
    """
    if out.exists() and not overwrite:
        raise PersonaError(
            f"got {out}, which exists; expected a new file. Name another, or allow --overwrite."
        )
    persona = load_persona(name, folders)
    source = card_beside(find_persona(name, folders))
    card = card_of(persona, source.card if source else None, spec)
    lost = [clean(name) for name in left_behind(kind, source)]
    write_card(card, kind, out, source)
    named = ", ".join(lost[:5]) + (f" and {len(lost) - 5} more" if len(lost) > 5 else "")
    notes = (f"Without a place in it, and kept in your own copy: {named}.",) if lost else ()
    return Exported(out, notes)


def card_beside(file: Path) -> CardFile | None:
    """The card of a persona file; None if it has none.

    Raises:
        PersonaError: the file or the card cannot be read.
    """
    content = read_yaml(file.read_text("utf-8")).content
    name = content.get(CARD_KEY) if isinstance(content, dict) else None
    return read_card(file.with_name(name)) if isinstance(name, str) else None


def _refuse_persona_file(path: Path, folder: Path) -> None:
    if path.suffix.casefold() in YAML_SUFFIXES:
        raise PersonaError(
            f"got {path}; expected a character card (.json, .png or .charx). A persona file needs "
            f"no import: copy it to {folder}."
        )


def _name(given: str | None, card: Card) -> str:
    name = given or slug_of(card.names.char)
    if name is None:
        raise PersonaError(
            f"got a character called {card.names.char!r}, which makes no persona name; expected "
            "lower-case letters, digits and hyphens. Choose one with --name."
        )
    if not re.fullmatch(NAME_PATTERN, name):
        raise PersonaError(
            f"got the name {name!r}; expected up to 40 lower-case letters, digits and hyphens "
            "that begin with a letter."
        )
    return name


def _opening(card: Card, number: int) -> dict[str, str]:
    greetings = greetings_of(card)
    if number == 1:
        return {}
    if not 1 <= number <= len(greetings):
        raise CardError(
            f"got the greeting {number}; expected one from 1 to {max(1, len(greetings))}, as many "
            "as the card has."
        )
    return {"greeting": greetings[number - 1]}


def _require_free(name: str, folder: Path, overwrite: bool) -> None:
    if overwrite or name not in persona_files([folder]):
        return
    raise PersonaError(
        f"got the name {name!r}, which a persona has already ({persona_files([folder])[name]}); "
        "expected a new one. Choose one with --name, or let it take the place with --overwrite."
    )


def _put(source: CardFile, fields: dict[str, Any], folder: Path) -> Path:
    """Write both files to a place of their own, read them back, and only then move them."""
    name = fields["name"]
    beside = _name_beside(source, name, folder)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".importing-") as draft:
        shutil.copyfile(source.path, Path(draft) / beside)
        written = Path(draft) / f"{name}.yaml"
        written.write_text(_HEAD + _yaml({**fields, CARD_KEY: beside}), "utf-8")
        read_persona(written)
        # The persona file last: it is what makes the persona exist.
        (Path(draft) / beside).replace(folder / beside)
        file = written.replace(folder / written.name)
    for earlier in folder.glob(f"{name}.card*"):
        if earlier.name != beside:
            earlier.unlink()
    return file


def _name_beside(source: CardFile, name: str, folder: Path) -> str:
    """What the card is called beside the persona file.

    Another name than that of the card it takes the place of: until the new persona file is there,
    the old one must find its own card.
    """
    plain = f"{name}.card.{source.format.value}"
    if not (folder / plain).exists():
        return plain
    digest = hashlib.sha256(source.path.read_bytes()).hexdigest()
    return f"{name}.card-{digest[:8]}.{source.format.value}"


def _yaml(fields: dict[str, Any]) -> str:
    """The fields as YAML that reads the same, in people's letters where that is possible."""
    text = yaml.safe_dump(fields, sort_keys=False, allow_unicode=True, width=96)
    if yaml.safe_load(text) == fields:
        return text
    return yaml.safe_dump(fields, sort_keys=False, width=96)


_HEAD = (
    "# Made from a character card, which is kept beside this file. You may edit this file;\n"
    "# personas/README.md tells what the fields mean. neuroticism: 0 unshakeable, 1 easily upset.\n"
)


def _notes(source: CardFile, fields: dict[str, Any]) -> tuple[str, ...]:
    card, role = source.card, role_of(source.card)
    notes = []
    if missing := defaulted(card):
        notes.append(
            f"Cards have no {', '.join(missing)}; the defaults were taken (all traits 0.5, "
            f"{fields['manner']}). Change them in the persona file."
        )
    if patterns := unusable_patterns(role.lorebook):
        notes.append(f"These keys of the lorebook never match: {', '.join(patterns[:5])}.")
    if card.is_newer:
        notes.append(
            f"The card follows version {card.raw['spec_version']}, which is newer than what this "
            "program knows; what is new in it is kept and not used."
        )
    if role.instructions or role.closing_instructions:
        notes.append("Its instructions are followed only within this program's own rules.")
    return tuple(notes)
