"""The app with the real agent behind it: what it does with events, it does with real ones."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from empathic_agent.agent import EmpathicAgent
from empathic_agent.assembly import assemble
from empathic_agent.encoder import CachedEncoder
from empathic_agent.settings import Settings
from empathic_agent.tui.app import ChatApp
from empathic_agent.tui.status import OFFLINE
from tests.tui.screen import WIDE, said, status, until, why, write


async def test_a_conversation_is_held_explained_and_resumed(
    tmp_path: Path, encoder: CachedEncoder
) -> None:
    app = ChatApp(Settings(home=tmp_path))
    async with app.run_test(size=WIDE) as pilot:
        await write(pilot, "I lost my job and I am so sad about it.")
        await until(pilot, lambda: "reply by offline" in why(app))
        reply = said(app)[-1]
        assert reply
        assert "sadness" in why(app)
        assert "kind of support" in why(app)
        await until(pilot, lambda: status(app) == OFFLINE)
    resumed = _app(Settings(home=tmp_path), encoder)
    async with resumed.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: said(resumed)[-1:] == [reply])
        assert said(resumed)[1] == "I lost my job and I am so sad about it."


async def test_danger_is_met_with_a_helpline(tmp_path: Path, encoder: CachedEncoder) -> None:
    app = _app(Settings(home=tmp_path, country="GB"), encoder)
    async with app.run_test(size=WIDE) as pilot:
        await write(pilot, "I want to kill myself")
        await until(pilot, lambda: "suicide" in why(app))
        await until(pilot, lambda: "116 123" in said(app)[-1])


async def test_an_unknown_persona_ends_the_app(tmp_path: Path) -> None:
    app = ChatApp(Settings(home=tmp_path, persona="nobody"))
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: app.return_code is not None)
    assert app.return_code == 1


async def test_a_damaged_database_ends_the_app_and_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "empathic-agent.db"
    file.write_bytes(b"these are not the memories you look for" * 100)
    before = file.read_bytes()
    app = ChatApp(Settings(home=tmp_path))
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: app.return_code is not None)
    assert app.return_code == 1
    assert file.read_bytes() == before


def test_the_first_screen_needs_nothing_heavy() -> None:
    heavy = ("torch", "langchain", "langchain_core", "sentence_transformers", "faiss", "sklearn")
    code = f"import sys, empathic_agent.tui.app; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def _app(settings: Settings, encoder: CachedEncoder) -> ChatApp:
    """The app with an agent whose encoder is loaded already."""
    return ChatApp(settings, create=lambda chosen: EmpathicAgent(assemble(chosen, encoder=encoder)))
