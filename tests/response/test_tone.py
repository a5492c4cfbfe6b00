"""Plain words of trouble and joy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.response.tone import tone_of, trouble_in
from empathic_agent.response.wording import Family


@pytest.mark.parametrize(
    ("message", "family"),
    [
        ("My dog died on Tuesday", Family.SAD),
        ("I'm so worried about it", Family.AFRAID),
        ("she lied to me", Family.ANGRY),
        ("they let me down", Family.HURT),
        ("I feel guilty", Family.ASHAMED),
        ("they laid off half of us", Family.TROUBLED),
        ("I'm not doing well", Family.TROUBLED),
        ("I got the job", Family.POSITIVE),
        ("I finally passed", Family.POSITIVE),
        ("it came out of the blue", Family.SURPRISED),
        ("the shop opens at nine", None),
        ("", None),
    ],
)
def test_unmistakable_words_set_the_tone(message: str, family: Family | None) -> None:
    assert tone_of(message) is family


@pytest.mark.parametrize(
    "message", ["I'm not sad", "I don't feel so lonely now", "no longer afraid"]
)
def test_denied_trouble_is_no_trouble(message: str) -> None:
    assert not trouble_in(message)


def test_trouble_goes_before_joy_and_a_named_feeling_before_a_sign() -> None:
    assert tone_of("I passed but my mum died") is Family.SAD
    assert tone_of("it's hard, hard, hard, and I'm scared") is Family.AFRAID


def test_joy_and_trouble_side_by_side_are_left_to_the_person() -> None:
    assert tone_of("We're getting married and my parents stopped talking to me") is Family.NEUTRAL


def test_passing_away_is_not_passing() -> None:
    assert tone_of("he passed away") is Family.SAD


@given(st.text())
def test_any_text_may_be_asked(message: str) -> None:
    assert trouble_in(message) in (True, False)
