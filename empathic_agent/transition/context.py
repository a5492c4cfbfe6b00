"""The context of a response as numbers: what was felt on both sides, and how it was said.

Knows nothing of what is concluded from it. Columns, in this order:

    7        where the mood lies: a share per Ekman emotion and neutral
    7        what the person feels, as such shares
    2 × 10   surface cues of the agent's last utterance and of the person's message
    2 × k    principal components of the two texts' vectors
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from empathic_agent.affect.conversion import convert
from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.affect.vad import VAD
from empathic_agent.errors import InputError
from empathic_agent.protocols import Encoder
from empathic_agent.turn import Appraisal, Dialogue, Mood, Speaker

Floats = NDArray[np.float64]

EMOTIONS = load_taxonomy("ekman")
POINTS: Floats = np.array([label.vad.as_tuple() for label in EMOTIONS.labels])
"""(7, 3) where the emotions lie."""
SOFTNESS = 0.1
"""Standard deviation around an emotion's point within which a mood belongs to it; the closest two,
anger and disgust, lie .29 apart."""

_CUES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\?",
        r"!",
        r"\?\s*$",
        r"\.\.\.|…|--|—",
        r"\b(?:sorry|thanks?|please)\b",
        r"\b(?:no|not|never)\b|n['’]t\b",
        r"\byou(?:r|rs|rself)?\b",
        r"\b(?:i|me|my|mine)\b",
    )
)


@dataclass(frozen=True, slots=True)
class Moment:
    """What is known when a response is felt."""

    mood: Floats
    """(7,) shares of where the mood lies."""
    felt: Floats
    """(7,) shares of what the person feels."""
    texts: tuple[str, str]
    """The agent's last utterance, "" if there is none, and the person's message."""


def moment(mood: Mood, appraisal: Appraisal, dialogue: Dialogue) -> Moment:
    """The moment at which the last utterance of `dialogue` has been heard."""
    before = Dialogue(utterances=dialogue.utterances[:-1]).last_of(Speaker.SUPPORTER)
    return Moment(
        mood=memberships(mood.vad),
        felt=felt(appraisal),
        texts=(before.text if before else "", dialogue.last.text),
    )


def memberships(vad: VAD) -> Floats:
    """(7,) how far a point belongs to each emotion; sums to 1, whatever `vad` holds."""
    point = VAD.clamped(*vad.as_tuple()).as_tuple()
    nearness = -((POINTS - point) ** 2).sum(axis=1) / (2.0 * SOFTNESS**2)
    weights = np.exp(nearness - nearness.max())
    return np.asarray(weights / weights.sum())


def felt(appraisal: Appraisal) -> Floats:
    """(7,) the appraisal's distribution over Ekman's emotions; sums to 1.

    Where the distribution is of no known label set, or none at all, its point decides.
    """
    try:
        source = load_taxonomy(appraisal.taxonomy)
        shares = np.array(list(convert(appraisal.distribution, source, EMOTIONS).values()))
    except InputError:
        return memberships(appraisal.vad)
    return shares if np.isfinite(shares).all() else memberships(appraisal.vad)


def features(moments: Sequence[Moment], axes: NDArray[Any], encoder: Encoder) -> Floats:
    """(n, 34 + 2 k) the columns above.

    Args:
        moments: n of them.
        axes: (d, 1 + k) the mean vector, then the principal axes, as columns.
        encoder: of the vectors.
    """
    texts = list(dict.fromkeys(text for m in moments for text in m.texts if text))
    vectors = encoder.encode(texts).reshape(len(texts), encoder.dimension)
    known = dict(zip(texts, (vectors - axes[:, 0]) @ axes[:, 1:], strict=True))
    nothing = np.zeros(axes.shape[1] - 1)
    rows = [
        np.concatenate(
            [
                m.mood,
                m.felt,
                *(cues(text) for text in m.texts),
                *(known.get(text, nothing) for text in m.texts),
            ]
        )
        for m in moments
    ]
    return np.array(rows, dtype=np.float64).reshape(len(moments), 34 + 2 * len(nothing))


def cues(text: str) -> Floats:
    """(10,) how something is said: length, shouting, and signs that are there (1) or not (0)."""
    signs = [float(bool(pattern.search(text))) for pattern in _CUES]
    return np.array([np.log1p(len(text.split())), float(text.isupper()), *signs])
