"""The app as a person uses it: keys in, screen out, with a scripted agent behind it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from threading import Event as Gate

import pytest
from textual.widgets import Static

from empathic_agent.errors import PersonaError, StorageError
from empathic_agent.settings import Settings
from empathic_agent.tui.app import ChatApp
from empathic_agent.tui.conversation import Conversation
from empathic_agent.tui.entry import Entry
from empathic_agent.tui.exchange import Exchange
from empathic_agent.tui.status import OFFLINE, WAKING
from empathic_agent.tui.why import WhyPanel
from tests.tui.screen import (
    NARROW,
    WIDE,
    chat_app,
    said,
    session,
    status,
    until,
    until_said,
    why,
    write,
)
from tests.tui.scripted import PATIENCE, ScriptedAgent, sample_turn


async def test_the_first_screen_does_not_wait_for_the_agent(tmp_path: Path) -> None:
    made = Gate()
    app = chat_app(tmp_path, made=made)
    async with app.run_test(size=WIDE) as pilot:
        assert str(app.query_one("#companion", Static).render()) == "Wren"
        assert status(app) == WAKING
        assert app.focused is app.query_one(Entry)
        assert not said(app)
        made.set()
        await until(pilot, lambda: status(app) == OFFLINE)


async def test_a_new_conversation_opens_with_the_greeting(tmp_path: Path) -> None:
    agent = ScriptedAgent()
    app = chat_app(tmp_path, agent)
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: bool(said(app)))
        assert said(app) == ["Wren", agent.parts.persona.greeting]


async def test_a_message_is_shown_at_once_and_answered_when_the_agent_can(tmp_path: Path) -> None:
    made = Gate()
    app = chat_app(tmp_path, ScriptedAgent(past=[sample_turn("before")]), made=made)
    async with app.run_test(size=WIDE) as pilot:
        await write(pilot, "hello")
        assert said(app)[:2] == [" you", "hello"]
        assert "listening" in said(app)[-1]
        assert not app.query_one(Entry).text
        made.set()
        await until_said(pilot, "You said: hello")
        assert said(app).index("before") < said(app).index("hello")


async def test_a_crisis_message_does_not_wait_for_the_encoder(tmp_path: Path) -> None:
    agent = ScriptedAgent(encoder=Gate())
    app = chat_app(tmp_path, agent)
    async with app.run_test(size=WIDE) as pilot:
        await write(pilot, "a hard day")
        await write(pilot, "I want to end my life")
        await until(pilot, lambda: "Please call a helpline now." in said(app))
        assert status(app) == WAKING
        assert "because of “end my life”" in why(app)
        agent.encoder.set()
        await until(pilot, lambda: "You said: a hard day" in said(app))


async def test_a_reply_streams_in(tmp_path: Path) -> None:
    agent = ScriptedAgent(writer=Gate())
    app = chat_app(tmp_path, agent)
    async with app.run_test(size=WIDE) as pilot:
        await write(pilot, "hello")
        await until_said(pilot, "You")
        assert "kind of support" in why(app)
        assert "how long it took" not in why(app)
        agent.writer.set()
        await until_said(pilot, "You said: hello")
        await until(pilot, lambda: "how long it took" in why(app))


async def test_several_messages_in_a_row_are_all_answered(tmp_path: Path) -> None:
    agent = ScriptedAgent()
    app = chat_app(tmp_path, agent)
    async with app.run_test(size=WIDE) as pilot:
        for text in ("one", "two", "three"):
            await write(pilot, text)
        await until(pilot, lambda: len(agent.saved) == 3)
        assert [text for text, _ in agent.saved] == ["one", "two", "three"]


async def test_the_panel_tells_why(tmp_path: Path) -> None:
    app = chat_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        assert "Nothing has been said yet." in why(app)
        await write(pilot, "redundant again")
        await until(pilot, lambda: "reply by offline" in why(app))
        for words in ("“redundant again”", "sadness", "52%", "because of “redundant”", "○ before"):
            assert words in why(app)


@pytest.mark.parametrize("error", [StorageError("disk full"), ConnectionError("refused")])
async def test_an_unanswered_message_comes_back(tmp_path: Path, error: Exception) -> None:
    app = chat_app(tmp_path, ScriptedAgent(failures={"bad": error}))
    async with app.run_test(size=WIDE) as pilot:
        await write(pilot, "bad")
        await until(pilot, lambda: str(error) in status(app))
        await until(pilot, lambda: app.query_one(Entry).text == "bad")
        await until(pilot, lambda: not app.query(Exchange))
        app.query_one(Entry).clear()
        await write(pilot, "good")
        await until_said(pilot, "You said: good")


async def test_the_type_of_an_unforeseen_error_is_named(tmp_path: Path) -> None:
    app = chat_app(tmp_path, ScriptedAgent(failures={"bad": KeyError("[/]")}))
    async with app.run_test(size=WIDE) as pilot:
        await write(pilot, "bad")
        await until(pilot, lambda: "KeyError: '[/]'" in status(app))


async def test_without_an_agent_the_app_ends_and_sayswhy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def create(_: Settings) -> ScriptedAgent:
        raise PersonaError("got persona '[nobody]'; expected wren.")

    app = ChatApp(Settings(home=tmp_path), create=create)
    async with app.run_test(size=WIDE):
        pass
    assert app.return_code == 1
    assert "empathic-agent: got persona '[nobody]'; expected wren." in capsys.readouterr().err


async def test_an_unreadable_past_is_told_and_the_app_goes_on(tmp_path: Path) -> None:
    app = chat_app(tmp_path, ScriptedAgent(history_failure=StorageError("unreadable turn")))
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: "unreadable turn" in status(app))
        await write(pilot, "hello")
        await until_said(pilot, "You said: hello")


async def test_a_new_conversation_has_a_session_of_its_own(tmp_path: Path) -> None:
    agent = ScriptedAgent(past=[sample_turn("before")])
    app = chat_app(tmp_path, agent)
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: "before" in said(app))
        await write(pilot, "one")
        await until(pilot, lambda: len(agent.saved) == 1)
        await pilot.press("ctrl+n")
        assert said(app) == ["Wren", agent.parts.persona.greeting]
        assert session(app).startswith(f"{datetime.now():%Y-%m-}")
        await write(pilot, "two")
        await until(pilot, lambda: len(agent.saved) == 2)
        assert agent.saved == [("one", None), ("two", session(app))]


async def test_a_new_conversation_may_begin_before_there_is_an_agent(tmp_path: Path) -> None:
    made = Gate()
    agent = ScriptedAgent(past=[sample_turn("before")])
    app = chat_app(tmp_path, agent, made=made)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("ctrl+n")
        made.set()
        await until_said(pilot, agent.parts.persona.greeting)
        assert "before" not in said(app)


async def test_a_reply_on_its_way_is_saved_when_a_new_conversation_begins(tmp_path: Path) -> None:
    agent = ScriptedAgent(writer=Gate())
    app = chat_app(tmp_path, agent)
    async with app.run_test(size=WIDE) as pilot:
        await write(pilot, "one")
        await until(pilot, lambda: "You" in said(app))
        await pilot.press("ctrl+n")
        agent.writer.set()
        await until(pilot, lambda: agent.saved == [("one", None)])
        await write(pilot, "two")
        await until_said(pilot, "You said: two")
        assert "one" not in said(app)


async def test_a_message_that_fails_after_its_conversation_was_left_comes_back(
    tmp_path: Path,
) -> None:
    agent = ScriptedAgent(failures={"bad": StorageError("disk full")}, encoder=Gate())
    app = chat_app(tmp_path, agent)
    async with app.run_test(size=WIDE) as pilot:
        await write(pilot, "bad")
        await pilot.press("ctrl+n")
        agent.encoder.set()
        await until(pilot, lambda: app.query_one(Entry).text == "bad")


async def test_the_panel_is_open_where_there_is_room(tmp_path: Path) -> None:
    app = chat_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        assert app.query_one(WhyPanel).display
        await pilot.resize_terminal(*NARROW)
        await until(pilot, lambda: not app.query_one(WhyPanel).display)
        await pilot.resize_terminal(*WIDE)
        await until(pilot, lambda: app.query_one(WhyPanel).display)
        await pilot.press("f2")
        assert not app.query_one(WhyPanel).display
        await pilot.resize_terminal(WIDE[0] + 1, WIDE[1])
        assert not app.query_one(WhyPanel).display


async def test_a_narrow_terminal_shows_one_thing_at_a_time(tmp_path: Path) -> None:
    app = chat_app(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await write(pilot, "hello")
        await until_said(pilot, "You said: hello")
        assert app.query_one(Conversation).display
        assert not app.query_one(WhyPanel).display
        await pilot.press("f2")
        assert not app.query_one(Conversation).display
        panel = app.query_one(WhyPanel)
        assert panel.size.width > 70
        await pilot.press("pagedown")
        assert panel.scroll_y > 0
        await pilot.press("f2")
        assert app.query_one(Conversation).display


async def test_quitting_in_the_middle_of_a_reply_drops_it(tmp_path: Path) -> None:
    agent = ScriptedAgent(writer=Gate())
    app = chat_app(tmp_path, agent)
    async with app.run_test(size=WIDE) as pilot:
        await write(pilot, "hello")
        await until_said(pilot, "You")
        await pilot.press("ctrl+q")
    assert app.return_code == 0
    assert not agent.closed  # it is busy, and the person did not have to wait for it
    agent.writer.set()
    assert agent.left.wait(PATIENCE)
    assert agent.dropped == ["hello"]
    assert agent.saved == []


async def test_quitting_at_rest_closes_the_agent(tmp_path: Path) -> None:
    agent = ScriptedAgent()
    app = chat_app(tmp_path, agent)
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: status(app) == OFFLINE)
        await pilot.press("ctrl+q")
    assert app.return_code == 0
    assert agent.closed
