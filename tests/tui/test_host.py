"""The host keeps the agent off the screen's thread, in order, and lets danger pass at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from threading import Event as Gate
from time import monotonic
from typing import TypeVar

import pytest
from textual.message import Message

from empathic_agent.errors import ModelError, StorageError
from empathic_agent.events import Finished, Token
from empathic_agent.tui.host import (
    AgentHost,
    Failed,
    Heard,
    Letter,
    NotCreated,
    Ready,
    Warm,
)
from tests.tui.scripted import DANGER_WORDS, ScriptedAgent, sample_turn

Reports = SimpleQueue[Message]
M = TypeVar("M", bound=Message)


def test_it_introduces_the_agent_with_its_past_and_warms_it_up() -> None:
    past = [sample_turn(str(number)) for number in range(60)]
    with _hosted(ScriptedAgent(past=past)) as (_, reports):
        ready = _next(reports, Ready)
        assert ready.persona.name == "wren"
        assert [turn.utterance.text for turn in ready.history] == [str(n) for n in range(10, 60)]
        _next(reports, Warm)


def test_messages_are_answered_in_their_order() -> None:
    with _hosted(ScriptedAgent()) as (host, reports):
        for ticket in range(5):
            host.send(Letter(ticket, f"message {ticket}", "s"))
        assert [_finished(reports).ticket for _ in range(5)] == list(range(5))


def test_danger_does_not_wait_for_the_encoder_nor_for_others() -> None:
    agent = ScriptedAgent(encoder=Gate())
    with _hosted(agent) as (host, reports):
        host.send(Letter(1, "a long day", None))
        host.send(Letter(2, DANGER_WORDS, None))
        assert _finished(reports).ticket == 2
        agent.encoder.set()
        assert _finished(reports).ticket == 1


def test_a_message_may_be_sent_before_there_is_an_agent() -> None:
    made = Gate()
    agent = ScriptedAgent()

    def create() -> ScriptedAgent:
        made.wait(10)
        return agent

    reports: Reports = SimpleQueue()
    host = AgentHost(create, reports.put)
    host.start("s")
    host.send(Letter(1, "hello", "s"))
    made.set()
    assert isinstance(reports.get(timeout=10), Ready)
    assert _finished(reports).ticket == 1
    host.close()
    assert agent.saved == [("hello", "s")]


def test_a_failing_message_is_reported_and_the_next_is_answered() -> None:
    error = ConnectionError("refused")
    with _hosted(ScriptedAgent(failures={"bad": error})) as (host, reports):
        host.send(Letter(1, "bad", None))
        host.send(Letter(2, "good", None))
        failed = _next(reports, Failed)
        assert (failed.ticket, failed.error) == (1, error)
        assert _finished(reports).ticket == 2


def test_an_unreadable_past_does_not_keep_the_agent_from_talking() -> None:
    agent = ScriptedAgent(history_failure=StorageError("unreadable"))
    with _hosted(agent) as (host, reports):
        assert _next(reports, Failed).ticket is None
        assert _next(reports, Ready).history == ()
        host.send(Letter(1, "hello", None))
        assert _finished(reports).ticket == 1


def test_no_agent_is_reported_once_and_closing_works() -> None:
    def create() -> ScriptedAgent:
        raise ModelError("no weights")

    reports: Reports = SimpleQueue()
    host = AgentHost(create, reports.put)
    host.start(None)
    report = reports.get(timeout=10)
    assert isinstance(report, NotCreated)
    assert str(report.error) == "no weights"
    host.close()
    assert reports.empty()


def test_closing_drops_the_reply_in_the_making_and_closes_the_agent() -> None:
    agent = ScriptedAgent(writer=Gate())
    with _hosted(agent) as (host, reports):
        host.send(Letter(1, "hello there", None))
        host.send(Letter(2, "never looked at", None))
        _token(reports)
        host.close(patience=0.0)
        agent.writer.set()
        host.close()
    assert agent.dropped == ["hello there"]
    assert agent.saved == []
    assert agent.closed


def test_closing_does_not_wait_for_what_hangs() -> None:
    agent = ScriptedAgent(writer=Gate())
    with _hosted(agent) as (host, reports):
        host.send(Letter(1, "hello there", None))
        _token(reports)
        start = monotonic()
        host.close(patience=0.1)
        assert monotonic() - start < 2.0
        assert not agent.closed
        agent.writer.set()


@contextmanager
def _hosted(agent: ScriptedAgent) -> Iterator[tuple[AgentHost, Reports]]:
    reports: Reports = SimpleQueue()
    host = AgentHost(lambda: agent, reports.put)
    host.start(None)
    try:
        yield host, reports
    finally:
        host.close(patience=10.0)


def _next(reports: Reports, kind: type[M]) -> M:
    while not isinstance(report := reports.get(timeout=10), kind):
        if isinstance(report, NotCreated):
            pytest.fail(f"no agent: {report.error}")
    return report


def _finished(reports: Reports) -> Heard:
    while not isinstance((heard := _next(reports, Heard)).event, Finished):
        pass
    return heard


def _token(reports: Reports) -> None:
    while not isinstance(_next(reports, Heard).event, Token):
        pass
