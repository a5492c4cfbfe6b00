"""What is written stays until it was sent, and comes back when it was not answered."""

from __future__ import annotations

from pathlib import Path
from threading import Event as Gate

from textual.events import Key, Paste

from empathic_agent.errors import StorageError
from empathic_agent.intake import LONGEST
from empathic_agent.tui.entry import Entry
from empathic_agent.tui.exchange import Exchange
from empathic_agent.tui.status import OFFLINE
from tests.tui.screen import (
    WIDE,
    chat_app,
    status,
    until,
    until_said,
    write,
)
from tests.tui.scripted import ScriptedAgent


async def test_a_refused_message_stays_in_the_entry(tmp_path: Path) -> None:
    app = chat_app(tmp_path)
    long = "a" * (LONGEST + 1)
    async with app.run_test(size=WIDE) as pilot:
        app.query_one(Entry).text = long
        await pilot.press("enter")
        assert app.query_one(Entry).text == long
        assert "10,001 characters" in status(app)
        assert not app.query(Exchange)
        app.query_one(Entry).text = "a short one"
        await pilot.press("enter")
        await until_said(pilot, "You said: a short one")
        await until(pilot, lambda: status(app) == OFFLINE)


async def test_a_control_character_is_refused_when_it_gets_in(tmp_path: Path) -> None:
    app = chat_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        app.query_one(Entry).text = "hello\x07"
        await pilot.press("enter")
        assert app.query_one(Entry).text == "hello\x07"
        assert "control character" in status(app)


async def test_pasted_control_characters_do_not_get_in(tmp_path: Path) -> None:
    app = chat_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        app.post_message(Paste("so \x1b[31mred\x00\nnext"))
        await until(pilot, lambda: app.query_one(Entry).text == "so [31mred\nnext")


async def test_nothing_is_sent_when_nothing_is_written(tmp_path: Path) -> None:
    app = chat_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("enter", "space", "enter")
        assert not app.query(Exchange)


async def test_an_unanswered_message_does_not_overwrite_what_is_being_written(
    tmp_path: Path,
) -> None:
    agent = ScriptedAgent(failures={"bad": StorageError("disk full")}, encoder=Gate())
    app = chat_app(tmp_path, agent)
    async with app.run_test(size=WIDE) as pilot:
        await write(pilot, "bad")
        await pilot.press(*"next")
        agent.encoder.set()
        await until(pilot, lambda: app.query_one(Entry).text == "bad\n\nnext")
        await pilot.press("!")
        assert app.query_one(Entry).text == "bad\n\nnext!"


async def test_a_line_can_be_broken(tmp_path: Path) -> None:
    app = chat_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("a", "ctrl+j", "b", "shift+enter", "c")
        assert app.query_one(Entry).text == "a\nb\nc"
        assert app.query_one(Entry).size.height == 3
        await pilot.press("enter")
        await until_said(pilot, "You said: a\nb\nc")


async def test_keys_keep_their_order_when_they_come_faster_than_they_are_handled(
    tmp_path: Path,
) -> None:
    agent = ScriptedAgent()
    app = chat_app(tmp_path, agent)
    async with app.run_test(size=WIDE) as pilot:
        names = {" ": "space", "\r": "enter", "\n": "ctrl+j"}
        for char in "a hard\nday\rreally\rand":
            app.post_message(Key(names.get(char, char), char))
        await until(pilot, lambda: app.query_one(Entry).text == "and")
        await until(pilot, lambda: len(agent.saved) == 2)
        assert [text for text, _ in agent.saved] == ["a hard\nday", "really"]
