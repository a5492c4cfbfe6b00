"""Splits texts of any script into plain ASCII tokens. Knows nothing of databases or scores.

The tokens are such that SQLite's full-text search takes each for one word, whatever the text: a
query made of them can hold no operator and no quotation mark.
"""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[a-z0-9]+")

# Written without spaces: every character counts as a word.
_UNSPACED = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)

_FUNCTION_WORDS = """
    a an the and or but if so as than then that this these those there here
    of to in on at by for from with about into over
    i me my mine we us our you your he him his she her hers it its they them their
    am is are was were be been being do does did doing done have has had having
    will would shall should can could might must
    what when where which who whom whose why how
    not no any some just too very also
    s t d m re ve ll don didn doesn isn wasn
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
"""English words that say nothing of what a question is about. They are kept, but not looked for."""


def tokens(text: str) -> list[str]:
    """The words of `text` in order: small letters, no accents, other scripts as hexadecimal."""
    if text.isascii():
        return _WORD.findall(text.lower())
    return [_ascii(word) for word in _spaced(text).split()]


def sought(text: str) -> list[str]:
    """The words of a query, each once, without function words unless there are no others."""
    distinct = list(dict.fromkeys(tokens(text)))
    return [token for token in distinct if token not in FUNCTION_WORDS] or distinct


def _spaced(text: str) -> str:
    """Letters, digits and marks; everything else becomes a space."""
    # Twice: letters such as 𝕬 have no small form until they are decomposed, and some small forms
    # can be decomposed again.
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    decomposed = unicodedata.normalize("NFKD", decomposed).casefold()
    kept = "".join(_kept(char) for char in decomposed)
    return _UNSPACED.sub(r" \g<0> ", kept)


def _kept(char: str) -> str:
    if unicodedata.combining(char):
        return ""
    return char if unicodedata.category(char)[0] in "LNM" else " "


def _ascii(word: str) -> str:
    if word.isascii():
        return word
    # The last digit keeps a stemmer from taking the end for that of an English word.
    return f"x{word.encode().hex()}0"
