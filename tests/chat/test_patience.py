"""Waiting for a call, but not for ever."""

from __future__ import annotations

from contextvars import ContextVar
from threading import Event

import pytest

from empathic_agent.chat.patience import within

colour: ContextVar[str] = ContextVar("colour", default="grey")


def test_what_is_in_time_is_returned() -> None:
    assert within(5, lambda: 42) == 42


def test_what_is_raised_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 // 0)


def test_a_timeout_of_the_call_itself_is_passed_on() -> None:
    def hang_up() -> None:
        raise TimeoutError("the line is dead")

    with pytest.raises(TimeoutError, match="the line is dead"):
        within(5, hang_up)


def test_what_takes_too_long_is_left_alone() -> None:
    never = Event()
    with pytest.raises(TimeoutError, match=r"no answer within 0\.05 seconds"):
        within(0.05, never.wait)
    never.set()


def test_the_context_goes_along() -> None:
    token = colour.set("blue")
    assert within(5, colour.get) == "blue"
    colour.reset(token)
