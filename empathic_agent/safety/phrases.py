"""Phrases and how they are found in a list of words. Knows nothing of dangers or of spelling.

A phrase is not tried at every word. One of its items that needs a certain word is its *anchor*:
wherever that word stands, the items before it are matched backwards and those after it forwards.
A text without any anchor word costs next to nothing; and since gaps are bounded and nothing else
repeats, the time grows linearly with the text, whatever it says.

Positions are boundaries: boundary i lies before word i. A text begins and ends with a
`SENTENCE_END`, which no item matches, so that no item looks beyond the text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, KeysView, Sequence
from dataclasses import dataclass
from typing import Protocol

SENTENCE_END = "."
"""The word that stands before the first, between and after the last sentence."""

Place = tuple[int, int]
"""The boundaries of a match, start and end."""

_NEARBY = 20
"""How many words before and after a match its context is looked for."""


class Item(Protocol):
    """A part of a phrase."""

    def reach(self, words: Sequence[str], at: int, step: int) -> Collection[int]:
        """The boundaries a match from boundary `at` can lead to, forwards (step 1) or back (-1)."""
        ...


class Choice:
    """Any one of some runs of words."""

    def __init__(self, runs: Iterable[tuple[str, ...]]) -> None:
        """Take the runs, none of them empty."""
        self.runs = tuple(runs)
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        self._by_last: dict[str, list[tuple[str, ...]]] = {}
        for run in self.runs:
            self._by_first.setdefault(run[0], []).append(run)
            self._by_last.setdefault(run[-1], []).append(run)

    @property
    def first_words(self) -> KeysView[str]:
        """The words a match can begin with."""
        return self._by_first.keys()

    def reach(self, words: Sequence[str], at: int, step: int) -> Collection[int]:
        """The far end of every run that stands here."""
        runs = self._by_first.get(words[at]) if step > 0 else self._by_last.get(words[at - 1])
        if runs is None:  # nearly always
            return ()
        if step > 0:
            return [at + len(run) for run in runs if tuple(words[at : at + len(run)]) == run]
        return [at - len(run) for run in runs if tuple(words[max(0, at - len(run)) : at]) == run]


@dataclass(frozen=True)
class Either:
    """Any one of some items."""

    items: tuple[Item, ...]

    def reach(self, words: Sequence[str], at: int, step: int) -> Collection[int]:
        """What any of the items reaches."""
        return {end for item in self.items for end in item.reach(words, at, step)}


@dataclass(frozen=True)
class Maybe:
    """An item or nothing."""

    item: Item

    def reach(self, words: Sequence[str], at: int, step: int) -> Collection[int]:
        """What the item reaches, and where it began."""
        return {at, *self.item.reach(words, at, step)}


@dataclass(frozen=True)
class Gap:
    """Any words, up to `longest` of them, of one sentence."""

    longest: int

    def reach(self, words: Sequence[str], at: int, step: int) -> Collection[int]:
        """Every boundary up to the length of the gap or the end of the sentence."""
        reached = [at]
        while len(reached) <= self.longest and words[_next(at, step)] != SENTENCE_END:
            at += step
            reached.append(at)
        return reached


@dataclass(frozen=True)
class Edge:
    """The beginning of a sentence (`side` -1) or its end (`side` 1)."""

    side: int

    def reach(self, words: Sequence[str], at: int, step: int) -> Collection[int]:
        """Where it began, if the sentence does not go on to that side; `step` is the same to it."""
        del step
        return (at,) if words[_next(at, self.side)] == SENTENCE_END else ()


@dataclass(frozen=True)
class Series:
    """Items that follow each other."""

    items: tuple[Item, ...]

    def reach(self, words: Sequence[str], at: int, step: int) -> Collection[int]:
        """What the last item reaches from what the one before it reached, and so on."""
        reached: Collection[int] = (at,)
        for item in self.items[::step]:
            reached = {end for start in reached for end in item.reach(words, start, step)}
            if not reached:
                break
        return reached


@dataclass(frozen=True)
class Phrase:
    """A phrase, taken apart at its anchor."""

    before: Series
    anchor: Choice | None
    """None in a context: the anchor is the match whose surroundings are looked at."""
    after: Series

    def match(self, words: Sequence[str], at: int) -> Place | None:
        """The longest match whose anchor begins at boundary `at`."""
        if self.anchor is None:
            return None
        starts = self.before.reach(words, at, -1) if self.anchor.reach(words, at, 1) else ()
        ends = Series((self.anchor, self.after)).reach(words, at, 1) if starts else ()
        return (min(starts), max(ends)) if ends else None

    def match_around(self, words: Sequence[str], place: Place) -> Place | None:
        """As a context: the stretch of words that contains or overlaps the match at `place`."""
        if self.anchor is None:
            starts = self.before.reach(words, place[0], -1)
            ends = self.after.reach(words, place[1], 1) if starts else ()
            return (min(starts), max(ends)) if ends else None
        low, high = max(0, place[0] - _NEARBY), min(len(words), place[1] + _NEARBY)
        if self.anchor.first_words.isdisjoint(words[low:high]):
            return None
        for at in range(low, high):
            found = self.match(words, at) if words[at] in self.anchor.first_words else None
            if found is not None and found[0] < place[1] and found[1] > place[0]:
                return found
        return None


def _next(at: int, step: int) -> int:
    """The word that lies beyond boundary `at` in the direction of `step`."""
    return at if step > 0 else at - 1
