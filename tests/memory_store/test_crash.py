"""A process is killed while it writes: what it acknowledged is there, and nothing by halves."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from memory_store import MemoryStore
from tests.memory_store.samples import DIMENSION, a_query

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")


def start(path: Path, name: str, turns: int) -> subprocess.Popen[str]:
    """A child that will chat when it gets a line."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.memory_store.child", str(path), name, str(turns)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def go(child: subprocess.Popen[str]) -> None:
    assert child.stdin is not None
    child.stdin.write("go\n")
    child.stdin.flush()


def kill(child: subprocess.Popen[str]) -> list[str]:
    """Kill it without warning and return what it had said that was not read yet."""
    child.send_signal(signal.SIGKILL)
    lines = what_it_said(child)
    assert child.returncode == -signal.SIGKILL
    return lines


def what_it_said(child: subprocess.Popen[str]) -> list[str]:
    """The lines that were not read yet, once it has ended."""
    # Not communicate(): it would miss what readline() has taken into its buffer.
    with child:
        assert child.stdout is not None
        return child.stdout.read().splitlines()


def read_until(child: subprocess.Popen[str], word: str, times: int) -> list[str]:
    """Lines up to and including the one that starts with `word` for the last of `times`."""
    assert child.stdout is not None
    lines: list[str] = []
    while times:
        lines.append(child.stdout.readline().rstrip("\n"))
        assert lines[-1], "the child ended by itself"
        times -= lines[-1].startswith(word)
    return lines


def texts(lines: list[str], word: str) -> dict[int, str]:
    """Id and text of each line that starts with `word`."""
    parts = [line.split(" ", 2) for line in lines if line.startswith(word) and line.count(" ") == 3]
    return {int(number): text for _, number, text in parts}


@pytest.mark.parametrize("word", ["pending", "kept"])
def test_killed_while_writing(path: Path, word: str) -> None:
    acknowledged: dict[int, str] = {}
    for life in range(3):
        child = start(path, f"life{life}", 10_000)
        go(child)
        lines = read_until(child, word, random.randint(1, 40))
        # After "pending", at once or a moment later: before, during and after the commit.
        time.sleep(random.choice([0.0, 0.0, random.uniform(0, 0.005)]))
        lines += kill(child)
        acknowledged |= texts(lines, "kept")
        assert_whole(path, acknowledged, perhaps=texts(lines[-1:], "pending"))
        acknowledged |= what_is_there(path)


def what_is_there(path: Path) -> dict[int, str]:
    with MemoryStore.open(path, DIMENSION) as store:
        return {
            memory.id: memory.text
            for owner in ("life0", "life1", "life2")
            for memory in store.list(owner, limit=1000)
        }


def assert_whole(path: Path, acknowledged: dict[int, str], perhaps: dict[int, str]) -> None:
    with MemoryStore.open(path, DIMENSION) as store:
        health = store.check()
        assert health.problems == ()
        assert store.database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        kept = what_is_there(path)
        assert acknowledged.items() <= kept.items() <= (acknowledged | perhaps).items()
        assert health.memories == len(kept)
        diary = store.database["diary"]
        assert {row["id"]: row["text"] for row in diary.rows if diary.exists()} == kept
        for number, text in kept.items():
            owner, seed = text.split()
            [hit] = store.recall(a_query(int(seed), owner=owner, limit=1))
            assert hit.memory.id == number
            assert hit.meaning == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("delay", [0.0, 0.003, 0.01, 0.02])
def test_killed_while_creating_the_file(path: Path, delay: float) -> None:
    child = start(path, "life0", 1)
    go(child)
    time.sleep(delay)
    kill(child)
    with MemoryStore.open(path, DIMENSION) as store:
        assert store.check().ok
        assert store.count() <= 1


def test_processes_create_and_write_one_file_at_once(path: Path) -> None:
    children = [start(path, f"writer{number}", 40) for number in range(3)]
    for child in children:
        go(child)
    with MemoryStore.open(path, DIMENSION, busy_timeout=60) as store:
        seen = [0]
        while any(child.poll() is None for child in children):
            seen.append(len(store.recall(a_query(owner="writer0", limit=100))))
        outputs = [what_it_said(child) for child in children]
        assert [child.returncode for child in children] == [0, 0, 0]
        assert seen == sorted(seen)
        for number, output in enumerate(outputs):
            kept = {m.id: m.text for m in store.list(f"writer{number}", limit=100)}
            assert len(kept) == 40
            assert kept == texts(output, "kept")
            assert len(store.recall(a_query(owner=f"writer{number}", limit=100))) == 40
        assert store.count() == 120
        assert store.check().ok
