"""A turn that is still open: where it happens and what is known at its start. Knows no stage."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from empathic_agent.response.brief import Brief
from empathic_agent.turn import (
    Dialogue,
    Mood,
    SafetyVerdict,
    Speaker,
    Timing,
    Turn,
    Utterance,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """The opening of a turn."""

    owner: str
    session: str
    persona: str
    at: datetime
    dialogue: Dialogue
    """What was said before, and the message itself as its last utterance."""
    verdicts: tuple[SafetyVerdict, ...]
    """The crisis gate's verdicts on the messages of the last hour, oldest first."""
    mood: Mood
    """The agent's mood as the message arrives."""

    def finish(
        self,
        *,
        safety: SafetyVerdict,
        reply: str,
        model: str,
        timings: tuple[Timing, ...],
        brief: Brief | None = None,
        prompt: str | None = None,
    ) -> Turn:
        """The complete turn; without a brief nothing was felt, recalled or planned."""
        return Turn(
            id=f"{self.at:%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}",
            owner=self.owner,
            session=self.session,
            persona=self.persona,
            at=self.at,
            utterance=self.dialogue.last,
            safety=safety,
            appraisal=brief.appraisal if brief else None,
            recollections=brief.recollections if brief else (),
            own_memories=brief.own_memories if brief else (),
            mood_before=self.mood,
            mood_after=brief.mood if brief else self.mood,
            plan=brief.plan if brief else None,
            prompt=prompt,
            reply=reply,
            model=model,
            timings=timings,
        )


def utterances(turns: tuple[Turn, ...]) -> tuple[Utterance, ...]:
    """Turns as the two utterances each of them consists of."""
    return tuple(u for turn in turns for u in (turn.utterance, _answer(turn)))


def _answer(turn: Turn) -> Utterance:
    strategy = turn.plan.strategy if turn.plan else None
    return Utterance(speaker=Speaker.SUPPORTER, text=turn.reply, strategy=strategy)
