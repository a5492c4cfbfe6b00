"""Text as people write it, for models that read plain English. Knows no model and no emotion.

Emoji, emoticons, stretched words ("soooo"), slang ("idk") and left-out apostrophes ("dont") carry
signal, but an encoder has no token for most of them. EmTract (Vamossy and Skog 2021) puts them into
words; so does `normalise`, and the result remembers where each word came from.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import groupby

from empathic_agent.errors import InputError
from empathic_agent.perception.emoji import EMOJI, known_emoji, named_emoji
from empathic_agent.perception.lexicon import lexicon, skeleton
from empathic_agent.perception.stretched import squeezed


class Sign(StrEnum):
    """What is put into words."""

    STRETCH = "stretch"
    """Stretched words: "soooo"."""
    SLANG = "slang"
    """Abbreviations: "idk"."""
    APOSTROPHE = "apostrophe"
    """Left-out apostrophes: "dont"."""
    EMOJI = "emoji"
    """Emotional emoji, those of `signs/emoji.yaml`."""
    EMOTICON = "emoticon"
    """Emoticons: ":)"."""
    OTHER_EMOJI = "other emoji"
    """All other emoji, by their Unicode names."""


SPELLING = frozenset({Sign.STRETCH, Sign.SLANG, Sign.APOSTROPHE})
"""What helps whatever reads the result."""
FEELING = SPELLING | {Sign.EMOJI, Sign.EMOTICON}
"""What helps an encoder, which has no tokens for emoji; words that are counted keep them as they
are, for "love" does not say quite what ❤️ does. Names of other emoji do more harm than good."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of the raw text and the stretch that took its place."""

    start: int
    end: int
    raw_start: int
    raw_end: int


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text in plain words, aligned with the text it was made of."""

    text: str
    edits: tuple[Edit, ...] = ()
    """What was replaced, in order; everything between is the same in both texts."""

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the raw text.

        A span that touches a replaced stretch maps to the whole of what was replaced. A span
        within another maps into it, and an empty span between two characters to an empty one.

        Raises:
            InputError: not 0 <= start <= end <= len(text).
        """
        if not 0 <= start <= end <= len(self.text):
            raise InputError(
                f"There is no span from {start} to {end} in a text of {len(self.text)} characters."
            )
        first = self._raw_start(start)
        return first, max(first, self._raw_end(end))

    def _raw_start(self, position: int) -> int:
        """Where the character at `position` began."""
        place = bisect_right(self.edits, position, key=lambda edit: edit.start) - 1
        if place < 0:
            return position
        edit = self.edits[place]
        return edit.raw_start if position < edit.end else edit.raw_end + position - edit.end

    def _raw_end(self, position: int) -> int:
        """Where the character before `position` ended."""
        place = bisect_right(self.edits, position - 1, key=lambda edit: edit.start) - 1
        if place < 0:
            return max(position, 0)
        edit = self.edits[place]
        return edit.raw_end if position <= edit.end else edit.raw_end + position - edit.end


def normalise(text: str, signs: Collection[Sign] = SPELLING) -> Normalised:
    """Put what `signs` names into words; all else, case and punctuation included, stays.

    Linear in the length of the text. Normalising the result again changes nothing.

    Args:
        text: any text, even with lone surrogates.
        signs: what to put into words.
    """
    replaced = list(_replacements(text, frozenset(signs)))
    pieces: list[str] = []
    edits: list[Edit] = []
    raw = length = 0
    for start, end, words in reversed(replaced):
        pieces += (text[raw:start], words)
        length += start - raw
        edits.append(Edit(length, length + len(words), start, end))
        raw, length = end, length + len(words)
    return Normalised("".join([*pieces, text[raw:]]), tuple(edits))


def _replacements(text: str, signs: frozenset[Sign]) -> Iterator[tuple[int, int, str]]:
    """What is replaced, last first: for some words it matters what follows when all is done."""
    tokens, sign = _patterns(signs)
    words, following = "", len(text)
    for match in reversed(list(tokens.finditer(text))):
        after = text[match.end() : following] + words
        words = _in_words(match, sign, signs, after)
        if words != match.group():
            yield *match.span(), words
        following = match.start()


def _in_words(
    match: re.Match[str], sign: re.Pattern[str], signs: frozenset[Sign], after: str
) -> str:
    if match["signs"]:
        found = dict.fromkeys(sign.findall(match["signs"]))
        words = {each: _sign_in_words(each, signs) for each in found}
        return _bracketed(match, words) if any(words.values()) else match.group()
    if match["word"]:
        return _word_in_words(match["word"], signs, after)
    return match.group()


def _sign_in_words(sign: str, signs: frozenset[Sign]) -> str | None:
    emoticon = _emoticons().get(skeleton(sign))
    if emoticon is not None:
        return emoticon
    known = known_emoji(sign)
    if known is not None:
        return known if Sign.EMOJI in signs else None
    return named_emoji(sign) if Sign.OTHER_EMOJI in signs else None


def _bracketed(match: re.Match[str], words: Mapping[str, str | None]) -> str:
    """What a run of signs says, each told once: "😂😂❤️" is "(laughing, love)".

    A sign without words stays. A space parts the brackets from letters and the like around them.
    """
    before, after = _neighbours(match)
    lead = "" if not before or before.isspace() or before in _OPENING else " "
    trail = "" if not after or after.isspace() or after in _CLOSING else " "
    told = dict.fromkeys(said or sign for sign, said in words.items())
    return f"{lead}({', '.join(told)}){trail}"


def _neighbours(match: re.Match[str]) -> tuple[str, str]:
    """The characters before and after; empty at the ends of the text."""
    text, start, end = match.string, match.start(), match.end()
    return text[max(start - 1, 0) : start], text[end : end + 1]


def _word_in_words(word: str, signs: frozenset[Sign], after: str) -> str:
    table = lexicon()
    word = squeezed(word) if Sign.STRETCH in signs else word
    key = word.lower().replace("’", "'")
    if Sign.SLANG in signs and key in table.slang and (len(key) > 2 or word == key):
        return _capital(table.slang[key]) if word[0].isupper() else table.slang[key]
    if Sign.APOSTROPHE in signs and key in table.apostrophes and _fits(key, after):
        return _cased(table.apostrophes[key], word)
    return word


def _fits(word: str, after: str) -> bool:
    """Whether what follows speaks for a left-out apostrophe."""
    only, never = lexicon().only_before.get(word), lexicon().not_before.get(word)
    return (only is None or only.match(after) is not None) and (
        never is None or never.match(after) is None
    )


def _cased(words: str, like: str) -> str:
    if like.isupper():
        return words.upper()
    return _capital(words) if like[0].isupper() else words


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


_OPENING, _CLOSING = '([{"“‘', '.,!?;:)]}"”…'
_VERBATIM = r"\b\w++:[/\\]+[\w/\\]\S*|\bwww\.\S+|[@#]\w+|\b[ru]/\w+|\b\d+[:;=]\S*"
"""Addresses, paths, mentions, tags and times, in which nothing is replaced."""
_LETTER = r"(?:[^\W_]|[\u0300-\u036f])"
_WORD = rf"{_LETTER}+(?:['’]{_LETTER}+)*"
_NOTHING = "(?!)"


@cache
def _patterns(signs: frozenset[Sign]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What to look for: every word and every run of emoji and emoticons; and one of the latter."""
    emoji = EMOJI if signs & {Sign.EMOJI, Sign.OTHER_EMOJI} else _NOTHING
    emoticon = _emoticon_pattern() if Sign.EMOTICON in signs else _NOTHING
    sign = f"(?:{emoji}|{emoticon})"
    tokens = rf"(?P<verbatim>{_VERBATIM})|(?P<signs>{sign}(?:[ \t]*{sign})*)|(?P<word>{_WORD})"
    return re.compile(tokens), re.compile(sign)


@cache
def _emoticons() -> dict[str, str]:
    return {skeleton(emoticon): words for emoticon, words in lexicon().emoticons.items()}


def _emoticon_pattern() -> str:
    """Any listed emoticon, its characters repeated at will.

    The quantifiers are possessive and a match begins where its first character does, so that long
    rows of one character cost no more than others.
    """
    spellings = sorted(lexicon().emoticons, key=len, reverse=True)
    firsts = "".join(sorted({re.escape(spelling[0]) for spelling in spellings}))
    return f"(?=[{firsts}])(?:{'|'.join(map(_repeatable, spellings))})"


def _repeatable(emoticon: str) -> str:
    first, last = re.escape(emoticon[0]), emoticon[-1]
    runs = ((re.escape(mark), len(list(run))) for mark, run in groupby(emoticon))
    body = "".join(f"{mark}{{{times},}}+" for mark, times in runs)
    start = r"(?<!\w)" if emoticon[0].isalnum() else f"(?<!{first})"
    end = r"(?!\w)" if last.isalnum() else r"(?![/\d])"
    return f"{start}{body}{end}"
