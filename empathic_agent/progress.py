"""Shows on standard error how long work is getting on. Knows nothing of the work."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import rich.progress

Item = TypeVar("Item")

Progress = Callable[[str], None]
"""Is told each step of some work as it begins, in a few words."""


def silent(_step: str) -> None:
    """A `Progress` that shows nothing."""


def track(items: Collection[Item], what: str, *, quiet: bool = False) -> Iterator[Item]:
    """Pass `items` on while a bar shows how many of them are done and how long the rest takes."""
    with _bar(quiet) as progress:
        yield from progress.track(items, description=what, total=len(items))


@contextmanager
def gauge(what: str, *, quiet: bool = False) -> Iterator[Callable[[int, int], None]]:
    """The same bar for work that counts itself: a function to tell how many of how many are done.

    The time left is judged by what is done after it has been told for the first time.
    """
    with _bar(quiet) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def _bar(quiet: bool) -> rich.progress.Progress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=Console(stderr=True), disable=quiet)


@contextmanager
def narrate() -> Iterator[Progress]:
    """Give a function that is told each step; a line per finished step, a clock at the current."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:

        def say(step: str) -> None:
            for task in progress.task_ids:
                progress.update(task, total=1, completed=1)
            progress.add_task(step, total=None)

        yield say
