"""Faults: killed writers, full disks, crowds of writers. Nothing acknowledged is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from memory_store import MemoryStore
from tests.memory_store.samples import DIMENSION, a_query
from tests.memory_store.test_crash import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such things")

# A process that has used threads of OpenMP cannot be forked.
ONE_THREAD = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def python(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        cwd=ROOT,
        env=ONE_THREAD,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def output(child: subprocess.Popen[str]) -> str:
    said, complaints = child.communicate(timeout=200)
    assert child.returncode == 0, complaints
    return said


def test_writers_killed_at_two_hundred_points_lose_nothing_they_acknowledged(
    tmp_path: Path,
) -> None:
    children = [
        python("-m", "tests.memory_store.killing", tmp_path / f"{seed}.db", seed, 50)
        for seed in range(4)
    ]
    results = [json.loads(output(child)) for child in children]
    assert sum(result["kills"] for result in results) == 200
    # Enough was done, and enough was interrupted, for the test to have tested something.
    assert sum(result["done"] for result in results) > 100
    assert sum(result["interrupted"] for result in results) > 40


WRITE_FIVE_THOUSAND = """
import sys
from memory_store import MemoryStore
from tests.memory_store.samples import DIMENSION, a_memory

path, owner = sys.argv[1:]
with MemoryStore.open(path, DIMENSION, busy_timeout=100) as store:
    for start in range(0, 5000, 200):
        texts = [f"{owner} {number}" for number in range(start, start + 200)]
        store.remember_many(a_memory(text, i, owner=owner) for i, text in enumerate(texts[2:]))
        for text in texts[:2]:
            store.remember(a_memory(text, owner=owner))
    assert store.count(owner) == 5000
"""


def test_two_writers_of_five_thousand_lose_none_and_all_is_seen(path: Path) -> None:
    with MemoryStore.open(path, DIMENSION) as reader:
        children = [python("-c", WRITE_FIVE_THOUSAND, path, owner) for owner in ("ada", "bob")]
        seen = 0
        while any(child.poll() is None for child in children):
            now = len(reader.recall(a_query(limit=10_000)))
            assert now >= seen
            seen = now
        for child, owner in zip(children, ("ada", "bob"), strict=True):
            assert output(child) == ""
            texts = {memory.text for memory in reader.list(owner, limit=10_000)}
            assert texts == {f"{owner} {number}" for number in range(5000)}
            assert len(reader.recall(a_query(owner=owner, limit=10_000))) == 5000
        assert reader.count() == 10_000
        assert reader.check().problems == ()


FILL_A_SMALL_DISK = """
import resource, sys
from memory_store import MemoryStore
from memory_store.errors import UnwritableError
from memory_store.tuning import Tuning
from tests.memory_store.samples import DIMENSION, a_memory

with MemoryStore.open(sys.argv[1], DIMENSION, tuning=Tuning(cached_from=50)) as store:
    store.remember_many(a_memory(str(number), number) for number in range(100))
    # No file may grow beyond this: the database can hardly, its index beside it not at all.
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), -1))
    try:
        store.remember_many(a_memory("x" * 10_000, number) for number in range(200))
    except UnwritableError as error:
        print(error)
    store.prepare()
    assert store.count() == 100
"""


@pytest.mark.parametrize("room", [5000, 200_000])
def test_a_full_disk_is_reported_and_what_was_there_stays(path: Path, room: int) -> None:
    assert "check rights and disk space" in output(python("-c", FILL_A_SMALL_DISK, path, room))
    with MemoryStore.open(path, DIMENSION) as store:
        assert store.check().problems == ()
        assert {memory.text for memory in store.list("ada", limit=1000)} == {*map(str, range(100))}
        [hit] = store.recall(a_query(7, limit=1))
        assert hit.memory.text == "7"
    leftovers = {file.name for file in path.parent.iterdir()} - {path.name, path.name + ".faiss"}
    assert leftovers == set()
