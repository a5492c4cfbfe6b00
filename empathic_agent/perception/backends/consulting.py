"""A small detector with a language model's word laid over its answer. Asks nothing itself.

The small detector reads every message: it knows causes, and it answers when the model cannot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from enum import StrEnum
from textwrap import shorten
from threading import Lock

from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.affect.vad import VAD
from empathic_agent.errors import ModelError
from empathic_agent.perception.backends.chat_reader import ChatReader
from empathic_agent.perception.backends.reading import Reading
from empathic_agent.protocols import EmotionDetector
from empathic_agent.turn import Appraisal, Dialogue, Record

SHARE = 2 / 3
"""The language model's share of the distribution. Above a half, its choice is always on top."""
LONGEST_REASON = 200
"""Characters of a failure that become part of a reason; some servers answer with whole pages."""


class Advice(Record):
    """What a language model chose, and how that came about."""

    reading: Reading
    reason: str
    """One sentence a person can read."""


Consult = Callable[[ChatReader, Dialogue, Appraisal], Advice]
"""Asks the model about a dialogue that the small detector has appraised.

Raises ModelError when no usable answer was to be had.
"""


class Outcome(StrEnum):
    """What came of one consultation."""

    ANSWERED = "answered"
    REPAIRED = "repaired"
    """Answered, but only when asked again."""
    FELL_BACK = "fell back"
    """No usable answer: the small detector's own stands."""


class ConsultingDetector:
    """Lets a chat model correct a small detector; an `EmotionDetector`.

    Args:
        small: reads each message first; its causes stay in the appraisal.
        reader: the chat model.
        consult: how it is asked.
    """

    def __init__(self, small: EmotionDetector, reader: ChatReader, consult: Consult) -> None:
        self._small = small
        self._reader = reader
        self._consult = consult
        self._counts: Counter[Outcome] = Counter()
        self._lock = Lock()

    @property
    def counts(self) -> dict[Outcome, int]:
        """How often each outcome came about since the detector was made."""
        with self._lock:
            return {outcome: self._counts[outcome] for outcome in Outcome}

    def detect(self, dialogue: Dialogue) -> Appraisal:
        """Appraise the last utterance; where the model fails, the small detector's word stands."""
        small = self._small.detect(dialogue)
        try:
            advice = self._consult(self._reader, dialogue, small)
        except ModelError as error:
            self._count(Outcome.FELL_BACK)
            return _unadvised(small, error)
        self._count(Outcome.REPAIRED if advice.reading.repaired else Outcome.ANSWERED)
        return advised(small, advice)

    def _count(self, outcome: Outcome) -> None:
        with self._lock:
            self._counts[outcome] += 1


def advised(small: Appraisal, advice: Advice) -> Appraisal:
    """`small` with the choice on top of its distribution.

    The distribution is (1 − s) · small + s · choice with s = `SHARE`. The point is that
    distribution's, with the model's own valence where it told one. A neutral message has no causes.
    """
    taxonomy, reading = load_taxonomy(small.taxonomy), advice.reading
    distribution = {label: (1 - SHARE) * p for label, p in small.distribution.items()}
    distribution[reading.emotion] = distribution.get(reading.emotion, 0.0) + SHARE
    point = taxonomy.point(distribution)
    valence = point.valence if reading.valence is None else reading.valence
    return _changed(
        small,
        distribution=distribution,
        emotion=reading.emotion,
        vad=VAD(valence=valence, arousal=point.arousal, dominance=point.dominance),
        intensity=small.intensity if reading.intensity is None else reading.intensity,
        causes=() if reading.emotion == taxonomy.neutral else small.causes,
        reason=advice.reason,
    )


def _unadvised(small: Appraisal, error: ModelError) -> Appraisal:
    why = shorten(str(error), LONGEST_REASON, placeholder=" …").rstrip(".")
    return _changed(
        small, reason=f"{small.reason.rstrip('.')}; only the small model says so: {why}."
    )


def _changed(appraisal: Appraisal, **fields: object) -> Appraisal:
    """A copy with other values, checked like any new appraisal."""
    return Appraisal.model_validate(dict(appraisal) | fields)
