"""Kills writers at random points and compares what they said with what the file holds.

Run as `python -m tests.memory_store.killing PATH SEED KILLS`. Writers are forked from a process
that has imported everything, so that two hundred of them take seconds. Prints what was done.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from memory_store import MemoryStore
from memory_store.tuning import Tuning
from tests.memory_store.samples import DIMENSION, a_memory, direction

Texts = dict[int, str]
"""What a store holds, by id."""

# So that a cache is written and read as well.
TUNING = Tuning(cached_from=20, large_from=60)


class Writer:
    """Writes at random, saying before each step what it is about to do and after it that it did."""

    def __init__(self, store: MemoryStore, said: int, seed: int) -> None:
        self._store = store
        self._said = said
        self._random = random.Random(seed)
        self._kept = texts_in(store)
        self._count = 0

    def run(self) -> None:
        """Until it is killed."""
        while True:
            step = self._random.choice([self.one, self.many, self.edit, self.replace, self.forget])
            step()
            self.say("done")

    def say(self, word: str, **details: Any) -> None:
        """Tell the parent, at once."""
        os.write(self._said, (json.dumps({"word": word, **details}) + "\n").encode())

    def one(self) -> None:
        [text] = self._texts(1)
        self.say("add", texts=[text])
        self._kept[self._store.remember(a_memory(text))] = text

    def many(self) -> None:
        texts = self._texts(self._random.randint(2, 30))
        self.say("add", texts=texts)
        ids = self._store.remember_many(a_memory(text, seed=i) for i, text in enumerate(texts))
        self._kept.update(zip(ids, texts, strict=True))

    def edit(self) -> None:
        if self._kept:
            number, [text] = self._random.choice(list(self._kept)), self._texts(1)
            self.say("edit", id=number, text=text)
            self._store.edit("ada", number, text=text, vector=direction(self._count))
            self._kept[number] = text

    def replace(self) -> None:
        # Memory, row of another table and note of supersession: all or nothing.
        if self._kept:
            [text] = self._texts(1)
            self.say("add", texts=[text])
            with self._store.transaction():
                number = self._store.remember(a_memory(text))
                self._store.pin("ada", number)
            self._kept[number] = text

    def forget(self) -> None:
        if len(self._kept) > 10:
            number = self._random.choice(list(self._kept))
            self.say("forget", id=number)
            self._store.forget(owner="ada", id=number)
            del self._kept[number]
            self._store.prepare()

    def _texts(self, count: int) -> list[str]:
        self._count += count
        return [f"{os.getpid()} {self._count - i}" for i in range(count)]


def texts_in(store: MemoryStore) -> Texts:
    """Everything that is there."""
    return {memory.id: memory.text for memory in store.list("ada", limit=1_000_000)}


def kill_one(path: Path, chance: random.Random) -> list[dict[str, Any]]:
    """Start a writer, kill it at some point, and return what it said."""
    hears, says = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            with MemoryStore.open(path, DIMENSION, tuning=TUNING) as store:
                Writer(store, says, chance.randrange(1 << 30)).run()
        finally:
            # Never back into what the parent is doing.
            traceback.print_exc()
            os._exit(1)
    os.close(says)
    with os.fdopen(hears, "rb") as pipe:
        lines = [pipe.readline() for _ in range(chance.choice([0, 1, 2, 3, 5, 8]))]
        time.sleep(chance.choice([0.0, chance.uniform(0, 0.004), chance.uniform(0, 0.02)]))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert os.WTERMSIG(status) == signal.SIGKILL, f"the writer ended by itself: {status}"
        lines += pipe.readlines()
    return [json.loads(line) for line in lines]


def possible(before: Texts, said: list[dict[str, Any]], last_id: int) -> Iterator[Texts]:
    """What may be there: all that was done and, if something was begun, without it or with it."""
    state = dict(before)
    for step in said:
        if step["word"] == "done":
            continue
        yield_last = step is said[-1]
        after = dict(state)
        if step["word"] == "add":
            after.update(zip(range(last_id + 1, last_id + 999), step["texts"], strict=False))
        elif step["word"] == "edit":
            after[step["id"]] = step["text"]
        else:
            del after[step["id"]]
        if yield_last:
            yield state
        last_id = max([last_id, *after])
        state = after
    yield state


def main(path: Path, seed: int, kills: int) -> None:
    """Kill so many writers, one after the other, examining the store each time."""
    chance = random.Random(seed)
    kept: Texts = {}
    last_id = done = interrupted = 0
    for _ in range(kills):
        said = kill_one(path, chance)
        done += sum(step["word"] == "done" for step in said)
        interrupted += bool(said) and said[-1]["word"] != "done"
        with MemoryStore.open(path, DIMENSION, tuning=TUNING) as store:
            found = texts_in(store)
            assert found in possible(kept, said, last_id), (kept, said, found)
            assert store.check().problems == ()
            kept = found
            # An id that was given is not given again, even if its memory is gone.
            last_id = store.database.execute("SELECT max(seq) FROM sqlite_sequence").fetchone()[0]
            last_id = last_id or 0
    print(json.dumps({"kills": kills, "done": done, "interrupted": interrupted}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
