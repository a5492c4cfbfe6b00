"""Days, turns to look at, scrolling, and words that are only words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event as Gate

import pytest
from textual.widgets import Static

from empathic_agent.tui.conversation import Conversation
from empathic_agent.tui.entry import Entry
from empathic_agent.tui.exchange import Exchange
from tests.tui.screen import (
    NARROW,
    WIDE,
    chat_app,
    dividers,
    said,
    selected,
    until,
    until_said,
    why,
    write,
)
from tests.tui.scripted import ScriptedAgent, sample_turn


async def test_an_earlier_turn_can_be_looked_at_from_the_entry(tmp_path: Path) -> None:
    app = chat_app(tmp_path, ScriptedAgent(past=[sample_turn("first"), sample_turn("second")]))
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: "“second”" in why(app))
        await pilot.press("ctrl+up")
        assert "“first”" in why(app)
        assert selected(app) == ["first"]
        await pilot.press("ctrl+up")
        assert "“first”" in why(app)
        await pilot.press("ctrl+down", "ctrl+down")
        assert "“second”" in why(app)
        assert selected(app) == []
        assert app.focused is app.query_one(Entry)


async def test_the_conversation_can_be_walked_and_typing_goes_back(tmp_path: Path) -> None:
    app = chat_app(tmp_path, ScriptedAgent(past=[sample_turn("first"), sample_turn("second")]))
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: len(app.query(Exchange)) == 2)
        app.query_one(Conversation).focus()
        await pilot.press("up")
        assert "“first”" in why(app)
        await pilot.press("h", "i")
        assert app.focused is app.query_one(Entry)
        assert app.query_one(Entry).text == "hi"
        assert selected(app) == ["first"]


async def test_escape_leaves_the_conversation(tmp_path: Path) -> None:
    app = chat_app(tmp_path, ScriptedAgent(past=[sample_turn("first"), sample_turn("second")]))
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: len(app.query(Exchange)) == 2)
        app.query_one(Conversation).focus()
        await pilot.press("up", "escape")
        assert app.focused is app.query_one(Entry)
        assert "“second”" in why(app)
        assert selected(app) == []


async def test_a_click_looks_at_a_turn_and_a_new_message_looks_back(tmp_path: Path) -> None:
    app = chat_app(tmp_path, ScriptedAgent(past=[sample_turn("first"), sample_turn("second")]))
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: len(app.query(Exchange)) == 2)
        assert await pilot.click(app.query(Exchange).first().query(Static).last())
        assert "“first”" in why(app)
        await write(pilot, "third")
        await until(pilot, lambda: "“third”" in why(app))


async def test_a_resumed_conversation_has_its_days(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    past = [sample_turn("long ago", at=datetime(2024, 11, 21, 12, tzinfo=UTC))]
    past += [sample_turn("just now", at=now), sample_turn("and again", at=now)]
    app = chat_app(tmp_path, ScriptedAgent(past=past))
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: len(app.query(Exchange)) == 3)
        assert dividers(app) == ["earlier, 21 Nov 2024", "today"]
        assert app.query_one(Conversation).is_vertical_scroll_end


@pytest.mark.parametrize("early", [True, False])
async def test_the_first_message_of_a_day_gets_a_divider(tmp_path: Path, early: bool) -> None:
    made = Gate()
    old = sample_turn("then", at=datetime.now(UTC) - timedelta(days=2))
    app = chat_app(tmp_path, ScriptedAgent(past=[old]), made=made)
    async with app.run_test(size=WIDE) as pilot:
        if early:
            await write(pilot, "now")
        made.set()
        await until(pilot, lambda: "then" in said(app))
        if not early:
            await write(pilot, "now")
        await until(pilot, lambda: dividers(app)[1:] == ["today"])


async def test_words_are_never_markup(tmp_path: Path) -> None:
    app = chat_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        for text in ("[bold]x[/]", "[", "[/nothing]", "[@click=app.quit]x[/]"):
            app.query_one(Entry).text = text
            await pilot.press("enter")
            await until_said(pilot, f"You said: {text}")
            assert text in said(app)
            await until(pilot, lambda: f"“{text}”" in why(app))  # noqa: B023


async def test_long_conversations_are_followed_unless_scrolled_up(tmp_path: Path) -> None:
    agent = ScriptedAgent(past=[sample_turn("line " * 40) for _ in range(10)])
    app = chat_app(tmp_path, agent)
    async with app.run_test(size=NARROW) as pilot:
        conversation = app.query_one(Conversation)
        await until(pilot, lambda: conversation.max_scroll_y > 20)
        await until(pilot, lambda: conversation.is_vertical_scroll_end)
        agent.writer.clear()
        await write(pilot, "a question")
        await until_said(pilot, "You")
        assert conversation.is_vertical_scroll_end
        await pilot.press("pageup")
        place = conversation.scroll_y
        agent.writer.set()
        await until_said(pilot, "You said: a question")
        assert conversation.scroll_y == place
        await pilot.press("pagedown", "pagedown")
        assert conversation.is_vertical_scroll_end
