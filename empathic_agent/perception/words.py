"""The words of a message with their cause scores. Knows no model.

The branch scores tokens, which are pieces of words; a word is as likely part of the cause as its
pieces are on the whole.
"""

from __future__ import annotations

import re

import numpy as np

from empathic_agent.perception.branch import Reading
from empathic_agent.perception.head import sigmoid
from empathic_agent.turn import Span, WordScore

WORD = re.compile(r"\w+(?:['’\-]\w+)*")


def word_scores(text: str, reading: Reading) -> tuple[WordScore, ...]:
    """Every word of `text` in order; those beyond what the branch can read score 0."""
    odds: dict[int, list[float]] = {}
    words = list(WORD.finditer(text))
    place = 0
    tokens = sorted(zip(reading.places, reading.tokens.tolist(), strict=True))
    for (start, end), log_odds in tokens:
        while place < len(words) and words[place].end() <= start:
            place += 1
        if start < end and place < len(words) and words[place].start() < end:
            odds.setdefault(place, []).append(log_odds)
    return tuple(_scored(word, odds.get(number, [])) for number, word in enumerate(words))


def _scored(word: re.Match[str], log_odds: list[float]) -> WordScore:
    score = float(sigmoid(np.array(log_odds).mean(keepdims=True))[0]) if log_odds else 0.0
    return WordScore(span=Span(start=word.start(), end=word.end(), text=word.group()), score=score)
