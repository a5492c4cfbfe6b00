"""Hands and eyes of the app's tests: what a person does and what they read. Knows no agent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event as Gate
from time import monotonic
from typing import Any

from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Static

from empathic_agent.settings import Settings
from empathic_agent.tui.app import ChatApp
from empathic_agent.tui.entry import Entry
from empathic_agent.tui.exchange import Exchange
from empathic_agent.tui.status import StatusLine
from empathic_agent.tui.why import WhyPanel
from tests.tui.scripted import PATIENCE, ScriptedAgent

WIDE = (140, 40)
NARROW = (80, 24)


def chat_app(
    home: Path,
    agent: ScriptedAgent | None = None,
    *,
    made: Gate | None = None,
    model: str = "offline",
) -> ChatApp:
    """The app around a scripted agent, which is made once the gate `made` is open."""

    def create(_: Settings) -> ScriptedAgent:
        if made is not None:
            assert made.wait(PATIENCE)
        return agent or ScriptedAgent()

    return ChatApp(Settings(home=home, model=model), create=create)


async def until(pilot: Pilot[Any], true: Callable[[], bool]) -> None:
    """Let the app go on until something is true."""
    deadline = monotonic() + 3 * PATIENCE
    while monotonic() < deadline:
        await pilot.pause(0.01)
        if true():
            return
    raise AssertionError(f"this never came; on the screen: {said(pilot.app)}")


async def until_said(pilot: Pilot[Any], text: str) -> None:
    """Let the app go on until the newest line reads `text`."""
    await until(pilot, lambda: said(pilot.app)[-1:] == [text])


async def write(pilot: Pilot[Any], text: str) -> None:
    """Write a message, in one go to save time, and press Enter."""
    pilot.app.query_one(Entry).type_on(text)
    await pilot.press("enter")


def said(app: App[Any]) -> list[str]:
    """Names and texts of the conversation, in order."""
    return [str(part.render()) for part in app.query("Conversation Line Static").results(Static)]


def dividers(app: App[Any]) -> list[str]:
    """The days of the conversation."""
    return [str(part.render()) for part in app.query(".divider").results(Static)]


def selected(app: App[Any]) -> list[str]:
    """Messages of the turns that are marked as looked at."""
    return [exchange.text for exchange in app.query("Exchange.-selected").results(Exchange)]


def session(app: App[Any]) -> str:
    """The session named in the header."""
    return str(app.query_one("#session", Static).render())


def status(app: App[Any]) -> str:
    """The line above the entry."""
    return str(app.query_one(StatusLine).render())


def why(app: App[Any]) -> str:
    """The text of the panel, whether it is shown or not."""
    return str(app.query_one(WhyPanel).query_one(Static).render())
