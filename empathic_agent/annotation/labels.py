"""What an appraisal adds to a row of a table. Knows no files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from empathic_agent.annotation.tables import Value
from empathic_agent.protocols import EmotionDetector
from empathic_agent.turn import Appraisal, Dialogue, Speaker, Utterance

COLUMNS = (
    "emotion",
    "confidence",
    "valence",
    "arousal",
    "dominance",
    "intensity",
    "cause",
    "cause_start",
    "cause_end",
)
"""What is added. Numbers as in `Appraisal`; the cause with its offsets, in characters of the text.
Empty: there is no text, no cause, or the detector cannot say."""
DIGITS = 4
"""Decimals of a number."""


@runtime_checkable
class BatchDetector(Protocol):
    """A detector that reads many messages at once, each as if nothing had been said before."""

    def appraise(self, texts: Sequence[str]) -> Sequence[Appraisal]:
        """One appraisal per text, in order."""
        ...


def appraise(detector: EmotionDetector, texts: Sequence[str]) -> Sequence[Appraisal]:
    """One appraisal per text: in one go where the detector can, else one after the other."""
    if isinstance(detector, BatchDetector):
        return detector.appraise(texts)
    return [detector.detect(_alone(text)) for text in texts]


def labelled(detector: EmotionDetector, texts: Sequence[str]) -> list[Mapping[str, Value]]:
    """What is added to each row, by `COLUMNS`; all None for a text of white space."""
    readable = [_readable(text) for text in texts]
    said = [text for text in readable if text.strip()]
    read = iter(appraise(detector, said) if said else ())
    return [labels(next(read)) if text.strip() else _NOTHING for text in readable]


def labels(appraisal: Appraisal) -> Mapping[str, Value]:
    """An appraisal by `COLUMNS`."""
    cause = appraisal.cause
    intensity = appraisal.intensity
    span = (cause.span.text, cause.span.start, cause.span.end) if cause else (None, None, None)
    numbers = (appraisal.confidence, *appraisal.vad.as_tuple())
    strength = None if intensity is None else round(intensity, DIGITS)
    values = (appraisal.emotion, *(round(n, DIGITS) for n in numbers), strength, *span)
    return dict(zip(COLUMNS, values, strict=True))


def _alone(text: str) -> Dialogue:
    return Dialogue(utterances=(Utterance(speaker=Speaker.SEEKER, text=text),))


def _readable(text: str) -> str:
    """`text` with question marks for half characters, which no model reads; as long as before."""
    return text.encode("utf-8", "replace").decode("utf-8")


_NOTHING: Mapping[str, Value] = dict.fromkeys(COLUMNS)
