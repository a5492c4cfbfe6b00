"""Measures the stages of one turn. Knows nothing of what they do."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from empathic_agent.turn import Timing

T = TypeVar("T")


class Stopwatch:
    """Adds up wall-clock time per stage, in the order the stages came."""

    def __init__(self) -> None:
        self._ms: dict[str, float] = {}

    @contextmanager
    def measure(self, stage: str) -> Iterator[None]:
        """Count the time of the `with` block as `stage`."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self._add(stage, start)

    def each(self, stage: str, items: Iterable[T]) -> Iterator[T]:
        """Pass `items` on, counting only the time it takes to make them, not to use them."""
        iterator = iter(items)
        while True:
            start = time.perf_counter()
            try:
                item = next(iterator)
            except StopIteration:
                return
            finally:
                self._add(stage, start)
            yield item

    def timings(self) -> tuple[Timing, ...]:
        """What was measured so far, in milliseconds."""
        return tuple(Timing(stage=stage, ms=ms) for stage, ms in self._ms.items())

    def _add(self, stage: str, start: float) -> None:
        elapsed = (time.perf_counter() - start) * 1e3
        self._ms[stage] = self._ms.get(stage, 0.0) + elapsed
