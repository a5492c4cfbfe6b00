"""The code in the documentation runs and prints what it says; the commands in it exist."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from empathic_agent.cli import app

DOCS = Path(__file__).parent.parent / "docs"


def blocks(name: str, language: str) -> list[str]:
    text = (DOCS / name).read_text("utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize(
    ("name", "needs"), [("memory-life.md", "langgraph"), ("milvus.md", "milvus_lite")]
)
def test_the_code_prints_what_it_says(tmp_path: Path, name: str, needs: str) -> None:
    pytest.importorskip(needs)
    code = "\n".join(blocks(name, "python"))
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "".join(blocks(name, "text"))


def understood(*words: str) -> bool:
    # Options are looked at before --help ends the command.
    return CliRunner().invoke(app, [*words, "--help"]).exit_code == 0


def test_the_commands_are_understood() -> None:
    lines = [
        line
        for block in blocks("memory-life.md", "bash")
        for line in block.splitlines()
        if line.startswith("empathic-agent ")
    ]
    assert len(lines) > 10
    for line in lines:
        assert understood(*shlex.split(line, comments=True)[1:]), line
    assert not understood("memory", "lust")
    assert not understood("memory", "list", "--colour", "red")
