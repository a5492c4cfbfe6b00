"""A process that is killed in the middle of a turn loses that turn and nothing else."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from empathic_agent import EmpathicAgent

CHILD = """
import os, signal, sys
from empathic_agent import EmpathicAgent, events
from memory_store import MemoryStore

point = sys.argv[1]
agent = EmpathicAgent.create()
for text in ("My dog Rex died in spring.", "I still keep his leash."):
    print(agent.invoke(text).id, flush=True)

def die():
    os.kill(os.getpid(), signal.SIGKILL)

if point == "while writing the reply":
    for event in agent.stream("This message is lost."):
        if isinstance(event, events.Token):
            die()
if point == "between turn and commit":
    with agent.parts.store.transaction():
        agent.invoke("This message is lost.")
        die()
if point == "after saving":
    print(agent.invoke("This message is kept.").id, flush=True)
    die()
"""


@pytest.fixture(params=["while writing the reply", "between turn and commit", "after saving"])
def acknowledged(request: pytest.FixtureRequest, home: Path) -> list[str]:  # noqa: ARG001
    """The ids of the turns that a killed process had acknowledged."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, request.param], capture_output=True, text=True, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    return done.stdout.split()


def test_every_acknowledged_turn_survives_a_kill(home: Path, acknowledged: list[str]) -> None:
    assert len(acknowledged) >= 2
    with closing(sqlite3.connect(home / "empathic-agent.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with EmpathicAgent.create() as agent:
        turns = agent.history()
        assert [turn.id for turn in turns] == acknowledged
        assert agent.parts.store.count("me") == len(turns)
        assert agent.parts.store.check().ok
        found = {memory.text for memory in agent.recall("my dog")}
        assert found == {turn.utterance.text for turn in turns}
        assert agent.invoke("I miss him.").reply


def test_the_journal_and_the_memories_agree_row_by_row(home: Path, acknowledged: list[str]) -> None:
    with closing(sqlite3.connect(home / "empathic-agent.db")) as database:
        records = database.execute("select record from turns order by id").fetchall()
        of_me = "select text from memory where owner = 'me' order by id"
        texts = database.execute(of_me).fetchall()
    assert [json.loads(r)["utterance"]["text"] for (r,) in records] == [t for (t,) in texts]
    assert len(records) == len(acknowledged)
