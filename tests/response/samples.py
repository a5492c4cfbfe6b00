"""Briefs for tests: short to write, with everything that does not matter filled in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from empathic_agent.affect.vad import VAD
from empathic_agent.persona import load_persona
from empathic_agent.response.brief import Brief
from empathic_agent.strategy.strategies import Strategy
from empathic_agent.turn import (
    Appraisal,
    Cause,
    Dialogue,
    Mood,
    Recollection,
    Span,
    Speaker,
    Utterance,
)
from tests.samples import NOON, plan

VALENCE = {"joy": 0.8, "gratitude": 0.6, "neutral": 0.0, "surprise": 0.2}


def appraised(
    emotion: str, confidence: float = 0.9, rest: str = "neutral", vad: VAD | None = None
) -> Appraisal:
    """An appraisal that is `confidence` sure of `emotion` and gives the rest to `rest`."""
    distribution = {emotion: confidence} | ({rest: 1.0 - confidence} if rest != emotion else {})
    return Appraisal(
        taxonomy="goemotions",
        distribution=distribution,
        emotion=emotion,
        vad=vad or VAD(valence=VALENCE.get(emotion, -0.6), arousal=0.1, dominance=-0.2),
        reason="A test says so.",
    )


def caused(appraisal: Appraisal, message: str, words: str) -> Appraisal:
    """`appraisal` with `words` of `message` as the cause."""
    start = message.index(words)
    span = Span(start=start, end=start + len(words), text=words)
    return appraisal.model_copy(update={"causes": (Cause(span=span, score=0.3),)})


def recollection(
    text: str, *, days: float = 7, emotion: str = "sadness", meaning: float = 0.6
) -> Recollection:
    """A memory of `days` before noon."""
    return Recollection(
        memory_id=1,
        text=text,
        emotion=emotion,
        at=NOON - timedelta(days=days),
        session="earlier",
        score=0.5,
        meaning=meaning,
        mood=0.5,
    )


def dialogue(*texts: str) -> Dialogue:
    """What was said, the speakers taking turns, so that the last one is the seeker."""
    speakers = (Speaker.SEEKER, Speaker.SUPPORTER)
    return Dialogue(
        utterances=tuple(
            Utterance(speaker=speakers[(len(texts) - 1 - place) % 2], text=text)
            for place, text in enumerate(texts)
        )
    )


def brief(
    *texts: str,
    strategy: Strategy = Strategy.QUESTION,
    appraisal: Appraisal | None = None,
    cause: str | None = None,
    persona: str = "wren",
    memories: Sequence[Recollection] = (),
    mood: str = "joy",
) -> Brief:
    """A brief on a dialogue whose last text is the seeker's; sadness unless told otherwise."""
    appraisal = appraisal or appraised("sadness")
    if cause:
        appraisal = caused(appraisal, texts[-1], cause)
    return Brief(
        persona=load_persona(persona),
        dialogue=dialogue(*texts),
        appraisal=appraisal,
        plan=plan(strategy),
        recollections=tuple(memories),
        mood=Mood(vad=VAD(valence=0.3, arousal=-0.6, dominance=0.2), label=mood, at=NOON),
    )
