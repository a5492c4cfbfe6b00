"""Finds the clauses of a message that elicit its emotion. Knows nothing of models or dialogues.

Words are scored one by one; a cause is a clause whose words score high on the whole. Clauses end
where the writer ends them, so that a cause stays the same whichever way its words are punctuated or
spelt, and can be quoted.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from empathic_agent.perception.clauses import Clause
from empathic_agent.turn import Cause, WordScore

LIKELY = 0.5
"""Score from which a clause is named as a cause."""
EVENT_WORDS = 4
"""Shorter clauses ("I'm so sad", "oh no") tend to name the feeling, not what brought it about."""

_BY_REASON = frozenset({"because", "because of", "due to", "cuz"})
"""Connectives by which the writer says that this clause is the cause."""


def causes(clauses: Sequence[Clause], words: Sequence[WordScore]) -> tuple[Cause, ...]:
    """The likely causes, strongest first; where none is likely, the likeliest.

    What the writer calls the reason goes before everything else, and clauses that are too short to
    tell an event are considered only when there are no others.

    Args:
        clauses: those of the message; they do not overlap.
        words: those of the message with their scores.
    """
    events = [c for c in clauses if len(c.span.text.split()) >= EVENT_WORDS] or clauses
    given = [c for c in clauses if c.connective in _BY_REASON]
    scored = [_scored(clause, words) for clause in given or events]
    ranked = sorted(scored, key=lambda cause: -cause.score)
    likely = tuple(cause for cause in ranked if cause.score >= LIKELY)
    return likely or tuple(ranked[:1])


def _scored(clause: Clause, words: Sequence[WordScore]) -> Cause:
    start, end = clause.span.start, clause.span.end
    inside = [word.score for word in words if start <= word.span.start and word.span.end <= end]
    return Cause(span=clause.span, score=fmean(inside) if inside else 0.0)
