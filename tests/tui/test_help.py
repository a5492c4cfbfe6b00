"""The help says what this is and what leaves the machine."""

from __future__ import annotations

from pathlib import Path
from threading import Event as Gate

from textual.widgets import Static

from empathic_agent.tui.entry import Entry
from empathic_agent.tui.why import WhyPanel
from tests.tui.screen import NARROW, WIDE, chat_app, until, until_said, write
from tests.tui.scripted import ScriptedAgent


async def test_help_says_what_this_is_and_what_leaves_the_machine(tmp_path: Path) -> None:
    app = chat_app(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("f1")
        text = str(app.screen.query_one(Static).render())
        assert "not a therapist" in text
        assert "nothing you write leaves this machine" in text
        assert str(tmp_path) in text
        await pilot.press("escape")
        assert not app.screen.query("#help")
        assert app.focused is app.query_one(Entry)


async def test_help_names_a_model_that_was_chosen(tmp_path: Path) -> None:
    app = chat_app(tmp_path, model="ollama:[x]")
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("f1")
        text = str(app.screen.query_one(Static).render())
        assert "Replies are written by ollama:[x]." in text
        assert "nothing you write leaves this machine" not in text


async def test_replies_arrive_behind_the_help(tmp_path: Path) -> None:
    agent = ScriptedAgent(writer=Gate())
    app = chat_app(tmp_path, agent)
    async with app.run_test(size=NARROW) as pilot:
        await write(pilot, "hello")
        await until_said(pilot, "You")
        await pilot.press("f1")
        agent.writer.set()
        await until(pilot, lambda: len(agent.saved) == 1)
        await pilot.resize_terminal(*WIDE)
        await pilot.press("f2", "ctrl+up", "ctrl+n", "f1")
        await until(pilot, lambda: not app.screen.query("#help"))
        assert app.query_one(WhyPanel).display
        assert app.focused is app.query_one(Entry)
