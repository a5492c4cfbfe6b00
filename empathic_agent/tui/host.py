"""Runs the agent on threads of its own, so that the screen never waits. Knows no widget.

Three threads: the *reception* makes the agent, looks at every message as it comes and lets danger
pass at once; the *worker* answers all other messages in their order; the *warm-up* loads the
encoder. They are daemons because a chat model that hangs must not keep the program from ending.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Event as Flag
from threading import Thread
from typing import Protocol

from textual.message import Message

from empathic_agent.events import Event, SafetyChecked
from empathic_agent.persona import Persona
from empathic_agent.turn import Turn

HISTORY = 50
"""How many earlier turns are shown when a conversation is resumed."""


class Character(Protocol):
    """The part of an agent's parts that the app shows."""

    @property
    def persona(self) -> Persona:
        """Who is talking."""
        ...


class Companion(Protocol):
    """What the app needs of an agent; `EmpathicAgent` is one."""

    @property
    def parts(self) -> Character:
        """What the agent is made of."""
        ...

    def stream(
        self, text: str, *, owner: str | None = None, session: str | None = None
    ) -> Iterator[Event]:
        """Answer one message, step by step."""
        ...

    def history(
        self, *, owner: str | None = None, session: str | None = None, limit: int = 200
    ) -> tuple[Turn, ...]:
        """The newest turns of a session, oldest first."""
        ...

    def warm_up(self) -> None:
        """Load what is heavy."""
        ...

    def close(self) -> None:
        """Give everything back."""
        ...


@dataclass
class Ready(Message):
    """The agent exists and can be talked to."""

    persona: Persona
    session: str | None
    history: tuple[Turn, ...]
    """The newest turns of `session`, oldest first."""


@dataclass
class NotCreated(Message):
    """There is no agent and there will be none."""

    error: Exception


@dataclass
class Warm(Message):
    """Everything heavy is loaded."""


@dataclass
class Heard(Message):
    """A step of the answer to a message."""

    ticket: int
    event: Event


@dataclass
class Failed(Message):
    """Something went wrong; with a ticket, that message was not answered and not saved."""

    ticket: int | None
    error: Exception


@dataclass(frozen=True, slots=True)
class Letter:
    """A message on its way to the agent; the ticket is how its sender knows it again."""

    ticket: int
    text: str
    session: str | None


class AgentHost:
    """Owns the agent and its threads.

    Args:
        create: makes the agent; called once, on the reception's thread.
        report: is told what happens, from any of the threads; it must not block.
    """

    def __init__(
        self, create: Callable[[], Companion], report: Callable[[Message], object]
    ) -> None:
        self._create = create
        self._report = report
        self._agent: Companion | None = None
        self._inbox: SimpleQueue[Letter | None] = SimpleQueue()
        self._line: SimpleQueue[Letter | None] = SimpleQueue()
        self._stopping = Flag()
        self._threads: list[Thread] = []

    def start(self, session: str | None) -> None:
        """Make the agent and open `session`; reports `Ready` and `Warm`, or `NotCreated`."""
        self._run("reception", lambda: self._receive(session))

    def send(self, letter: Letter) -> None:
        """Have a message answered; reports `Heard` for each step, or `Failed`."""
        self._inbox.put(letter)

    def close(self, patience: float = 1.0) -> None:
        """Stop: a reply in the making is dropped and not saved.

        Args:
            patience: seconds to wait for the threads. What is busy for longer is left behind and
                ends with the program; the database takes no harm from that.
        """
        self._stopping.set()
        self._inbox.put(None)
        self._line.put(None)
        deadline = time.monotonic() + patience
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        if self._agent is not None and not any(thread.is_alive() for thread in self._threads):
            self._agent.close()

    def _run(self, name: str, work: Callable[[], None]) -> None:
        thread = Thread(target=work, name=f"empathic-agent {name}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _receive(self, session: str | None) -> None:
        try:
            agent = self._agent = self._create()
        except Exception as error:  # noqa: BLE001  # whatever it is, the app must show it and end
            self._report(NotCreated(error))
            return
        if self._stopping.is_set():
            return
        self._introduce(agent, session)
        self._run("warm-up", lambda: self._warm_up(agent))
        self._run("worker", lambda: self._work(agent))
        for letter in self._letters(self._inbox):
            self._look_at(agent, letter)

    def _introduce(self, agent: Companion, session: str | None) -> None:
        past: tuple[Turn, ...] = ()
        with self._failures(None):
            past = agent.history(session=session, limit=HISTORY)
        self._report(Ready(agent.parts.persona, session, past))

    def _warm_up(self, agent: Companion) -> None:
        with self._failures(None):
            agent.warm_up()
            self._report(Warm())

    def _look_at(self, agent: Companion, letter: Letter) -> None:
        """Answer at once if there is danger; otherwise put it in the worker's line."""
        with self._failures(letter.ticket), _answer(agent, letter) as stream:
            first = next(stream)
            if isinstance(first, SafetyChecked) and first.verdict.danger is None:
                self._line.put(letter)
                return
            self._report(Heard(letter.ticket, first))
            self._pass_on(letter, stream)

    def _work(self, agent: Companion) -> None:
        for letter in self._letters(self._line):
            with self._failures(letter.ticket), _answer(agent, letter) as stream:
                self._pass_on(letter, stream)

    def _pass_on(self, letter: Letter, stream: Iterator[Event]) -> None:
        for event in stream:
            self._report(Heard(letter.ticket, event))
            if self._stopping.is_set():
                return

    def _letters(self, queue: SimpleQueue[Letter | None]) -> Iterator[Letter]:
        while (letter := queue.get()) is not None and not self._stopping.is_set():
            yield letter

    @contextmanager
    def _failures(self, ticket: int | None) -> Iterator[None]:
        """Report whatever goes wrong: chat models and plug-ins raise errors of every kind."""
        try:
            yield
        except Exception as error:  # noqa: BLE001
            self._report(Failed(ticket, error))


@contextmanager
def _answer(agent: Companion, letter: Letter) -> Iterator[Iterator[Event]]:
    """The agent's stream, closed when it is left early so that nothing of it is saved."""
    stream = agent.stream(letter.text, session=letter.session)
    try:
        yield stream
    finally:
        if isinstance(stream, Generator):
            stream.close()
