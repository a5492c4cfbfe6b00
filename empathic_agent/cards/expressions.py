"""Which picture of a character fits an emotion. Knows names of pictures, and no pictures.

Cards name them freely. A name is understood if it is a label of one of our label sets or one of
the everyday words below; then it has a place in VAD space, and the nearest one fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from empathic_agent.affect.taxonomy import available, load_taxonomy
from empathic_agent.affect.vad import VAD

NEUTRAL_NAME = "neutral"

EVERYDAY = {
    "happy": "joy",
    "smile": "joy",
    "laugh": "amusement",
    "laughing": "amusement",
    "sad": "sadness",
    "cry": "grief",
    "crying": "grief",
    "angry": "anger",
    "mad": "anger",
    "annoyed": "annoyance",
    "scared": "fear",
    "afraid": "fear",
    "nervous": "nervousness",
    "worried": "nervousness",
    "shy": "embarrassment",
    "embarrassed": "embarrassment",
    "blush": "embarrassment",
    "surprised": "surprise",
    "shocked": "surprise",
    "disgusted": "disgust",
    "excited": "excitement",
    "proud": "pride",
    "loving": "love",
    "curious": "curiosity",
    "thinking": "curiosity",
    "confused": "confusion",
    "relaxed": "relief",
    "calm": "relief",
    "disappointed": "disappointment",
    "guilty": "remorse",
    "sorry": "remorse",
    "thankful": "gratitude",
    "default": NEUTRAL_NAME,
    "normal": NEUTRAL_NAME,
}
"""Names that are no labels, and the GoEmotions label each of them means."""


def nearest_picture(names: Sequence[str], emotion: str, vad: VAD) -> str | None:
    """The name that means `emotion`, else the one whose point is nearest to `vad`.

    None if none of the names is understood.
    """
    known = {name: meant for name in names if (meant := understood(name)) is not None}
    own = next((name for name, meant in known.items() if meant == emotion), None)
    if own is not None or not known:
        return own
    points = {name: _point(meant) for name, meant in known.items()}
    return min(points, key=lambda name: points[name].distance(vad))


def understood(name: str) -> str | None:
    """The emotion label that a picture's name means; None if nobody knows."""
    plain = name.strip().casefold().removesuffix(".png")
    meant = EVERYDAY.get(plain, plain)
    return meant if meant in _labels() else None


@cache
def _labels() -> dict[str, VAD]:
    """The point of every label of every set; GoEmotions has the last word."""
    sets = [load_taxonomy(name) for name in available() if name != "goemotions"]
    return {
        label.name: label.vad
        for labels in (*sets, load_taxonomy("goemotions"))
        for label in labels.labels
    }


def _point(label: str) -> VAD:
    return _labels()[label]
