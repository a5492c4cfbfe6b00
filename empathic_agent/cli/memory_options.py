"""Options of the `memory` commands, and what their values mean. Knows no command."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

MemoryId = Annotated[int, typer.Argument(metavar="ID", help="A memory's number, see `list`.")]
Limit = Annotated[int, typer.Option("--limit", min=1, help="At most so many.")]
Offset = Annotated[int, typer.Option("--offset", min=0, help="Leave out the first so many.")]
Kinds = Annotated[
    list[str] | None,
    typer.Option(
        "--kind", help='"turn", "fact", "persona seed" or "lore"; more than once for more.'
    ),
]
Words = Annotated[str | None, typer.Option("--words", help="Its text has all of these words.")]
Valence = Annotated[
    tuple[float, float] | None,
    typer.Option("--valence", metavar="FROM TO", help="Unpleasant -1 to pleasant 1."),
]
Arousal = Annotated[
    tuple[float, float] | None,
    typer.Option("--arousal", metavar="FROM TO", help="Calm -1 to stirred up 1."),
]
Dominance = Annotated[
    tuple[float, float] | None,
    typer.Option("--dominance", metavar="FROM TO", help="Overpowered -1 to in control 1."),
]
Since = Annotated[
    str | None, typer.Option("--since", help='A date "2026-03-31", a time, or an age "7d".')
]
Until = Annotated[
    str | None, typer.Option("--until", help="Before that date or time, or older than that age.")
]
OfSession = Annotated[str | None, typer.Option("--session", help="Of this conversation only.")]
Superseded = Annotated[
    bool, typer.Option("--superseded", help="Also memories that newer ones have replaced.")
]
AsLines = Annotated[bool, typer.Option("--json", help="Print one JSON object per line.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only tell what would be done.")]
File = Annotated[Path, typer.Argument(help="A JSONL file.")]

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def moment(given: str | None) -> datetime | None:
    """A date (local midnight), a time (local, unless it says otherwise), or an age before now.

    Raises typer.BadParameter.
    """
    if given is None:
        return None
    if age := re.fullmatch(r"(\d+)([mhdw])", given.strip()):
        return datetime.now(UTC) - timedelta(**{_UNITS[age[2]]: int(age[1])})
    try:
        return datetime.fromisoformat(given.strip()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise typer.BadParameter(
            f'got {given!r}, expected a date as "2026-03-31", a time as "2026-03-31 18:00", or an '
            'age as "30m", "12h", "7d" or "2w"'
        ) from None


def agreed(question: str, *, yes: bool) -> None:
    """Go on only if the person agrees; without a terminal to ask, `--yes` must have been given."""
    if not yes and not typer.confirm(question, err=True):
        raise typer.Exit(1)
