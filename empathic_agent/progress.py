"""A progress bar for long work. Knows nothing of the work."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TypeVar

Item = TypeVar("Item")


def track(items: Collection[Item], what: str, *, quiet: bool = False) -> Iterator[Item]:
    """Pass `items` on while a bar on standard error shows how far it is."""
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
    with Progress(*columns, console=Console(stderr=True), disable=quiet) as progress:
        yield from progress.track(items, description=what, total=len(items))
