"""Which lore comes up when something is said. Knows no memory and no prompt.

Keys of ordinary entries are whole words or phrases. Regular expressions come from strangers, so
each has a moment and all together have another; what takes longer is not a match.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex  # type: ignore[import-untyped]

from empathic_agent.cards.role import Lorebook, LoreEntry

DEPTH = 4
"""Messages looked at where neither lorebook nor entry says otherwise."""
BUDGET = 1000
"""Tokens of lore per prompt where the lorebook does not say otherwise."""
LARGEST_BUDGET = 2000
"""Whatever the lorebook says."""
TOKEN = 4
"""Characters a token has, roughly."""
LONGEST_PATTERN = 500
"""Characters of a regular expression."""
MOST_REPEATS = 10_000
"""Product of the counts in a regular expression: `(a{100}){100}` is written out when compiled."""
LONGEST_TEXT = 10_000
"""Characters of what was said that keys are looked for in, from the end."""
MOMENT, ALL_MOMENTS = 0.02, 0.2
"""Seconds that one regular expression, and all of one message, may take."""

_FLAGS = {"i": regex.IGNORECASE, "m": regex.MULTILINE, "s": regex.DOTALL}
_FIRST_UNSPACED = 0x2E80
"""From here on (Chinese, Japanese, …) words are mostly written without spaces."""


@dataclass(frozen=True, slots=True)
class Mention:
    """An entry that has come up."""

    entry: LoreEntry
    key: str | None
    """What called it; None: it is always there."""


def mentions(book: Lorebook, said: Sequence[str], replies: int) -> tuple[Mention, ...]:
    """What comes up, in the order of the book, within its budget.

    Args:
        book: the character's lore.
        said: the messages of both sides, newest last.
        replies: how often the character has replied.
    """
    end = time.monotonic() + ALL_MOMENTS
    found = [
        mention
        for entry in book.entries
        if replies >= entry.after_replies and replies % entry.every_replies == 0
        if (mention := _mention(entry, _scanned(entry, book, said), end))
    ]
    return _affordable(found, book.token_budget)


def unusable_patterns(book: Lorebook) -> tuple[str, ...]:
    """The regular expressions that can never match because they are wrong or too long."""
    return tuple(
        key
        for entry in book.entries
        if entry.regex
        for key in entry.keys
        if _pattern(key, entry.case_sensitive) is None
    )


def _scanned(entry: LoreEntry, book: Lorebook, said: Sequence[str]) -> str:
    depths = (depth for depth in (entry.scan_depth, book.scan_depth) if depth is not None)
    depth = next(depths, DEPTH)
    return "\n".join(said[-depth:] if depth else ())[-LONGEST_TEXT:]


def _mention(entry: LoreEntry, text: str, end: float) -> Mention | None:
    if any(_holds(text, key, entry.case_sensitive) for key in entry.excluded_keys):
        return None
    if entry.constant:
        return Mention(entry, None)
    if entry.regex:
        key = next((k for k in entry.keys if _matches(text, k, entry.case_sensitive, end)), None)
    else:
        key = next((k for k in entry.keys if _holds(text, k, entry.case_sensitive)), None)
    second = entry.secondary_keys
    missing = second and not any(_holds(text, k, entry.case_sensitive) for k in second)
    return None if key is None or missing else Mention(entry, key)


def _holds(text: str, key: str, case_sensitive: bool) -> bool:
    """Whether `key` stands in `text` as a word or phrase of its own."""
    if not case_sensitive:
        text, key = _folded(text), _folded(key)
    place = text.find(key)
    while place >= 0:
        end = place + len(key)
        if not (_joined(text[place - 1 : place], key[0]) or _joined(key[-1], text[end : end + 1])):
            return True
        place = text.find(key, place + 1)
    return False


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return text.casefold()


def _joined(left: str, right: str) -> bool:
    """Whether two neighbouring characters belong to one word."""
    return all(c.isalnum() and ord(c) < _FIRST_UNSPACED for c in (left, right) if c) and bool(
        left and right
    )


def _matches(text: str, key: str, case_sensitive: bool, end: float) -> bool:
    pattern = _pattern(key, case_sensitive)
    left = end - time.monotonic()
    if pattern is None or left <= 0:
        return False
    try:
        return pattern.search(text, timeout=min(MOMENT, left)) is not None
    except (TimeoutError, RecursionError, MemoryError):
        return False


@lru_cache(maxsize=2048)
def _pattern(key: str, case_sensitive: bool) -> regex.Pattern[str] | None:
    """The pattern in `key`, which may be written as `/pattern/flags`; None if it cannot be used."""
    counts = [int(count) for count in regex.findall(r"[{,](\d+)", key[:LONGEST_PATTERN])]
    if len(key) > LONGEST_PATTERN or math.prod(max(1, count) for count in counts) > MOST_REPEATS:
        return None
    flags = 0 if case_sensitive else regex.IGNORECASE
    body, slash, letters = key[1:].rpartition("/")
    if key.startswith("/") and slash:
        key, flags = body, 0
        for letter in letters:
            flags |= _FLAGS.get(letter, 0)
    try:
        return regex.compile(key, flags)
    except (regex.error, RecursionError, MemoryError, OverflowError, ValueError):
        return None


def _affordable(found: list[Mention], budget: int | None) -> tuple[Mention, ...]:
    """The mentions that fit, those with the lowest priority left out."""
    room = TOKEN * min(BUDGET if budget is None else budget, LARGEST_BUDGET)
    kept: set[int] = set()
    ranked = sorted(range(len(found)), key=lambda place: -found[place].entry.priority)
    for place in ranked:
        size = len(found[place].entry.text)
        if size > room:
            break
        room -= size
        kept.add(place)
    return tuple(mention for place, mention in enumerate(found) if place in kept)
