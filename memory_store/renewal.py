"""Builds a state in the background. Knows nothing of what a state is made of."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from memory_store.errors import StoreError
from memory_store.state import State, Stopped

log = logging.getLogger(__name__)


class Renewal:
    """At most one thread, whose result is taken once."""

    def __init__(self, build: Callable[[threading.Event], State]) -> None:
        """`build` raises Stopped some time after its argument is set."""
        self._build = build
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._result: State | None = None
        self._failed = False

    def start(self) -> None:
        """Begin, unless it has begun already or has failed before."""
        if self._thread is None and not self._failed:
            self._thread = threading.Thread(target=self._run, name="memory index", daemon=True)
            self._thread.start()

    def take(self) -> State | None:
        """The new state, once it is ready; None before and after."""
        if self._thread is None or self._thread.is_alive():
            return None
        self._thread = None
        state, self._result = self._result, None
        return state

    def wait(self) -> None:
        """Until the thread, if there is one, has ended."""
        if self._thread is not None:
            self._thread.join()

    def stop(self) -> None:
        """End the thread early and wait for it."""
        self._stop.set()
        self.wait()

    def _run(self) -> None:
        try:
            self._result = self._build(self._stop)
        except Stopped:
            self._failed = True
        except StoreError as error:
            self._failed = True
            log.warning("the index goes on as it is, a better one could not be built (%s)", error)
