"""An agent that follows a script, and turns to fill it with. Knows nothing of the app."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event as Gate

from empathic_agent.affect.vad import VAD
from empathic_agent.events import (
    Appraised,
    Event,
    Finished,
    MoodMoved,
    Planned,
    Recalled,
    SafetyChecked,
    Token,
)
from empathic_agent.persona import Persona, load_persona
from empathic_agent.strategy.strategies import Stage, Strategy
from empathic_agent.turn import (
    Appraisal,
    Cause,
    Danger,
    Mood,
    Recollection,
    SafetyVerdict,
    Span,
    Speaker,
    StrategyPlan,
    Timing,
    Turn,
    Utterance,
)

PATIENCE = 20.0
"""Seconds a gate is waited for; a test that forgets to open one fails instead of hanging."""

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
DANGER_WORDS = "end my life"


def open_gate() -> Gate:
    """A gate that lets everything pass."""
    gate = Gate()
    gate.set()
    return gate


@dataclass(frozen=True)
class Cast:
    """The only part of an agent's parts that the app reads."""

    persona: Persona = field(default_factory=lambda: load_persona("wren"))


@dataclass
class ScriptedAgent:
    """Tells the same events as the real loop, and waits where a test wants to look.

    Messages that hold `DANGER_WORDS` are met by the gate alone.
    """

    parts: Cast = field(default_factory=Cast)
    past: Sequence[Turn] = ()
    answer: Callable[[str], str] = lambda text: f"You said: {text}"
    failures: dict[str, Exception] = field(default_factory=dict)
    """What happens, per message, in place of a reply."""
    encoder: Gate = field(default_factory=open_gate)
    """The warm-up and every ordinary message wait here for the encoder."""
    writer: Gate = field(default_factory=open_gate)
    """The second piece of an ordinary reply waits here."""
    history_failure: Exception | None = None
    saved: list[tuple[str, str | None]] = field(default_factory=list)
    """(text, session) of every turn that was completed."""
    dropped: list[str] = field(default_factory=list)
    """Texts of the streams that were closed early after the gate let them pass."""
    left: Gate = field(default_factory=Gate)
    """Open once a stream was closed early."""
    closed: bool = False

    def stream(
        self,
        text: str,
        *,
        owner: str | None = None,  # noqa: ARG002
        session: str | None = None,
    ) -> Iterator[Event]:
        """Tell one turn."""
        verdict = judge(text)
        yield SafetyChecked(verdict=verdict)
        if verdict.danger is not None:
            turn = crisis_turn(text)
            yield Token(text=turn.reply)
        else:
            turn = sample_turn(text, reply=self.answer(text))
            yield from self._ordinary(turn)
        self.saved.append((text, session))
        yield Finished(turn=turn)

    def history(
        self,
        *,
        owner: str | None = None,  # noqa: ARG002
        session: str | None = None,  # noqa: ARG002
        limit: int = 200,
    ) -> tuple[Turn, ...]:
        """The past as scripted."""
        if self.history_failure is not None:
            raise self.history_failure
        return tuple(self.past[-limit:])

    def warm_up(self) -> None:
        """Wait for the encoder."""
        self.encoder.wait(PATIENCE)

    def close(self) -> None:
        """Remember that this was called."""
        self.closed = True

    def _ordinary(self, turn: Turn) -> Iterator[Event]:
        text = turn.utterance.text
        assert self.encoder.wait(PATIENCE)
        if text in self.failures:
            raise self.failures[text]
        assert turn.appraisal is not None
        assert turn.plan is not None
        yield Appraised(appraisal=turn.appraisal)
        yield Recalled(recollections=turn.recollections)
        yield MoodMoved(before=turn.mood_before, after=turn.mood_after)
        yield Planned(plan=turn.plan)
        head, _, tail = turn.reply.partition(" ")
        try:
            yield Token(text=head)
            assert self.writer.wait(PATIENCE)
            yield Token(text=f" {tail}")
        except GeneratorExit:
            self.dropped.append(text)
            self.left.set()
            raise


def judge(text: str) -> SafetyVerdict:
    """The crisis gate of the script."""
    start = text.find(DANGER_WORDS)
    if start < 0:
        return SafetyVerdict(reason="No sign of danger.")
    span = Span(start=start, end=start + len(DANGER_WORDS), text=DANGER_WORDS)
    return SafetyVerdict(danger=Danger.SUICIDE, evidence=span, reason="It speaks of ending life.")


def sample_turn(
    text: str = "I lost my job last week.",
    *,
    reply: str = "That is a lot to carry.",
    at: datetime | None = None,
) -> Turn:
    """A turn in which every stage found something."""
    when = at or datetime.now(UTC)
    return Turn(
        id=f"{when:%Y%m%dT%H%M%S%f}",
        owner="me",
        session="wren",
        persona="wren",
        at=when,
        utterance=Utterance(speaker=Speaker.SEEKER, text=text),
        safety=judge(text),
        appraisal=sample_appraisal(text),
        recollections=(sample_recollection(when),),
        mood_before=_mood(0.45, "neutral", when),
        mood_after=_mood(-0.30, "sadness", when),
        plan=sample_plan(),
        prompt="Be kind.",
        reply=reply,
        model="offline",
        timings=(Timing(stage="perception", ms=41.2), Timing(stage="reply", ms=0.4)),
    )


def crisis_turn(text: str = "I want to end my life") -> Turn:
    """A turn that the crisis gate answered."""
    now = datetime.now(UTC)
    mood = _mood(0.45, "neutral", now)
    return sample_turn(text).model_copy(
        update={
            "appraisal": None,
            "plan": None,
            "prompt": None,
            "recollections": (),
            "mood_after": mood,
            "mood_before": mood,
            "reply": "Please call a helpline now.",
            "model": "crisis gate",
            "timings": (Timing(stage="safety", ms=0.2),),
        }
    )


def sample_appraisal(text: str) -> Appraisal:
    """Six emotions, so that the least of them is not shown; the first word is the cause."""
    shares = (0.52, 0.2, 0.12, 0.08, 0.05, 0.03)
    labels = ("sadness", "fear", "disappointment", "nervousness", "grief", "amusement")
    word = text.split()[0]
    start = text.index(word)
    return Appraisal(
        taxonomy="goemotions",
        distribution=dict(zip(labels, shares, strict=True)),
        emotion="sadness",
        vad=VAD(valence=-0.6, arousal=-0.1, dominance=-0.3),
        causes=(Cause(span=Span(start=start, end=start + len(word), text=word), score=0.3),),
        reason="It reads most like sadness (52%).",
    )


def sample_plan() -> StrategyPlan:
    """Reflection wins after correction; Question led before it."""
    rest = dict.fromkeys(Strategy, 0.05)
    return StrategyPlan(
        strategy=Strategy.REFLECTION,
        raw=rest | {Strategy.QUESTION: 0.45, Strategy.REFLECTION: 0.25},
        corrected=rest | {Strategy.QUESTION: 0.22, Strategy.REFLECTION: 0.48},
        stage=Stage.EXPLORATION,
        reason="Questions were over-used so far.",
    )


def sample_recollection(now: datetime) -> Recollection:
    """Something said twelve days before `now`."""
    return Recollection(
        memory_id=7,
        text="My manager said the team would shrink.",
        emotion="fear",
        at=now - timedelta(days=12),
        session="wren",
        score=0.71,
        meaning=0.66,
        mood=0.86,
        words=2.44,
        recency=0.76,
        importance=0.4,
        ranks={"meaning": 3, "words": 1, "mood": 2, "recency": 12},
    )


def _mood(valence: float, label: str, at: datetime) -> Mood:
    return Mood(vad=VAD(valence=valence, arousal=-0.2, dominance=0.1), label=label, at=at)
