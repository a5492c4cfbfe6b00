"""THE LOOP: one message in, one `Turn` out, read from top to bottom. Knows no implementation."""

from __future__ import annotations

from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from empathic_agent import events
from empathic_agent.affect.mood import decayed, resting_mood
from empathic_agent.affect.personality import temperament
from empathic_agent.assembly import Parts, assemble
from empathic_agent.draft import Draft, utterances
from empathic_agent.errors import InputError
from empathic_agent.intake import accept, accept_cues
from empathic_agent.persona.memories import RESERVED
from empathic_agent.response.brief import Brief
from empathic_agent.response.prompt import render
from empathic_agent.safety.aftermath import RECENT
from empathic_agent.safety.reply import crisis_reply
from empathic_agent.settings import load_settings
from empathic_agent.stopwatch import Stopwatch
from empathic_agent.turn import (
    Cues,
    Dialogue,
    Mood,
    Recollection,
    SafetyVerdict,
    Speaker,
    Turn,
    Utterance,
)

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

WINDOW = 20
"""How many earlier turns of the session the loop looks at."""


class EmpathicAgent:
    """An emotion-aware conversational agent.

    `EmpathicAgent.create()` builds one with everything at its defaults. It holds no conversation:
    owner and session are arguments, so one agent serves many people.
    """

    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    @classmethod
    def create(
        cls,
        persona: str | None = None,
        *,
        model: str | BaseChatModel | None = None,
        home: str | Path | None = None,
        **settings: Any,
    ) -> EmpathicAgent:
        """Build an agent.

        Args:
            persona: name of a persona, or a path to a persona file.
            model: "offline" (built-in replies), any `langchain.init_chat_model` string such as
                "ollama:llama3.2", or a LangChain chat model object.
            home: the data directory; by default the user's.
            settings: any other field of `Settings`.

        Raises:
            EmpathicAgentError: a setting, the persona, a model or the data directory is unusable.
        """
        name, chat_model = (model, None) if isinstance(model, str | None) else (None, model)
        chosen = load_settings(persona=persona, model=name, home=home, **settings)
        return cls(assemble(chosen, chat_model=chat_model))

    def invoke(
        self,
        text: str,
        *,
        cues: Cues | None = None,
        owner: str | None = None,
        session: str | None = None,
    ) -> Turn:
        """Answer one message.

        Args:
            text: what the person says, 1 to 10,000 characters.
            cues: what was seen and heard as they said it, in words.
            owner: whose conversation it is; by default the settings' owner.
            session: which conversation; by default one per persona.

        Raises:
            EmpathicAgentError: the text, a model or the storage is unusable; nothing was saved.
        """
        *_, last = self.stream(text, cues=cues, owner=owner, session=session)
        assert isinstance(last, events.Finished)
        return last.turn

    def stream(
        self,
        text: str,
        *,
        cues: Cues | None = None,
        owner: str | None = None,
        session: str | None = None,
    ) -> Generator[events.Event]:
        """Answer one message and tell each step as it happens; the last event holds the `Turn`.

        The turn is saved just before the last event. A stream that is closed early saves nothing.
        """
        parts, clock = self.parts, Stopwatch()
        message = Utterance(speaker=Speaker.SEEKER, text=accept(text), cues=accept_cues(cues))
        draft = self._open(message, owner or parts.settings.owner, session or parts.persona.name)

        with clock.measure("safety"):
            verdict = parts.gate.check(draft.dialogue.last.text, draft.verdicts)
        yield events.SafetyChecked(verdict=verdict)
        if verdict.danger is not None:
            yield from self._meet_crisis(draft, verdict, clock)
            return

        with clock.measure("perception"):
            appraisal = parts.detector.detect(draft.dialogue)
        yield events.Appraised(appraisal=appraisal)

        with clock.measure("recall"):
            recollections = parts.memory.recall(draft.dialogue, appraisal.vad, draft.owner)
            own = parts.own_memories.recall(draft.dialogue, appraisal.vad)
        yield events.Recalled(recollections=recollections, own_memories=own)

        with clock.measure("mood"):
            mood = parts.transition.step(draft.mood, appraisal, draft.dialogue)
        yield events.MoodMoved(before=draft.mood, after=mood)

        with clock.measure("strategy"):
            plan = parts.selector.select(draft.dialogue, appraisal)
        yield events.Planned(plan=plan)

        brief = Brief(
            persona=parts.persona,
            dialogue=draft.dialogue,
            appraisal=appraisal,
            plan=plan,
            recollections=recollections,
            own_memories=own,
            mood=mood,
        )
        with clock.measure("prompt"):
            messages = render(brief)

        pieces: list[str] = []
        for piece in clock.each("reply", parts.writer.write(messages, brief)):
            pieces.append(piece)
            yield events.Token(text=piece)

        turn = draft.finish(
            safety=verdict,
            reply="".join(pieces),
            model=parts.writer.name,
            timings=clock.timings(),
            brief=brief,
            prompt=str(messages[0].content),
        )
        parts.memory.remember(turn)
        yield events.Finished(turn=turn)

    def history(
        self, *, owner: str | None = None, session: str | None = None, limit: int = 200
    ) -> tuple[Turn, ...]:
        """The newest turns of a session, oldest first."""
        parts = self.parts
        return parts.journal.recent(
            owner or parts.settings.owner, session or parts.persona.name, limit
        )

    def recall(self, text: str, *, owner: str | None = None) -> tuple[Recollection, ...]:
        """What `text` would bring to mind, best first; nothing is saved."""
        parts = self.parts
        message = Utterance(speaker=Speaker.SEEKER, text=accept(text))
        dialogue = Dialogue(utterances=(message,))
        mood = parts.detector.detect(dialogue).vad
        return parts.memory.recall(dialogue, mood, owner or parts.settings.owner)

    def warm_up(self) -> None:
        """Load the encoder now instead of with the first message."""
        self.parts.encoder.encode(["hello"])
        self.parts.own_memories.prepare()

    def close(self) -> None:
        """Close the database; the agent cannot be used afterwards."""
        self.parts.memories.close()
        self.parts.store.close()

    def __enter__(self) -> EmpathicAgent:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open(self, message: Utterance, owner: str, session: str) -> Draft:
        for name, value in (("owner", owner), ("session", session)):
            if not value.strip():
                raise InputError(f"The {name} must be a name, got {value!r}.")
        if owner.startswith(RESERVED):
            raise InputError(
                f"Got the owner {owner!r}; expected a name that does not begin with {RESERVED!r}, "
                "which is for what personas remember. Choose another."
            )
        earlier = self.parts.journal.recent(owner, session, WINDOW)
        now = datetime.now(UTC)
        return Draft(
            owner=owner,
            session=session,
            persona=self.parts.persona.name,
            at=now,
            dialogue=Dialogue(utterances=(*utterances(earlier), message)),
            verdicts=tuple(turn.safety for turn in earlier if now - turn.at < RECENT),
            mood=self._mood_at(now, owner),
        )

    def _mood_at(self, now: datetime, owner: str) -> Mood:
        persona = self.parts.persona
        last = self.parts.journal.last_mood(owner, persona.name)
        if last is None:
            return resting_mood(persona.traits, now)
        half_life = timedelta(minutes=persona.mood_half_life_minutes)
        return decayed(last, temperament(persona.traits), half_life, now)

    def _meet_crisis(
        self, draft: Draft, verdict: SafetyVerdict, clock: Stopwatch
    ) -> Generator[events.Event]:
        """Answer at once, before any model; the words are kept in the journal, not for recall."""
        with clock.measure("reply"):
            reply = crisis_reply(verdict, self.parts.country)
        yield events.Token(text=reply)
        turn = draft.finish(
            safety=verdict, reply=reply, model="crisis gate", timings=clock.timings()
        )
        self.parts.memory.remember(turn)
        yield events.Finished(turn=turn)
