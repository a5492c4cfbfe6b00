"""The crisis gate: meets a person in danger before any model is asked. Knows nothing of replies.

It is a list of phrases, not a clinical instrument: it neither assesses a risk nor diagnoses, and
a message it lets pass is not thereby safe. It reads English, and of what was said before only
whether it had to answer itself.

What it decides, and why:

- In doubt it answers, since a needless question is forgiven and a missed call for help is not;
  but everyday idioms ("this deadline is killing me") must pass, or people stop reading the answer.
- A denial ("I'm not suicidal, just tired") or a past attempt puts the subject on the table. It is
  not ignored but met with a gentle question (`Stance.UNSURE`).
- Death wished for is met, death feared is not: "I don't want to die" passes.
- Grief for someone who died by suicide passes: the loop consoles better than a list of helplines.
- Words about someone else are met with the worry for that person (`Stance.SOMEONE_ELSE`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from empathic_agent.safety.aftermath import follow_up
from empathic_agent.safety.grammar import Grammar
from empathic_agent.safety.normalise import Vocabulary, normalise
from empathic_agent.safety.patterns import Pattern, PatternSet, shipped_patterns
from empathic_agent.safety.phrases import Phrase, Place
from empathic_agent.turn import Danger, SafetyVerdict, Span, Stance

_STANCES = tuple(Stance)
_DANGERS = (Danger.SUICIDE, Danger.HARM_TO_OTHERS, Danger.ABUSE, Danger.SELF_HARM)
"""Which danger is answered when a message speaks of several."""


class Finding(NamedTuple):
    """A danger found in a message."""

    danger: Danger
    stance: Stance
    span: Span
    pattern: str
    """Name of the pattern that found it."""


class CrisisGate:
    """Looks for suicide, self-harm, abuse and harm to others in a message."""

    def __init__(self, patterns: PatternSet | None = None) -> None:
        """Build a gate from `patterns`; by default from those that come with the package.

        Raises:
            DataError: if a phrase of `patterns` is malformed.
        """
        self._index = _index(patterns) if patterns else _shipped_index()

    def check(self, text: str, earlier: Sequence[SafetyVerdict] = ()) -> SafetyVerdict:
        """Judge one message of any length; never raises, in time linear in its length.

        Args:
            text: the message.
            earlier: the verdicts on the messages of the last hour, oldest first; what comes right
                after a crisis reply is met too (`aftermath.py`).
        """
        finding = self.find(text)
        if finding is None:
            return follow_up(earlier, text) or _CALM
        reason = _REASONS[finding.stance].format(danger=finding.danger, words=finding.span.text)
        return SafetyVerdict(
            danger=finding.danger, stance=finding.stance, evidence=finding.span, reason=reason
        )

    def find(self, text: str) -> Finding | None:
        """The danger in `text` to answer first, with how it is spoken of."""
        message = normalise(text, self._index.vocabulary)
        hit = min(self._hits(message.words), key=_Hit.rank, default=None)
        if hit is None:
            return None
        return Finding(
            hit.probe.danger, hit.stance, message.span(hit.place), hit.probe.pattern.name
        )

    def _hits(self, words: Sequence[str]) -> Iterator[_Hit]:
        for at, word in enumerate(words):
            for probe in self._index.by_anchor.get(word, ()):
                hit = probe.hit(words, at)
                if hit is not None:
                    yield hit


@dataclass(frozen=True)
class _Probe:
    """One phrase to look for, and the contexts that change what it means."""

    danger: Danger
    pattern: Pattern
    phrase: Phrase
    unless: tuple[Phrase, ...]
    unsure: tuple[Phrase, ...]

    @property
    def anchor_words(self) -> Collection[str]:
        """The words at which the probe is worth trying."""
        return self.phrase.anchor.first_words if self.phrase.anchor else ()

    def hit(self, words: Sequence[str], at: int) -> _Hit | None:
        """The danger, if the phrase stands around word `at` and nothing excuses it."""
        place = self.phrase.match(words, at)
        if place is None or _context(self.unless, words, place) is not None:
            return None
        doubt = _context(self.unsure, words, place)
        if doubt is None:
            return _Hit(self, self.pattern.stance, place)
        whole = min(place[0], doubt[0]), max(place[1], doubt[1])
        return _Hit(self, Stance.UNSURE, whole)


class _Hit(NamedTuple):
    """Where a probe found its phrase."""

    probe: _Probe
    stance: Stance
    place: Place

    def rank(self) -> tuple[int, int, int, int]:
        """Sorts the hit to answer first: by stance, then danger, then place, then length."""
        start, end = self.place
        return _STANCES.index(self.stance), _DANGERS.index(self.probe.danger), start, -end


class _Index(NamedTuple):
    """All probes, by the words they are worth trying at."""

    by_anchor: dict[str, list[_Probe]]
    vocabulary: Vocabulary


def _index(patterns: PatternSet) -> _Index:
    grammar = Grammar(patterns.slots(), patterns.lines())
    by_anchor: dict[str, list[_Probe]] = defaultdict(list)
    for probe in _probes(patterns, grammar):
        for word in probe.anchor_words:
            by_anchor[word].append(probe)
    return _Index(by_anchor, Vocabulary(grammar.vocabulary, patterns.lexicon.censored))


@cache
def _shipped_index() -> _Index:
    return _index(shipped_patterns())


def _probes(patterns: PatternSet, grammar: Grammar) -> Iterator[_Probe]:
    for file in patterns.files:
        for pattern in file.patterns:
            unless = tuple(grammar.phrase(line) for line in (*file.unless, *pattern.unless))
            unsure = tuple(grammar.phrase(line) for line in (*file.unsure, *pattern.unsure))
            for line in pattern.says:
                yield _Probe(file.danger, pattern, grammar.phrase(line), unless, unsure)


def _context(contexts: Sequence[Phrase], words: Sequence[str], place: Place) -> Place | None:
    """Where the first of `contexts` stands that contains or overlaps the match at `place`."""
    found = (context.match_around(words, place) for context in contexts)
    return next((context for context in found if context is not None), None)


_CALM = SafetyVerdict(reason="Nothing in the message points to a danger.")

_REASONS = {
    Stance.DIRECT: "The message speaks of {danger}: “{words}”.",
    Stance.SOMEONE_ELSE: "The message speaks of {danger} and someone else: “{words}”.",
    Stance.UNSURE: "The message may speak of {danger}, so it is asked about: “{words}”.",
}
