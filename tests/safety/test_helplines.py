"""Helplines: every entry is whole, a few numbers everyone can check, how lines are chosen."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.errors import DataError, SettingsError
from empathic_agent.safety.helplines import (
    DIRECTORIES,
    FILE,
    MOST,
    NEEDS,
    Need,
    country_from,
    helplines_for,
    read_helplines,
    shipped_helplines,
)
from empathic_agent.turn import Danger

COUNTRIES = shipped_helplines().countries


@pytest.mark.parametrize(
    ("country", "danger", "number"),
    [
        ("US", Danger.SUICIDE, "988"),
        ("CA", Danger.SUICIDE, "988"),
        ("GB", Danger.SUICIDE, "116 123"),
        ("IE", Danger.SELF_HARM, "116 123"),
        ("AU", Danger.SUICIDE, "13 11 14"),
        ("NZ", Danger.SUICIDE, "1737"),
        ("IN", Danger.SUICIDE, "14416"),
        ("DE", Danger.SUICIDE, "0800 111 0 111"),
        ("FR", Danger.SUICIDE, "3114"),
        ("ES", Danger.SUICIDE, "024"),
        ("PT", Danger.SUICIDE, "1411"),
        ("KR", Danger.SUICIDE, "109"),
        ("CL", Danger.SUICIDE, "*4141"),
        ("US", Danger.ABUSE, "1-800-799-7233"),
        ("GB", Danger.ABUSE, "0808 2000 247"),
        ("DE", Danger.ABUSE, "116 016"),
        ("AU", Danger.ABUSE, "1800 737 732"),
        ("FR", Danger.HARM_TO_OTHERS, "3114"),
    ],
)
def test_the_first_line_is_the_one_to_call(country: str, danger: Danger, number: str) -> None:
    assert helplines_for(danger, country).lines[0].call == number


def test_there_are_many_countries_each_with_a_crisis_line() -> None:
    assert len(COUNTRIES) >= 40
    without = [c for c, entry in COUNTRIES.items() if Need.CRISIS not in entry.lines[0].needs]
    assert without == []


def test_every_entry_is_whole() -> None:
    for line in (line for entry in COUNTRIES.values() for line in entry.lines):
        assert line.call or line.text or line.hours is None, f"{line.name}: a site has no hours"
        assert line.checked is None or line.checked <= date.today(), line.name


@pytest.mark.parametrize("danger", Danger)
def test_few_lines_are_shown_none_twice(danger: Danger) -> None:
    for country, entry in COUNTRIES.items():
        help_ = helplines_for(danger, country)
        assert 1 <= len(help_.lines) <= MOST
        assert len(set(help_.lines)) == len(help_.lines)
        assert (help_.country, help_.emergency) == (entry.name, entry.emergency)
        fits = NEEDS[danger][0] in help_.lines[0].needs
        assert help_.directories == (() if fits else DIRECTORIES)


@pytest.mark.parametrize("country", [None, "", "XX", "gb"])
def test_an_unknown_country_gets_the_directories(country: str | None) -> None:
    help_ = helplines_for(Danger.SUICIDE, country)
    assert (help_.country, help_.lines) == (None, ())
    assert help_.emergency == "your local emergency number"
    assert help_.directories == ("https://findahelpline.com", "https://befrienders.org")


@pytest.mark.parametrize(
    ("setting", "locale", "country"),
    [
        ("gb", None, "GB"),
        ("UK", "de_DE.UTF-8", "GB"),
        ("AT", "de_DE.UTF-8", "AT"),
        (None, "en_GB.UTF-8", "GB"),
        (None, "de-CH", "CH"),
        (None, "de_DE@euro", "DE"),
        (None, "zh_Hant_TW", "TW"),
        (None, "C", None),
        (None, "C.UTF-8", None),
        (None, "POSIX", None),
        (None, "en", None),
        (None, "es_419", None),
        (None, "", None),
        (None, None, None),
    ],
)
def test_the_country_is_deduced(
    setting: str | None, locale: str | None, country: str | None
) -> None:
    assert country_from(setting, locale) == country


@pytest.mark.parametrize("setting", ["", "G", "GBR", "Narnia", "1!", "ÄÖ"])
def test_a_setting_that_is_no_country_is_refused(setting: str) -> None:
    with pytest.raises(SettingsError, match="two letters"):
        country_from(setting, "en_GB.UTF-8")


@given(st.text())
def test_any_locale_can_be_read(locale: str) -> None:
    country = country_from(None, locale)
    assert country is None or (len(country) == 2 and country.isascii() and country.isupper())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("emergency:", "emergencies:"),
        ("for: [crisis]", "for: [boredom]"),
        ("for: [crisis]", "for: []"),
        ('call: "135"', "call: ring us"),
        ('call: "135"', "fax: 135"),
        ("https://www.asistenciaalsuicida.org.ar", "www.asistenciaalsuicida.org.ar"),
        ("AR:", "Argentina:"),
        ("AR:", "AR"),
    ],
)
def test_a_spoilt_file_is_refused(tmp_path: Path, before: str, after: str) -> None:
    spoilt = tmp_path / "helplines.yaml"
    spoilt.write_text(FILE.read_text("utf-8").replace(before, after, 1), "utf-8")
    with pytest.raises(DataError, match="cannot read the helplines"):
        read_helplines(spoilt)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.yaml"):
        read_helplines(tmp_path / "none.yaml")
