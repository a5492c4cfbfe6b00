"""How a conversation has gone so far, in numbers: who said how much, what was done how often."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise, takewhile

from empathic_agent.strategy.strategies import Strategy
from empathic_agent.turn import Dialogue, Speaker, Utterance

LATELY = 3
"""Messages of a speaker that count as recent."""
FADE = 0.8
"""What a use of a strategy weighs less with each reply since."""
MESSAGES, WORDS, LONG, RUN = 40, 400, 100, 5
"""More messages, words in all, words in a message and repetitions than these count as these."""


def course(dialogue: Dialogue) -> list[float]:
    """Numbers from 0 to 6, always as many."""
    said = dialogue.utterances
    by_speaker = [[u for u in said if u.speaker is speaker] for speaker in Speaker]
    return [
        *(number for messages in by_speaker for number in _volume(messages)),
        len(by_speaker[0]) / max(1, len(said)),
        *_variety(dialogue.strategies()),
    ]


def _volume(messages: Sequence[Utterance]) -> list[float]:
    """How much one speaker says, asks and thanks."""
    words = [len(u.text.split()) for u in messages]
    asks = ["?" in u.text for u in messages]
    return [
        math.log1p(min(len(messages), MESSAGES)),
        math.log1p(min(sum(words), WORDS)),
        _length(words),
        _length(words[-LATELY:]),
        sum(asks) / max(1, len(asks)),
        float(sum(asks[-LATELY:])),
        math.log1p(min(sum("thank" in u.text.lower() for u in messages), MESSAGES)),
    ]


def _length(words: Sequence[int]) -> float:
    return math.log1p(min(sum(words) / max(1, len(words)), LONG))


def _variety(history: Sequence[Strategy]) -> list[float]:
    """How the strategies were mixed: kinds, repetitions, the first, and a fading tally of each."""
    repeats = sum(a is b for a, b in pairwise(history))
    backwards = history[::-1]
    run = sum(1 for _ in takewhile(lambda s: s is backwards[0], backwards))
    faded = dict.fromkeys(Strategy, 0.0)
    for age, strategy in enumerate(backwards):
        faded[strategy] += FADE**age
    return [
        len(set(history)) / len(Strategy),
        repeats / max(1, len(history) - 1),
        float(min(run, RUN)),
        *(float(bool(history) and history[0] is strategy) for strategy in Strategy),
        *faded.values(),
    ]
