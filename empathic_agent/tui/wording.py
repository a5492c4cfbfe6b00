"""Small texts: days, ages, short names, and text made safe to show. Knows no widget and no turn."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, timedelta

from textual.content import Content

from empathic_agent.strategy.strategies import Strategy

SHORT_NAMES: dict[Strategy, str] = {
    Strategy.QUESTION: "Question",
    Strategy.RESTATEMENT: "Restatement",
    Strategy.REFLECTION: "Reflection",
    Strategy.SELF_DISCLOSURE: "Self-disclosure",
    Strategy.AFFIRMATION: "Affirmation",
    Strategy.SUGGESTION: "Suggestion",
    Strategy.INFORMATION: "Information",
    Strategy.OTHERS: "Others",
}
"""ESConv's strategies in one word each, for the labels of bars."""

REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that change the reading direction of what follows, up to the end of the screen."""


def plain(text: str) -> Content:
    """`text` as it is: never read as markup, and without what could steer the terminal."""
    return Content(printable(text))


def printable(text: str) -> str:
    """`text` without control characters (other than line breaks and tabs) and reordering ones."""
    return "".join(char for char in text if _is_printable(char))


def shortened(text: str, longest: int) -> str:
    """`text` on one line, cut at a word with an ellipsis when it is longer than `longest`."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    start = line[: longest - 1]
    return (start.rpartition(" ")[0] or start) + "…"


def day_name(day: date, today: date) -> str:
    """The words of a divider: "today", "earlier, 21 Nov", "earlier, 21 Nov 2024"."""
    if day == today:
        return "today"
    year = "" if day.year == today.year else f" {day.year}"
    return f"earlier, {day.day} {day:%b}{year}"


def clock_time(at: datetime, today: date) -> str:
    """A local time: "14:05", or with its day when that is not today."""
    local = at.astimezone()
    day = "" if local.date() == today else f"{local.day} {local:%b} "
    return f"{day}{local:%H:%M}"


def age(at: datetime, now: datetime) -> str:
    """How long ago something was, in one unit; what lies in the future is "just now"."""
    elapsed = now - at
    for unit, length in _UNITS:
        if elapsed >= length:
            count = elapsed // length
            return f"{count} {unit}{'' if count == 1 else 's'} ago"
    return "just now"


_UNITS: tuple[tuple[str, timedelta], ...] = (
    ("year", timedelta(days=365)),
    ("month", timedelta(days=30)),
    ("day", timedelta(days=1)),
    ("hour", timedelta(hours=1)),
    ("minute", timedelta(minutes=1)),
)


def _is_printable(char: str) -> bool:
    if char in "\n\t":
        return True
    return unicodedata.category(char) != "Cc" and char not in REORDERING
