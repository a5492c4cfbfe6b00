"""The words behind emoji, emoticons and short spellings, as kept in `signs/`. Knows no texts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "signs"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All look-up tables; keys of words are in lower case."""

    emoji: Mapping[str, str]
    """Emoji, without variation selectors, to phrase."""
    emoticons: Mapping[str, str]
    """Emoticon, in its shortest spelling, to phrase."""
    slang: Mapping[str, str]
    apostrophes: Mapping[str, str]
    """Words whose apostrophe was left out."""
    only_before: Mapping[str, re.Pattern[str]]
    """What must follow, white space included, for an apostrophe to be put in."""
    not_before: Mapping[str, re.Pattern[str]]
    """What must not follow."""
    double: Mapping[str, tuple[str, ...]]
    """Words with double letters by what is left of them when no letter stands twice."""


@cache
def lexicon() -> Lexicon:
    """The tables that come with the package."""
    shorthand = _read("shorthand.yaml")
    return Lexicon(
        emoji=_by_sign({words: signs.split() for words, signs in _read("emoji.yaml").items()}),
        emoticons=_by_sign(_read("emoticons.yaml")),
        slang=shorthand["slang"],
        apostrophes=shorthand["apostrophes"],
        only_before={word: _any_of(then) for word, then in shorthand["only_before"].items()},
        not_before={word: _any_of(then) for word, then in shorthand["not_before"].items()},
        double=_by_skeleton(shorthand["double"].split()),
    )


def skeleton(word: str) -> str:
    """The word with each run of one letter as a single letter: "realy" of "really"."""
    return "".join(letter for letter, _ in groupby(word))


def _read(name: str) -> Any:
    import yaml

    return yaml.safe_load((FOLDER / name).read_text("utf-8"))


def _by_sign(signs_of: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {sign: words for words, signs in signs_of.items() for sign in signs}


def _any_of(words: str) -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{'|'.join(words.split())})\b", re.IGNORECASE)


def _by_skeleton(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for word in words:
        found[skeleton(word)] += (word,)
    return dict(found)
