"""Numbers of the turn as words a language model can act on. Knows nothing of prompts."""

from __future__ import annotations

from empathic_agent.affect.vad import VAD

_SURE = ((0.8, "almost certainly"), (0.55, "probably"), (0.3, "perhaps"), (0.0, "faintly"))
_STRONG = ((0.75, "strongly"), (0.45, "clearly"), (0.2, "mildly"), (0.0, "hardly"))
_AXES = (
    ("valence", "very unpleasant", "unpleasant", "pleasant", "very pleasant"),
    ("arousal", "very calm", "calm", "stirred up", "very stirred up"),
    ("dominance", "overpowered", "with little control", "in control", "firmly in control"),
)
LITTLE, MUCH = 0.15, 0.5
"""Distances from 0 from which an axis of VAD is worth a word, and a strong one."""


def sureness(probability: float) -> str:
    """A probability in [0, 1] as "almost certainly", "probably", "perhaps" or "faintly"."""
    return next((words for limit, words in _SURE if probability >= limit), _SURE[-1][1])


def strength(intensity: float) -> str:
    """An intensity in [0, 1] as "strongly", "clearly", "mildly" or "hardly" (felt)."""
    return next((words for limit, words in _STRONG if intensity >= limit), _STRONG[-1][1])


def vad_in_words(vad: VAD) -> str:
    """A point as words: "unpleasant, very stirred up, with little control"; near 0 "even"."""
    return ", ".join(word for axis in _AXES if (word := _axis_word(vad, *axis))) or "even"


def _axis_word(
    vad: VAD, axis: str, very_low: str, low: str, high: str, very_high: str
) -> str | None:
    value = getattr(vad, axis)
    if abs(value) < LITTLE:
        return None
    if value < 0:
        return very_low if value <= -MUCH else low
    return very_high if value >= MUCH else high


def quoted(text: str, limit: int = 300) -> str:
    """`text` on one line between quotation marks, at most `limit` characters of it.

    Other people's words must not pass for instructions or break out of their line, so line
    breaks become spaces and quotation marks inside become single ones.
    """
    line = " ".join(text.split()).translate(_SINGLE)
    return f"“{line}”" if len(line) <= limit else f"“{line[: limit - 1].rstrip()}…”"


def as_quotation(text: str, limit: int = 2000) -> str:
    """`text` as lines that begin with "> ", at most `limit` characters of it.

    However it is written, none of its lines can pass for a heading or a rule of its surroundings.
    """
    cut = text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"
    return "\n".join(f"> {line}".rstrip() for line in cut.splitlines())


_SINGLE = str.maketrans({"“": "‘", "”": "’", '"': "'"})
