"""Brings a message into plain lower-case words and back. Knows nothing of dangers or patterns.

People in distress type fast, on phones, and censor themselves out of habit from platforms that
hide such words ("su1cide", "k*ll", "unalive"). This is not a defence against someone who tries
to get past the gate: look-alike letters of other alphabets, for one, stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from empathic_agent.safety.phrases import SENTENCE_END, Place
from empathic_agent.turn import Span

_APOSTROPHES = "’‘‛ʼ′`´＇"
_LEET = (str.maketrans("013457@$!", "oieastasi"), str.maketrans("013457@$!", "oleastasi"))
_WORD_OR_END = re.compile(r"\w(?:[\w'*@$!#.-]*\w)?|(?<!\.)\.(?!\.)|[!?;\ud800-\udfff]|\n\s*\n")
_STRETCHED = re.compile(r"(\w)\1{2,}")
_DOUBLED_END = re.compile(r"(\w)\1$")
_PART_OR_END = re.compile(r"[^\W_](?:'?[^\W_])*|(?<!\.)\.(?!\.)|!")
_SEPARATOR = re.compile(r"[.\-*_]")
_SPELT_OUT = re.compile(r"[^\W_](?:[.\-*_][^\W_]){2,}")


class Word(NamedTuple):
    """A normalised word and the half-open stretch [start, end) of the message it came from."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Vocabulary:
    """The words that unusual spellings are resolved to; anything else is left as typed."""

    known: frozenset[str]
    """Words of the patterns; stretched letters are shortened towards these."""
    censored: frozenset[str]
    """Words that people disguise with symbols or digits."""


@dataclass(frozen=True)
class Message:
    """A message as plain words."""

    source: str
    """As it was typed."""
    origin: tuple[Word, ...]
    """The words with their places, between sentence ends."""

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words alone."""
        return tuple(word.text for word in self.origin)

    def span(self, place: Place) -> Span:
        """The stretch of the message, exact as typed, from which the words at `place` came."""
        start, end = self.origin[place[0]].start, self.origin[place[1] - 1].end
        return Span(start=start, end=end, text=self.source[start:end])


def normalise(text: str, vocabulary: Vocabulary) -> Message:
    """Rewrite `text` as plain words, each traceable to its place in `text`.

    Compatibility forms are folded (NFKD without accents, then lower case), apostrophes and
    invisible characters dropped ("can’t" → "cant"), and spellings resolved that are stretched
    ("diiie"), spelt out ("d-i-e") or censored ("su1cide", "k*ll"). Takes any string, in time
    linear in its length.
    """
    folded, origin = _fold(text)
    first, last = Word(SENTENCE_END, 0, 0), Word(SENTENCE_END, len(text), len(text))
    return Message(text, (first, *_words(folded, origin, vocabulary), last))


def _fold(text: str) -> tuple[str, Sequence[int]]:
    """Fold character by character; `origin[i]` is where folded character i came from."""
    if text.isascii():
        return text.replace("`", "'").lower(), range(len(text) + 1)
    folded: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(text):
        plain = _fold_character(character)
        folded.append(plain)
        origin.extend([index] * len(plain))
    origin.append(len(text))
    return "".join(folded), origin


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    if character in _APOSTROPHES:
        return "'"
    if unicodedata.category(character) == "Cs":
        return character  # a lone surrogate cannot be part of a valid record: it ends the sentence
    decomposed = unicodedata.normalize("NFKD", character).casefold()
    return "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Me", "Cf"))


def _words(folded: str, origin: Sequence[int], vocabulary: Vocabulary) -> Iterator[Word]:
    for token in _WORD_OR_END.finditer(folded):
        whole = _resolve(token.group(), vocabulary)
        if whole is not None:
            yield Word(whole, *_place(origin, token.start(), token.end()))
            continue
        for part in _PART_OR_END.finditer(token.group()):
            text = _resolve(part.group(), vocabulary) or part.group().replace("'", "")
            start, end = token.start() + part.start(), token.start() + part.end()
            yield Word(text, *_place(origin, start, end))


def _place(origin: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """The stretch of the original behind the folded characters [start, end)."""
    return origin[start], origin[end - 1] + 1


def _resolve(token: str, vocabulary: Vocabulary) -> str | None:
    """The word a token stands for as a whole, or None if it has to be taken apart."""
    plain = token.replace("'", "")
    if plain.isalpha():
        return _unstretch(plain, vocabulary)
    if not plain[0].isalnum() and plain[0] != "_":
        return SENTENCE_END
    return _uncensor(plain, vocabulary.censored)


def _unstretch(word: str, vocabulary: Vocabulary) -> str:
    if word in vocabulary.known:
        return word
    single, double = _STRETCHED.sub(r"\1", word), _STRETCHED.sub(r"\1\1", word)
    for candidate in (single, double):
        if candidate in vocabulary.known:
            return candidate
    shortened = _DOUBLED_END.sub(r"\1", word)
    return shortened if shortened in vocabulary.censored else single


def _uncensor(token: str, censored: frozenset[str]) -> str | None:
    """The censored word behind a token with symbols or digits in it, or None."""
    readings = [token.translate(table) for table in _LEET]
    if _SPELT_OUT.fullmatch(token):
        readings.append(_SEPARATOR.sub("", token))
    if "*" in token or "#" in token:
        readings.extend(word for word in sorted(censored) if _fits(token, word))
    return next((reading for reading in readings if reading in censored), None)


def _fits(token: str, word: str) -> bool:
    """Whether `token` is `word` with some letters hidden by * or #."""
    return len(token) == len(word) and all(
        shown in (letter, "*", "#") for shown, letter in zip(token, word, strict=True)
    )
