"""Gauges keep their width, order and limits whatever the numbers are."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.tui.gauges import AFTER, BEFORE, FULL, HALF, MARK, bar, needle, percent, signed

anything = st.floats(allow_nan=True, allow_infinity=True)
shares = st.floats(0.0, 1.0)
widths = st.integers(1, 60)


@given(share=anything, width=widths, mark=st.none() | anything)
def test_a_bar_is_as_wide_as_asked(share: float, width: int, mark: float | None) -> None:
    assert bar(share, width, "red", mark=mark).cell_length == width


@given(low=shares, high=shares, width=widths)
def test_a_greater_share_is_never_shorter(low: float, high: float, width: int) -> None:
    low, high = sorted((low, high))
    assert _filled(low, width) <= _filled(high, width)


def test_a_bar_counts_in_half_cells() -> None:
    assert bar(0.25, 10, "red").plain.startswith(FULL * 2 + HALF)
    assert bar(1.0, 10, "red").plain == FULL * 10
    assert FULL not in bar(0.0, 10, "red").plain


@given(share=shares, mark=shares, width=widths)
def test_the_mark_stands_once_and_on_the_bars_scale(share: float, mark: float, width: int) -> None:
    plain = bar(share, width, "red", mark=mark).plain
    assert plain.count(MARK) == 1
    assert plain.index(MARK) == pytest.approx(mark * (width - 1), abs=0.5)


def test_without_a_mark_there_is_none() -> None:
    assert MARK not in bar(0.5, 10, "red").plain


@given(before=anything, after=anything, width=widths)
def test_a_needle_is_as_wide_as_asked(before: float, after: float, width: int) -> None:
    gauge = needle(before, after, width, "red")
    assert gauge.cell_length == width
    assert AFTER in gauge.plain


def test_a_needle_points_from_before_to_after() -> None:
    assert needle(-1.0, 1.0, 9, "red").plain == f"{BEFORE}───┼───{AFTER}"
    assert needle(0.0, 0.0, 9, "red").plain == f"────{AFTER}────"


@given(share=anything)
def test_percentages_take_four_characters(share: float) -> None:
    assert len(percent(share)) == 4


def test_a_small_share_is_not_called_nothing() -> None:
    assert percent(0.002) == " <1%"
    assert percent(0.0) == "  0%"
    assert percent(0.62) == " 62%"


@given(value=anything)
def test_signed_numbers_take_five_characters(value: float) -> None:
    assert len(signed(value)) == 5


def test_zero_has_no_sign() -> None:
    assert signed(-0.001) == " 0.00"
    assert signed(math.nan) == " 0.00"
    assert signed(0.314) == "+0.31"


def _filled(share: float, width: int) -> int:
    plain = bar(share, width, "red").plain
    return 2 * plain.count(FULL) + plain.count(HALF)
