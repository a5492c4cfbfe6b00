"""Reads a persona file and tells every problem in it, each with its line. Knows no folders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from empathic_agent.affect.personality import OCEAN
from empathic_agent.cards.role import Role
from empathic_agent.errors import PersonaError
from empathic_agent.persona.record import Persona, SeedMemory
from empathic_agent.persona.yaml_lines import Document, MalformedYamlError, Place, read_yaml

LARGEST = 1_000_000
"""Bytes of the largest persona file that is read."""
STABILITY = "stability"
"""May stand in a file in place of `neuroticism`; it is 1 - neuroticism."""
CARD = "card"
"""The key that names the character card beside the file."""

FILE_KEYS = tuple(CARD if name == "role" else name for name in Persona.model_fields)
TRAIT_KEYS = (*OCEAN.model_fields, STABILITY)

Problem = tuple[Place, str]


def read_persona(file: Path) -> Persona:
    """Read one persona file.

    Raises:
        PersonaError: it cannot be used; the message lists every problem with its line.
    """
    document = _document(file)
    fields = _fields(document.content, file)
    problems = [*_repeated(document), *_unlike_the_file(fields, file), *_odd_traits(fields)]
    role = _role(file, fields.pop(CARD, None), problems)
    try:
        persona = Persona.model_validate(_converted(fields))
    except ValidationError as error:
        raise _refusal(file, document, problems + _explained(error, fields)) from error
    if problems:
        raise _refusal(file, document, problems)
    return persona.model_copy(update={"role": role})


def did_you_mean(got: str, known: tuple[str, ...] | list[str]) -> str:
    """A hint at the nearest of `known`, with a space before it; empty if none is near."""
    close = get_close_matches(got, known, n=1)
    return f" Did you mean {close[0]!r}?" if close else ""


def _document(file: Path) -> Document:
    try:
        if file.stat().st_size > LARGEST:
            raise PersonaError(
                f"{file}: got {file.stat().st_size:,} bytes; expected at most {LARGEST:,}. "
                "Is it a persona file?"
            )
        return read_yaml(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise PersonaError(
            f"got {file}; expected a readable persona file ({error.strerror}). Check the path."
        ) from error
    except UnicodeDecodeError as error:
        raise PersonaError(f"{file}: got bytes that are not UTF-8. Save it as UTF-8.") from error
    except MalformedYamlError as error:
        raise PersonaError(
            f"{file}, line {error.line}: got malformed YAML ({error.problem}). Correct that line; "
            "a text that holds a colon or a quote is safest after `>-` on lines of its own."
        ) from error


def _fields(content: object, file: Path) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise PersonaError(
            f"{file}: got {type(content).__name__}; expected a mapping with the fields "
            f"{', '.join(FILE_KEYS)}. personas/README.md shows one."
        )
    return {str(key): value for key, value in content.items()}


def _role(file: Path, name: object, problems: list[Problem]) -> Role | None:
    """The role of the card called `name` beside `file`; what is wrong goes to `problems`."""
    if name is None:
        return None
    if not isinstance(name, str) or Path(name).name != name or name.startswith("."):
        problems.append(((CARD,), f"card: got {name!r}; expected the name of a file beside this."))
        return None
    from empathic_agent.cards.card import role_of
    from empathic_agent.cards.containers import read_card

    try:
        return role_of(read_card(file.with_name(name)).card)
    except PersonaError as error:
        problems.append(((CARD,), f"card: {error}"))
        return None


def _repeated(document: Document) -> list[Problem]:
    return [
        (place, f"got {_dotted(place)!r} a second time; expected it once. Remove one of them.")
        for place in document.repeated
    ]


def _unlike_the_file(content: Mapping[str, Any], file: Path) -> Iterator[Problem]:
    """A key that only the program may set, and a name that is not the file's."""
    if "role" in content:
        yield ("role",), _unknown("role", FILE_KEYS)
    name = content.get("name")
    if isinstance(name, str) and name != file.stem:
        yield (
            ("name",),
            f"got name {name!r}; expected {file.stem!r}, as the file is called. "
            "Rename the one or the other.",
        )


def _odd_traits(content: Mapping[str, Any]) -> Iterator[Problem]:
    """What pydantic would let pass or blame on the wrong key."""
    traits = content.get("traits")
    if not isinstance(traits, dict):
        return
    for name, value in traits.items():
        if name in TRAIT_KEYS and (isinstance(value, bool) or not isinstance(value, int | float)):
            yield ("traits", name), f"traits.{name}: got {value!r}; expected a number from 0 to 1."
    if STABILITY not in traits:
        return
    if "neuroticism" in traits:
        yield (
            ("traits", STABILITY),
            "got both 'neuroticism' and 'stability'; expected one of them: they are each other's "
            "opposite. Remove one.",
        )
    elif not _within(traits[STABILITY]):
        yield (
            ("traits", STABILITY),
            f"traits.stability: got {traits[STABILITY]!r}; expected a number from 0 to 1.",
        )


def _within(value: object) -> bool:
    return isinstance(value, int | float) and 0.0 <= value <= 1.0


def _converted(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields with neuroticism, whichever of the two conventions the file uses."""
    known = {name: value for name, value in fields.items() if name != "role"}
    traits = known.get("traits")
    if not isinstance(traits, dict) or STABILITY not in traits:
        return known
    others = {name: value for name, value in traits.items() if name != STABILITY}
    stability = traits[STABILITY]
    # What is out of range has been reported; a stand-in keeps it from being reported twice.
    return known | {
        "traits": {"neuroticism": 1 - stability if _within(stability) else 0.5} | others
    }


def _explained(error: ValidationError, fields: Mapping[str, Any]) -> list[Problem]:
    problems = [(tuple(item["loc"]), _explain(item)) for item in error.errors()]
    known = {place for place, _ in _odd_traits(fields)}
    return [(place, text) for place, text in problems if place not in known]


def _explain(problem: ErrorDetails) -> str:
    place = tuple(problem["loc"])
    field = _dotted(place)
    if problem["type"] == "extra_forbidden":
        return _unknown(field, _keys_at(place))
    if problem["type"] == "missing":
        return f"got no {field!r}; expected one. Add it; personas/README.md says what it means."
    if place[-1] == "emotion":
        names = problem["msg"].partition("expected one of: ")[2].split(", ")
        hint = did_you_mean(str(problem["input"]), names)
        return f"{field}: got {problem['input']!r}; expected one of: {', '.join(names)}.{hint}"
    return f"{field}: got {_short(problem['input'])}; {_expected(problem['msg'])}."


def _keys_at(place: Place) -> tuple[str, ...]:
    if len(place) == 1:
        return FILE_KEYS
    return TRAIT_KEYS if place[0] == "traits" else tuple(SeedMemory.model_fields)


def _unknown(field: str, known: tuple[str, ...]) -> str:
    return (
        f"got unknown key {field!r}; expected only {', '.join(known)}."
        f"{did_you_mean(field.rpartition('.')[2], known)} Rename or remove it."
    )


def _expected(message: str) -> str:
    """Pydantic says "Input should be …"; our errors say "expected …"."""
    if message.startswith("Input should be"):
        return "expected it to be" + message.removeprefix("Input should be")
    return f"expected something else ({message[:1].lower()}{message[1:]})"


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 80 else f"{shown[:77]}…"


def _dotted(place: Place) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in place)


def _refusal(file: Path, document: Document, problems: list[Problem]) -> PersonaError:
    told = sorted({(document.line(place), text) for place, text in problems})
    if len(told) == 1:
        [(line, text)] = told
        return PersonaError(f"{file}, line {line}: {text}")
    listed = "\n".join(f"  line {line}: {text}" for line, text in told)
    return PersonaError(f"{file} has {len(told)} problems:\n{listed}")
