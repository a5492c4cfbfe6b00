"""Words about time, and text that cannot harm the screen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.strategy.strategies import Strategy
from empathic_agent.tui.why import LABEL
from empathic_agent.tui.wording import (
    SHORT_NAMES,
    age,
    clock_time,
    day_name,
    plain,
    printable,
    shortened,
)
from tests.tui.scripted import NOON

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("text", ["[bold]x[/]", "[", "[/]", "[@click=app.quit]x[/]", "$primary"])
def test_markup_stays_text(text: str) -> None:
    content = plain(text)
    assert content.plain == text
    assert not content.spans


def test_nothing_can_steer_the_terminal() -> None:
    assert printable("a\x1b[31mb\x9b\x00\u202ec\n\td") == "a[31mbc\n\td"


@given(st.text())
def test_what_is_printable_stays_so(text: str) -> None:
    assert printable(printable(text)) == printable(text)


@given(st.text(), st.integers(1, 60))
def test_shortened_text_fits_on_one_line(text: str, longest: int) -> None:
    line = shortened(text, longest)
    assert len(line) <= longest
    assert len(line.splitlines()) <= 1


def test_text_is_cut_at_a_word() -> None:
    assert shortened("I lost my job\nlast week", 12) == "I lost my…"
    assert shortened("unbelievably", 6) == "unbel…"
    assert shortened(" short ", 6) == "short"


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (TODAY, "today"),
        (date(2026, 3, 2), "earlier, 2 Mar"),
        (date(2024, 11, 21), "earlier, 21 Nov 2024"),
    ],
)
def test_dividers_name_the_day(day: date, name: str) -> None:
    assert day_name(day, TODAY) == name


def test_times_of_other_days_carry_the_day() -> None:
    local = NOON.astimezone()
    assert clock_time(NOON, local.date()) == f"{local:%H:%M}"
    assert clock_time(NOON, local.date() + timedelta(days=1)) == f"21 Nov {local:%H:%M}"


@pytest.mark.parametrize(
    ("elapsed", "words"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=3, minutes=59), "3 hours ago"),
        (timedelta(days=12), "12 days ago"),
        (timedelta(days=70), "2 months ago"),
        (timedelta(days=800), "2 years ago"),
    ],
)
def test_ages_have_one_unit(elapsed: timedelta, words: str) -> None:
    assert age(NOON, NOON + elapsed) == words


def test_every_strategy_has_a_name_that_fits_its_column() -> None:
    assert set(SHORT_NAMES) == set(Strategy)
    assert all(len(name) < LABEL for name in SHORT_NAMES.values())
