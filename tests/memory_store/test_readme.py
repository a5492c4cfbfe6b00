"""The README's example runs, prints what it says, and needs nothing of the agent."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import memory_store

README = (Path(memory_store.__file__).parent / "README.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", README, re.DOTALL)
    assert found is not None
    return found[1]


def run(code: str, folder: Path) -> str:
    finished = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def test_the_example_runs_and_prints_what_it_says(tmp_path: Path) -> None:
    assert run(block("python"), tmp_path) == block("text")


def test_the_map_names_every_module() -> None:
    for module in Path(memory_store.__file__).parent.glob("[a-z]*.py"):
        assert module.name in README


def test_importing_loads_no_index_and_no_agent(tmp_path: Path) -> None:
    code = """
import sys
import memory_store
assert "faiss" not in sys.modules
with memory_store.MemoryStore.open("db") as store:
    store.list("ada")
    assert "faiss" not in sys.modules
    store.prepare()
    assert "faiss" in sys.modules
for heavy in ("empathic_agent", "torch", "sklearn", "langchain"):
    assert heavy not in sys.modules, heavy
"""
    run(code, tmp_path)
