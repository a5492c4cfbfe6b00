"""The examples are run as their readers would run them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from examples.terminal_app import build
from tests.samples import write_esconv

EXAMPLES = Path(__file__).parent.parent / "examples"


def run(*command: str) -> str:
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_embed() -> None:
    told = run(sys.executable, str(EXAMPLES / "embed.py"))
    assert "felt:" in told
    assert "strategy:" in told


def test_pipe() -> None:
    lines = run("bash", str(EXAMPLES / "pipe.sh")).splitlines()
    assert len(lines) == 2
    assert all(line.count(" -> ") >= 2 for line in lines)


def test_evaluate(tmp_path: Path) -> None:
    data = write_esconv(tmp_path / "esconv.json")
    told = run(sys.executable, str(EXAMPLES / "evaluate.py"), str(data))
    assert "proficiency Q" in told
    assert "7 supporter turns" in told


def test_langchain_memory() -> None:
    told = run(sys.executable, str(EXAMPLES / "langchain_memory.py")).splitlines()
    assert told[0] == "document sleep-1: Keep a fixed time for getting up."
    assert told[1].startswith("memory My dog died")
    assert told[2].startswith("memory My dog won")


def test_langgraph_memory() -> None:
    told = run(sys.executable, str(EXAMPLES / "langgraph_memory.py")).splitlines()
    assert told[2] == "How long have I had the cello? ['I play the cello.']"


async def test_terminal_app(tmp_path: Path) -> None:
    app = build(tmp_path)
    async with app.run_test():
        assert app.is_running


def test_every_example_is_run_here() -> None:
    tested = {"__init__.py", "embed.py", "pipe.sh", "evaluate.py", "terminal_app.py"}
    tested |= {"langchain_memory.py", "langgraph_memory.py"}
    assert {path.name for path in EXAMPLES.iterdir() if path.is_file()} == tested
