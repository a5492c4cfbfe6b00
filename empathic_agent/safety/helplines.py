"""Helplines by country, and which of them fit a danger. Knows nothing of messages or replies.

The numbers are in `helplines.yaml`, each with the service's own site; those that have been
confirmed carry the date. They are a courtesy, not a guarantee: services move. Where no number is
certain, the person is pointed to two directories that are kept up to date by others.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml
from pydantic import Field, TypeAdapter, ValidationError, model_validator

from empathic_agent.errors import DataError, SettingsError
from empathic_agent.turn import Danger, Record

FILE = Path(__file__).parent / "helplines.yaml"
MOST = 3
"""How many lines are shown at once: a person in distress does not read a directory."""


class Need(StrEnum):
    """What a line is for."""

    CRISIS = "crisis"
    """Suicide, self-harm and every other despair; also for those who worry about someone."""
    DOMESTIC_ABUSE = "domestic abuse"
    SEXUAL_VIOLENCE = "sexual violence"
    CHILD_ABUSE = "child abuse"
    """For children who are hurt, and for adults who worry about a child."""
    YOUNG_PEOPLE = "young people"
    """Whatever troubles a child or a young person."""


class Helpline(Record):
    """One service."""

    name: str = Field(min_length=1)
    needs: tuple[Need, ...] = Field(alias="for", min_length=1)
    call: str | None = Field(default=None, pattern=r"^[*\d][\d *or()-]*$")
    """The number as it is dialled in the country."""
    text: str | None = Field(default=None, pattern=r"^([A-Z]+ to )?[\d ]+$")
    """Where to send a text message, e.g. "988" or "HOME to 741741"."""
    hours: str | None = None
    """When it answers; None: not at all hours, see the site."""
    url: str = Field(pattern=r"^https://\S+$")
    """The service's own site."""
    checked: date | None = None
    """When public pages were last found to confirm the number; None: not confirmed yet."""


class Country(Record):
    """What one country offers."""

    name: str = Field(min_length=1)
    emergency: str = Field(pattern=r"^\d")
    """The number to call when a life is in danger."""
    lines: tuple[Helpline, ...] = Field(min_length=1)


class Help(Record):
    """Where a person can turn to now."""

    country: str | None
    """Its English name; None if it is not known or has no entry."""
    emergency: str
    """Completes "call …"."""
    lines: tuple[Helpline, ...]
    """At most `MOST`, the most fitting first; may be empty."""
    directories: tuple[str, ...]
    """Sites that list helplines of all countries; empty if `lines` are enough."""


class Directory(Record):
    """The whole file."""

    countries: dict[str, Country]

    @model_validator(mode="after")
    def _codes_are_iso(self) -> Directory:
        wrong = [code for code in self.countries if not re.fullmatch(r"[A-Z]{2}", code)]
        if wrong:
            raise ValueError(f"not two capital letters: {', '.join(wrong)}")
        return self


DIRECTORIES = ("https://findahelpline.com", "https://befrienders.org")

NEEDS: dict[Danger, tuple[Need, ...]] = {
    Danger.SUICIDE: (Need.CRISIS, Need.CRISIS, Need.YOUNG_PEOPLE),
    Danger.SELF_HARM: (Need.CRISIS, Need.CRISIS, Need.YOUNG_PEOPLE),
    Danger.ABUSE: (
        Need.DOMESTIC_ABUSE,
        Need.CHILD_ABUSE,
        Need.SEXUAL_VIOLENCE,
        Need.DOMESTIC_ABUSE,
        Need.CRISIS,
    ),
    Danger.HARM_TO_OTHERS: (Need.CRISIS, Need.CRISIS),
}
"""What is looked for in each danger, the most important first; each need takes one line."""


def country_from(setting: str | None, locale: str | None) -> str | None:
    """The ISO 3166-1 alpha-2 code of the person's country, or None if nothing tells it.

    `setting` is a code in any case and wins ("UK" is understood as GB); `locale` is a name such
    as "en_GB.UTF-8", "de-AT" or "zh_Hant_TW", whose region is taken.

    Raises:
        SettingsError: if `setting` is not two letters.
    """
    if setting is not None:
        if not re.fullmatch(r"[A-Za-z]{2}", setting):
            raise SettingsError(f"country {setting!r} is not a code of two letters such as GB")
        code = setting.upper()
        return "GB" if code == "UK" else code
    region = re.match(r"[A-Za-z]{2,3}(?:[_-][A-Za-z]{4})?[_-]([A-Z]{2})(?![A-Za-z])", locale or "")
    return region[1] if region else None


def helplines_for(danger: Danger, country: str | None) -> Help:
    """The lines that fit `danger` in `country`, an alpha-2 code; the directories if there are none.

    An unknown country or None is no error: "your local emergency number" and the directories
    are right everywhere.
    """
    entry = shipped_helplines().countries.get(country or "")
    if entry is None:
        emergency = "your local emergency number"
        return Help(country=None, emergency=emergency, lines=(), directories=DIRECTORIES)
    lines = _pick(entry.lines, NEEDS[danger])
    fits = bool(lines) and NEEDS[danger][0] in lines[0].needs
    return Help(
        country=entry.name,
        emergency=entry.emergency,
        lines=lines,
        directories=() if fits else DIRECTORIES,
    )


def _pick(lines: tuple[Helpline, ...], needs: tuple[Need, ...]) -> tuple[Helpline, ...]:
    """One line per need, none twice, as long as there are any."""
    picked: list[Helpline] = []
    for need in needs:
        line = next((x for x in lines if need in x.needs and x not in picked), None)
        if line is not None:
            picked.append(line)
    return tuple(picked[:MOST])


@cache
def shipped_helplines() -> Directory:
    """The helplines that come with the package."""
    return read_helplines(FILE)


def read_helplines(path: Path) -> Directory:
    """Read a file of helplines.

    Raises:
        DataError: if it is missing, is not YAML, or has an unknown or malformed field.
    """
    try:
        content = yaml.load(path.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        return Directory(countries=TypeAdapter(dict[str, Country]).validate_python(content))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise DataError(f"cannot read the helplines in {path}: {error}") from error
