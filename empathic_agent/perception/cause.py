"""Finds the clause of a message that elicits its emotion. Knows nothing of encoders or dialogues.

A clause matters when the emotion fades without it (occlusion, as in GEE). Which clauses to take out
is decided before, from the words alone, because every variant of the message costs an encoding.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from empathic_agent.perception.clauses import Clause
from empathic_agent.turn import Cause

EVENT_WORDS = 4
"""Shorter clauses ("I'm so sad", "oh no") tend to name the feeling, not what brought it about."""

MAX_VARIANTS = 6
FREE_CHARACTERS = 400
"""The variants of a message may add up to this many characters, though one is always made. Short
texts cost the encoder little more together than one does alone, long texts add up; with this
allowance a turn stays below four encodings of its text."""

_BY_REASON = frozenset({"because", "because of", "due to", "cuz"})
"""Connectives by which the writer says that this clause is the cause."""


def candidates(
    text: str, clauses: Sequence[Clause], evidence: Callable[[Sequence[str]], NDArray[np.float64]]
) -> tuple[Clause, ...]:
    """The clauses worth taking out, in order; as many as the cost of a turn allows.

    Args:
        text: the message.
        clauses: its clauses.
        evidence: (n,) how strongly each of n texts speaks of any emotion; must be cheap.
    """
    events = [c for c in clauses if len(c.span.text.split()) >= EVENT_WORDS] or list(clauses)
    given = [c for c in events if c.connective in _BY_REASON]
    pool = given or events
    most = _affordable(len(text))
    if len(pool) <= most:
        return tuple(pool)
    strength = evidence([clause.span.text for clause in pool])
    ranked = np.argsort(-strength, kind="stable")[:most]
    return tuple(pool[i] for i in sorted(ranked))


def strongest(clauses: Sequence[Clause], drops: Sequence[float]) -> Cause | None:
    """The clause whose removal costs the emotion most; None when there is no clause.

    Args:
        clauses: the candidates.
        drops: by how much the emotion's probability falls without each of them. The largest wins
            even if it is not above 0: an emotion that is named twice survives the loss of either.
    """
    if not clauses:
        return None
    best = max(range(len(clauses)), key=lambda i: drops[i])
    return Cause(span=clauses[best].span, score=min(max(drops[best], 0.0), 1.0))


def _affordable(length: int) -> int:
    """How many variants of a message of `length` characters may be encoded."""
    return max(1, min(MAX_VARIANTS, FREE_CHARACTERS // max(length, 1)))
