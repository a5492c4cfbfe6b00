"""Splits a message into clauses, with exact offsets. Knows nothing of emotion or models.

A clause ends at sentence punctuation, before a connective that opens another clause, and at a comma
when both sides are long enough. The connective belongs to no span: "I cried because I lost my job"
holds the clauses "I cried" and "I lost my job".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import IntEnum

from empathic_agent.turn import Record, Span

_SUBJECTS = (
    "i|you|he|she|it|we|they|my|your|his|her|its|our|their|this|that|these|those|the|a|an|there|"
    "no|not|never|everyone|everybody|everything|someone|nobody|nothing|people|now|then|just|still|because"
)
_VERBS = (
    "am|is|are|was|were|have|has|had|do|does|did|can|could|will|won|would|should|feel|felt|got|"
    "get|went|made|said|told|lost|left"
)
_BREAK = re.compile(
    rf"""
    (?P<stop>
        (?<![.!?…;]) [.!?…;]+ [”’"')\]]* (?=\s|$)
      | [。！？；]+ | [\r\n]+ | :(?=\s) | \s[-–—]+(?=\s) | —
    )
    | (?P<comma> ,(?=\s) )
    | (?<!\w) (?:
        (?P<because> because\s+of | because | due\s+to | cuz )
      | (?P<word>
            but | although
          | (?: and|so|or|then|as|since|after|before|when|while|until|if|though|that|cause|cos )
            (?= \s+ (?:{_SUBJECTS}|{_VERBS}) (?: ['’](?:m|ve|d|ll|s|re|t) | n['’]t )? (?!\w) )
        )
    ) (?!\w)
    """,
    re.IGNORECASE | re.VERBOSE,
)


class _Break(IntEnum):
    """Kinds of break; the value is how many words each side needs for the break to hold."""

    STOP = 0
    BECAUSE = 1
    WORD = 2
    COMMA = 3


class Clause(Record):
    """One clause of a message."""

    span: Span
    """Its words, without connective, surrounding punctuation and white space."""
    start: int
    """Where it begins when its connective counts as part of it; at most `span.start`."""
    connective: str | None
    """The lower-cased connective that opens it, e.g. "because"."""


def split(text: str) -> tuple[Clause, ...]:
    """The clauses of `text` in order; none when it holds only punctuation and white space.

    Spans do not overlap and lie in the text: `text[span.start:span.end] == span.text`.
    """
    clauses: list[Clause] = []
    for kind, piece in _pieces(text):
        # The piece comes first: counting the words of a long list again and again would be slow.
        if clauses and (_words(piece) < kind or _words(clauses[-1]) < kind):
            clauses[-1] = _joined(text, clauses[-1], piece)
        else:
            clauses.append(piece)
    return tuple(clauses)


def without(text: str, clause: Clause) -> str:
    """`text` after taking out the clause and its connective."""
    return text[: clause.start] + text[clause.span.end :]


def _pieces(text: str) -> Iterator[tuple[_Break, Clause]]:
    """The stretches between breaks that hold words, each with the strongest break before it."""
    kind, opening, begin = _Break.STOP, 0, 0
    connective: str | None = None
    for match in _BREAK.finditer(text):
        span = _trimmed(text, begin, match.start())
        found = _kind(match)
        if span is not None:
            yield kind, Clause(span=span, start=min(opening, span.start), connective=connective)
            kind, opening, connective = found, match.start(), None
        kind, begin = min(kind, found), match.end()
        connective = _connective(match) or connective
    span = _trimmed(text, begin, len(text))
    if span is not None:
        yield kind, Clause(span=span, start=min(opening, span.start), connective=connective)


def _kind(match: re.Match[str]) -> _Break:
    return _Break[(match.lastgroup or "stop").upper()]


def _connective(match: re.Match[str]) -> str | None:
    word = match["because"] or match["word"]
    return " ".join(word.lower().split()) if word else None


def _joined(text: str, first: Clause, second: Clause) -> Clause:
    start, end = first.span.start, second.span.end
    return first.model_copy(update={"span": Span(start=start, end=end, text=text[start:end])})


def _words(clause: Clause) -> int:
    return len(clause.span.text.split())


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """The span without punctuation and white space around it; None when nothing is left."""
    while start < end and _is_margin(text[start]):
        start += 1
    while start < end and _is_margin(text[end - 1]):
        end -= 1
    return Span(start=start, end=end, text=text[start:end]) if start < end else None


def _is_margin(character: str) -> bool:
    """Whether it is punctuation, a separator or a control character; emoji are symbols and stay."""
    return unicodedata.category(character)[0] in "PZC"
