"""What the doctor finds; the whole command is run in test_cli.py."""

from pathlib import Path

import pytest

from empathic_agent.agent import EmpathicAgent
from empathic_agent.doctor import examine


def told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_all_is_well_in_a_fresh_home(capsys: pytest.CaptureFixture[str]) -> None:
    assert examine()
    lines = told(capsys)
    assert all(line.startswith("ok ") for line in lines)
    named = {line.split()[1] for line in lines}
    assert {"python", "torch", "langchain", "textual", "encoder", "heads", "database"} <= named


def test_an_unknown_persona_is_found(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMPATHIC_AGENT_PERSONA", "nobody")
    assert not examine()
    assert any(line.startswith("BAD  persona") and "wren" in line for line in told(capsys))


def test_a_damaged_memory_is_found(
    home: Path, agent: EmpathicAgent, capsys: pytest.CaptureFixture[str]
) -> None:
    agent.invoke("My dog Rex died in spring.")
    with agent.parts.store.transaction() as database:
        database.execute("drop trigger memory_unchanged")
        database.execute("update memory set vector = x'00'")
    assert (home / "empathic-agent.db").exists()
    assert not examine()
    assert any(line.startswith("BAD  database") and "damaged" in line for line in told(capsys))
