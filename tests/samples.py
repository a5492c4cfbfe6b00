"""Small hand-made data in the official formats, and records for tests that need no models."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from empathic_agent.affect.vad import VAD
from empathic_agent.datasets.peld import COLUMNS
from empathic_agent.draft import Draft
from empathic_agent.persona import load_persona
from empathic_agent.response.brief import Brief
from empathic_agent.strategy.strategies import Stage, Strategy
from empathic_agent.turn import (
    Appraisal,
    Danger,
    Dialogue,
    Mood,
    SafetyVerdict,
    Speaker,
    StrategyPlan,
    Timing,
    Turn,
    Utterance,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DANGER = SafetyVerdict(danger=Danger.SUICIDE, reason="The message speaks of suicide.")
SAFE = SafetyVerdict(reason="Nothing in the message speaks of danger.")


def appraisal(emotion: str = "sadness", valence: float = -0.6) -> Appraisal:
    """A confident appraisal."""
    return Appraisal(
        taxonomy="goemotions",
        distribution={emotion: 0.9, "neutral": 0.1},
        emotion=emotion,
        vad=VAD(valence=valence, arousal=-0.2, dominance=-0.3),
        reason="A test says so.",
    )


def plan(strategy: Strategy = Strategy.QUESTION) -> StrategyPlan:
    """A plan without any doubt."""
    certain = {s: float(s is strategy) for s in Strategy}
    return StrategyPlan(
        strategy=strategy, raw=certain, corrected=certain, stage=Stage.EXPLORATION, reason="So."
    )


def turn(
    text: str = "I lost my job",
    *,
    owner: str = "sam",
    session: str = "evening",
    persona: str = "wren",
    minutes: float = 0.0,
    danger: bool = False,
) -> Turn:
    """A finished turn, `minutes` after noon; with `danger` one that the crisis gate answered."""
    at = NOON + timedelta(minutes=minutes)
    mood = Mood(vad=VAD(valence=0.1, arousal=0.0, dominance=0.0), label="neutral", at=at)
    draft = Draft(
        owner=owner,
        session=session,
        persona=persona,
        at=at,
        dialogue=Dialogue(utterances=(Utterance(speaker=Speaker.SEEKER, text=text),)),
        verdicts=(),
        mood=mood,
    )
    timings = (Timing(stage="safety", ms=0.1),)
    if danger:
        return draft.finish(safety=DANGER, reply="I am here.", model="crisis gate", timings=timings)
    return draft.finish(
        safety=SAFE,
        brief=Brief(
            persona=load_persona("wren"),
            dialogue=draft.dialogue,
            appraisal=appraisal(),
            plan=plan(),
            mood=mood,
        ),
        prompt="You are kind.",
        reply="That is hard. What happened?",
        model="offline",
        timings=timings,
    )


def write_esconv(path: Path) -> Path:
    """Two short dialogues in the official ESConv layout."""

    def seeker(text: str) -> dict[str, object]:
        return {"speaker": "seeker", "annotation": {}, "content": text}

    def supporter(text: str, strategy: str) -> dict[str, object]:
        return {"speaker": "supporter", "annotation": {"strategy": strategy}, "content": text}

    conversations = [
        {
            "experience_type": "Current Experience",
            "emotion_type": "sadness",
            "problem_type": "job crisis",
            "situation": "I was let go after ten years.",
            "dialog": [
                supporter("Hello, how are you tonight?", "Question"),
                seeker("Not good."),
                seeker("They let me go after ten years."),
                supporter("Ten years, and then this.", "Restatement or Paraphrasing"),
                supporter("You must feel thrown away.", "Reflection of feelings"),
                seeker("Yes. I cannot sleep."),
                supporter("Could you write down what keeps you awake?", "Providing Suggestions"),
                seeker("I will try, thank you."),
                supporter("Good night, take care.", "Others"),
            ],
        },
        {
            "experience_type": "Current Experience",
            "emotion_type": "anxiety",
            "problem_type": "academic pressure",
            "situation": "My exam is tomorrow.",
            "dialog": [
                seeker("My exam is tomorrow and I am scared."),
                supporter("What part of it scares you most?", "Question"),
                seeker("That I go blank."),
                supporter("You have prepared for weeks.", "Affirmation and Reassurance"),
            ],
        },
    ]
    path.write_text(json.dumps(conversations), "utf-8")
    return path


def write_goemotions(path: Path) -> Path:
    """Four texts in the official GoEmotions layout (25 sadness, 17 joy, 14 fear, 27 neutral)."""
    rows = [
        ("I miss my grandmother so much.", "25", "a1"),
        ("Best day of my life, I am so happy!", "17", "a2"),
        ("That movie scared me, I was terrified.", "14,25", "a3"),
        ("The meeting is at nine.", "27", "a4"),
    ]
    path.write_text("".join("\t".join(row) + "\n" for row in rows), "utf-8")
    return path


PELD_ROW = "\t".join(
    (
        *("Ada", "Ben", "[0.6, 0.48, 0.31, 0.46, 0.56]"),
        *('Where is "it"?', "I lost it, sorry.", "Oh no."),
        *("neutral", "fear", "sadness", "neutral", "negative", "negative"),
    )
)
"""One row in the official layout of PELD."""


def write_peld(path: Path, rows: Sequence[str]) -> Path:
    """A file in the official layout of PELD."""
    path.write_text("\n".join(["\t".join(COLUMNS), *rows]) + "\n", "utf-8")
    return path
