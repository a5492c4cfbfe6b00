"""Regular expressions written over several lines. Knows no words.

Unlike `re.VERBOSE`, spaces inside a line stand for themselves: these patterns are mostly words.
"""

from __future__ import annotations

import re


def words_of(text: str) -> frozenset[str]:
    """The words of `text`, which are separated by white space."""
    return frozenset(text.split())


def joined(text: str) -> str:
    """The lines of `text` in one, without the white space around each."""
    return "".join(line.strip() for line in text.splitlines())


def pattern(text: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Compile the lines of `text` as one regular expression."""
    return re.compile(joined(text), flags)
