"""Reads phrases written in a small language. Knows nothing of dangers or messages.

A phrase is a line of items separated by spaces:

    i want|wish to die         words, with alternatives separated by |
    want_to|wanna              an underscore joins the words of one alternative
    <adverb>|then              a phrase of the slot of that name, or "then"
    really? <adverb>?          a question mark makes an item optional
    ~3                         up to three words of any kind, in the same sentence
    ^ and $                    the beginning and the end of a sentence
    @                          in a context: the match whose surroundings are looked at
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from empathic_agent.errors import DataError
from empathic_agent.safety.phrases import Choice, Edge, Either, Gap, Item, Maybe, Phrase, Series

_MATCH = "@"
_EDGES = {"^": Edge(-1), "$": Edge(1)}
_GAP = re.compile(r"~([1-9]|1\d)")
_SLOT = re.compile(r"<([a-z-]+)>")
_WORD = re.compile(r"[^\W_]+")


class Grammar:
    """Reads phrases that share their slots."""

    def __init__(self, slots: Mapping[str, Sequence[str]], lines: Iterable[str]) -> None:
        """Take the named `slots`, and all `lines` to be read, to tell rare words from common."""
        self._slots = slots
        self._read_slots: dict[str, Item] = {}
        self._open: list[str] = []
        everything = [*lines, *(line for slot in slots.values() for line in slot)]
        words = (word for line in everything for word in _WORD.findall(_SLOT.sub(" ", line)))
        self._uses = Counter(words)

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every word in any of the lines."""
        return frozenset(self._uses)

    def phrase(self, line: str) -> Phrase:
        """Read one phrase.

        Raises:
            DataError: if an item is malformed, a slot is unknown or uses itself, or no item could
                be the anchor: one that is not optional and needs a word of its own.
        """
        before, found, after = line.partition(_MATCH)
        if found:
            return Phrase(self._series(before), None, self._series(after))
        items = self._series(line).items
        anchor = self._rarest(items)
        if anchor is None:
            raise DataError(f"the phrase {line!r} has no item that needs a word: add one")
        index, choice = anchor
        return Phrase(Series(items[:index]), choice, Series(items[index + 1 :]))

    def _rarest(self, items: Sequence[Item]) -> tuple[int, Choice] | None:
        """The item that begins with the words which the lines use least."""
        choices = [(i, item) for i, item in enumerate(items) if isinstance(item, Choice)]
        return min(choices, key=lambda choice: self._commonness(choice[1]), default=None)

    def _commonness(self, choice: Choice) -> int:
        return sum(self._uses[word] for word in choice.first_words)

    def _series(self, line: str) -> Series:
        return Series(tuple(self._item(token) for token in line.split()))

    def _item(self, token: str) -> Item:
        if gap := _GAP.fullmatch(token):
            return Gap(int(gap[1]))
        if token.endswith("?"):
            return Maybe(self._item(token[:-1]))
        return _either([self._alternative(part) for part in token.split("|")])

    def _alternative(self, token: str) -> Item:
        if token in _EDGES:
            return _EDGES[token]
        if slot := _SLOT.fullmatch(token):
            return self._slot(slot[1])
        words = tuple(token.split("_"))
        if all(_WORD.fullmatch(word) for word in words):
            return Choice([words])
        raise DataError(f"cannot read the item {token!r}: see {__name__} for the language")

    def _slot(self, name: str) -> Item:
        if name not in self._slots:
            raise DataError(f"unknown slot <{name}>; there are {', '.join(sorted(self._slots))}")
        if name in self._open:
            raise DataError(f"the slot <{name}> uses itself: {' → '.join([*self._open, name])}")
        if name not in self._read_slots:
            self._open.append(name)
            lines = [self._series(line) for line in self._slots[name]]
            self._read_slots[name] = _either([_alone(line) for line in lines])
            self._open.pop()
        return self._read_slots[name]


def _alone(series: Series) -> Item:
    """The item of a series of one; the series itself if it has more."""
    return series.items[0] if len(series.items) == 1 else series


def _either(items: Sequence[Item]) -> Item:
    """Any one of `items`, which are merged if all are choices of words."""
    choices = [item for item in items if isinstance(item, Choice)]
    if len(choices) == len(items):
        return Choice(run for choice in choices for run in choice.runs)
    return items[0] if len(items) == 1 else Either(tuple(items))
