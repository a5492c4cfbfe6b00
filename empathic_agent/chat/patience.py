"""Waits for a call, but not for ever. Knows nothing of what is called."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


def within(seconds: float, call: Callable[[], T]) -> T:
    """What `call` returns or raises, if it does so in time.

    A call that does not is left to itself on a daemon thread, which keeps no program alive. It
    runs in a copy of the caller's context.

    Raises:
        TimeoutError: `seconds` have passed.
    """
    future: Future[T] = Future()

    def work() -> None:
        try:
            future.set_result(call())
        except BaseException as error:  # noqa: BLE001 -- handed over to the caller, all of it
            future.set_exception(error)

    Thread(target=copy_context().run, args=(work,), daemon=True).start()
    try:
        return future.result(timeout=seconds)
    except TimeoutError:
        if future.done():
            raise
        raise TimeoutError(f"no answer within {seconds:g} seconds") from None
