"""What the child processes of the crash tests do; run as `python -m tests.memory_store.child`."""

from __future__ import annotations

import sys
from pathlib import Path

from memory_store import MemoryStore
from tests.memory_store.samples import DIMENSION, a_memory


def say(word: str) -> None:
    """Tell the parent, at once."""
    print(word, flush=True)


def chat(path: Path, name: str, turns: int) -> None:
    """Write memories and rows of a table of its own together, saying what is pending and kept."""
    with MemoryStore.open(path, DIMENSION, busy_timeout=60) as store:
        for number in range(turns):
            text = f"{name} {number}"
            with store.transaction() as database:
                memory_id = store.remember(a_memory(text, seed=number, owner=name))
                database.table("diary").insert({"id": memory_id, "text": text}, pk="id")
                say(f"pending {memory_id} {text}")
            say(f"kept {memory_id} {text}")


if __name__ == "__main__":
    say("ready")
    sys.stdin.readline()
    chat(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
