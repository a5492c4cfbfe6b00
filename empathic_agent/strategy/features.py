"""Turns a dialogue into what the planner reads: texts to encode, and signals. Knows no model.

Two parts. `view` names the texts whose sentence vectors matter: the last five utterances, the last
of the seeker and the last of the supporter; the shared encoder has met all but the newest before.
`signals` are the numbers a sentence vector does not hold: which strategies were used and how long
ago, how far the conversation has come, who spoke, how it has gone so far (`course`), and surface
cues of the last messages such as a question mark (`cues`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from empathic_agent.protocols import Encoder, Vectors
from empathic_agent.strategy.course import course
from empathic_agent.strategy.cues import cues
from empathic_agent.strategy.strategies import Strategy
from empathic_agent.turn import Dialogue, Speaker, Utterance

WINDOW = 5
"""How many of the last utterances are read."""
VIEWS = WINDOW + 2
"""Texts per dialogue."""
RECENT = 4
"""How many of the last strategies are read one by one."""
LONG = 40
"""Utterances after which a conversation just counts as long; few of ESConv's go on further."""

Floats = NDArray[np.float32]


def view(dialogue: Dialogue) -> tuple[str | None, ...]:
    """The `VIEWS` texts: window, newest first; last of seeker and of supporter; None if absent."""
    window = [_nth_last(dialogue.utterances, n) for n in range(WINDOW)]
    chosen = [*window, *(dialogue.last_of(speaker) for speaker in Speaker)]
    return tuple(utterance.text if utterance else None for utterance in chosen)


def view_vectors(views: Sequence[tuple[str | None, ...]], encoder: Encoder) -> Vectors:
    """(n, VIEWS, d) sentence vectors, absent texts as zeros; one call of the encoder."""
    texts = list(dict.fromkeys(text for row in views for text in row if text is not None))
    known = dict(zip(texts, encoder.encode(texts), strict=True)) if texts else {}
    vectors = np.zeros((len(views), VIEWS, encoder.dimension), dtype=np.float32)
    for i, row in enumerate(views):
        for j, text in enumerate(row):
            if text is not None:
                vectors[i, j] = known[text]
    return vectors


def signals(dialogue: Dialogue) -> Floats:
    """(s,) everything but the sentence vectors; each number stays within a few units of 0."""
    history = dialogue.strategies()
    values = [
        *_recent(history),
        *_tallies(history),
        *_position(dialogue),
        *_speakers(dialogue.utterances),
        *course(dialogue),
        *(number for text in _cued(dialogue) for number in cues(text)),
    ]
    return np.array(values, dtype=np.float32)


def _recent(history: Sequence[Strategy]) -> list[float]:
    """One-hot of each of the last strategies, newest first; a ninth place says "none yet"."""
    latest: list[Strategy | None] = [*reversed(history[-RECENT:]), *[None] * RECENT]
    places = (*Strategy, None)
    return [float(used is place) for used in latest[:RECENT] for place in places]


def _tallies(history: Sequence[Strategy]) -> list[float]:
    """Per strategy: how often, how large a share, and how recently (1 now, fading by e in 3)."""
    values: list[float] = []
    backwards = history[::-1]
    for strategy in Strategy:
        count = history.count(strategy)
        age = backwards.index(strategy) if count else math.inf
        values += [math.log1p(min(count, LONG)), count / max(1, len(history)), math.exp(-age / 3)]
    return values


def _position(dialogue: Dialogue) -> list[float]:
    said = min(len(dialogue.utterances), LONG)
    replies = min(len(dialogue.strategies()), LONG)
    return [math.log1p(said), said / LONG, math.exp(-said / 4), math.log1p(replies)]


def _speakers(utterances: Sequence[Utterance]) -> list[float]:
    """Who spoke (1 supporter, 0 seeker, ½ nobody), newest first, and how long they have held on."""
    window = [_nth_last(utterances, n) for n in range(WINDOW)]
    turns = [0.5 if u is None else float(u.speaker is Speaker.SUPPORTER) for u in window]
    run = next((n for n, turn in enumerate(turns) if turn != turns[0]), WINDOW)
    return [*turns, run * (turns[0] == 1.0), run * (turns[0] == 0.0)]


def _cued(dialogue: Dialogue) -> list[str | None]:
    """The last two messages of the seeker and of the supporter."""
    found = []
    for speaker in Speaker:
        messages = [u for u in dialogue.utterances if u.speaker is speaker]
        found += [_nth_last(messages, 0), _nth_last(messages, 1)]
    return [utterance.text if utterance else None for utterance in found]


def _nth_last(utterances: Sequence[Utterance], n: int) -> Utterance | None:
    return utterances[-1 - n] if n < len(utterances) else None
