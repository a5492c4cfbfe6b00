"""The placeholders of character cards: `{{char}}`, `{{user}}` and the rest. Knows no card.

They are found in upper and lower case. What the specification calls random is chosen by the text
it stands in, so that a card reads the same every time.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

USER = "friend"
"""How a card addresses the person. Nobody is asked for a name, and one agent serves many."""

ORIGINAL = re.compile(r"\{\{\s*original\s*\}\}", re.IGNORECASE)

_NAMES = re.compile(r"\{\{\s*(char|user)\s*\}\}|<(char|bot|user)>", re.IGNORECASE)
_HIDDEN = re.compile(r"\{\{\s*(?://|comment:|hidden_key:)[^{}]*\}\}", re.IGNORECASE)
_CHOICES = re.compile(r"\{\{\s*(random|pick|roll|reverse)\s*::?([^{}]*)\}\}", re.IGNORECASE)
_COMMAS = re.compile(r"(?<!\\),")


@dataclass(frozen=True, slots=True)
class Names:
    """Who is meant."""

    char: str
    """The card's nickname, or its name."""
    user: str = USER


def fill(text: str, names: Names) -> str:
    """`text` with its placeholders filled; `{{original}}` and unknown ones stay as they are."""
    text = _HIDDEN.sub("", text)
    text = _NAMES.sub(lambda found: _name(found, names), text)
    return _CHOICES.sub(lambda found: _chosen(found, text), text)


def _name(found: re.Match[str], names: Names) -> str:
    return names.user if (found[1] or found[2]).casefold() == "user" else names.char


def _chosen(found: re.Match[str], text: str) -> str:
    kind, value = found[1].casefold(), found[2]
    dice = zlib.crc32(f"{found.start()}{text}".encode("utf-8", "replace"))
    if kind == "reverse":
        return value[::-1]
    if kind == "roll":
        sides = value.strip().casefold().removeprefix("d")
        whole = sides.isascii() and sides.isdigit() and 0 < len(sides) < 10 and int(sides) > 0
        return str(1 + dice % int(sides)) if whole else found[0]
    choices = value.split("::") if "::" in value else _COMMAS.split(value)
    return choices[dice % len(choices)].replace("\\,", ",").strip()
