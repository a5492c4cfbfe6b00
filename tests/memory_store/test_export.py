"""Export and import: nothing is lost, and nothing is half done."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memory_store import Kind, Memory, MemoryStore, Mood
from memory_store.errors import (
    ExportFileError,
    UnwritableError,
    WrongDimensionError,
    WrongEncoderError,
)
from memory_store.export import export_memories
from memory_store.importing import Imported, import_memories
from tests.memory_store.samples import DIMENSION, a_memory

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[MemoryStore]:
    with MemoryStore.open(tmp_path / "other.db", DIMENSION) as opened:
        yield opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "all.jsonl"


def everything(store: MemoryStore, owner: str = "ada") -> list[Memory]:
    found = store.list(owner, limit=10_000, include_superseded=True)
    return sorted(found, key=lambda memory: memory.id)


def same(one: Memory, other: Memory, but: frozenset[str] = frozenset({"id"})) -> bool:
    names = [name for name in one.__dataclass_fields__ if name not in but | {"vector"}]
    assert np.array_equal(one.vector, other.vector)
    return all(getattr(one, name) == getattr(other, name) for name in names)


memories = st.builds(
    a_memory,
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20),
    st.integers(0, 5),
    kind=st.sampled_from(Kind),
    session=st.sampled_from(["", "evening", 'quo"te\n']),
    mood=st.tuples(*[st.floats(-1, 1)] * 3).map(lambda axes: Mood(*axes)),
    importance=st.floats(0, 1),
    pinned=st.booleans(),
    distribution=st.dictionaries(st.sampled_from(["joy", "grief"]), st.floats(0, 1)),
    provenance=st.dictionaries(st.text("ab", min_size=1), st.none() | st.floats(-1, 1)),
    at=st.datetimes(timezones=st.just(UTC), min_value=datetime(1900, 1, 1)),
)


@given(st.lists(memories, max_size=6))
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_nothing_is_lost(
    store: MemoryStore, other: MemoryStore, file: Path, given: list[Any]
) -> None:
    for opened in (store, other):
        opened.forget(owner="ada")
    store.remember_many(given)
    header = export_memories(store, "ada", file)
    assert header.memories == len(given)
    done = import_memories(other, file)
    assert done == Imported(owner="ada", added=len(given), skipped=0, unlinked=0)
    pairs = zip(everything(store), everything(other), strict=True)
    assert all(same(one, another) for one, another in pairs)
    # And once more: everything is there, twins included.
    assert import_memories(other, file).skipped == len(given)
    assert other.count() == len(given)


def test_history_follows_the_new_ids(store: MemoryStore, other: MemoryStore, file: Path) -> None:
    other.remember_many([a_memory("somebody else's", owner="kim")] * 7)
    first = store.remember(a_memory("I have a dog"))
    store.remember(a_memory("in between"))
    second = store.supersede("ada", first, a_memory("I have two dogs"))
    store.supersede("ada", second, a_memory("I have three dogs"))
    export_memories(store, "ada", file)
    import_memories(other, file)
    latest = other.search("ada", words="three")[0]
    told = [memory.text for memory in other.history("ada", latest.id)]
    assert told == ["I have a dog", "I have two dogs", "I have three dogs"]
    assert [memory.text for memory in other.list("ada")] == ["I have three dogs", "in between"]


def test_a_link_to_what_has_another_successor_is_told(store: MemoryStore, file: Path) -> None:
    first = store.remember(a_memory("I have a dog", at=NOON))
    second = store.supersede("ada", first, a_memory("two dogs"))
    export_memories(store, "ada", file)
    store.forget(owner="ada", id=second)
    again = store.remember(a_memory("I have a dog", at=NOON))
    store.supersede("ada", again, a_memory("no dogs"))
    done = import_memories(store, file)
    assert (done.added, done.skipped, done.unlinked) == (1, 1, 1)


def test_another_owner_can_take_them(store: MemoryStore, file: Path) -> None:
    store.remember_many([a_memory("mine"), a_memory("hers", owner="kim")])
    export_memories(store, "ada", file)
    assert import_memories(store, file, owner="kim").added == 1
    assert {memory.text for memory in everything(store, "kim")} == {"mine", "hers"}
    assert [memory.text for memory in everything(store)] == ["mine"]


def test_what_is_imported_is_recalled_and_found_by_words(
    store: MemoryStore, other: MemoryStore, file: Path
) -> None:
    store.remember_many([a_memory("the dog barked", 1), a_memory("tea", 2)])
    export_memories(store, "ada", file)
    import_memories(other, file)
    assert [memory.text for memory in other.search("ada", words="dog")] == ["the dog barked"]
    assert other.check().ok


def test_only_its_owner_may_read_the_file(store: MemoryStore, file: Path) -> None:
    export_memories(store, "ada", file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_failing_export_leaves_the_old_file_and_nothing_else(
    store: MemoryStore, file: Path
) -> None:
    store.remember(a_memory())
    file.write_text("the old one")

    def interrupt(done: int, of: int) -> None:
        raise LookupError(done, of)

    with pytest.raises(LookupError):
        export_memories(store, "ada", file, watch=interrupt)
    assert file.read_text() == "the old one"
    assert not [*file.parent.glob(f".{file.name}-*")]
    with pytest.raises(UnwritableError):
        export_memories(store, "ada", file / "no" / "folder")


def damaged(file: Path, change: str) -> None:
    header, *lines = file.read_text("utf-8").splitlines(keepends=True)
    told = json.loads(header)
    changes: dict[str, list[str]] = {
        "cut": [header, *lines[:-1]],
        "half a line": [header, *lines[:-1], lines[-1][:40]],
        "another line": [header, *lines, lines[0]],
        "no vector": [header, *lines[:-1], '{"text": "x"}\n'],
        "bad vector": [header, *lines[:-1], lines[-1].replace('"vector": "', '"vector": "!')],
        "unknown field": [header, lines[0].replace('"text"', '"mood2": 1, "text"'), *lines[1:]],
        "no header": lines,
        "newer": [json.dumps(told | {"version": 2}) + "\n", *lines],
        "other format": ['{"format": "diary"}\n', *lines],
        "empty": [],
        "list": ["[]\n"],
    }
    file.write_text("".join(changes[change]), "utf-8")


@pytest.mark.parametrize(
    "change",
    [
        *("cut", "half a line", "another line", "no vector", "bad vector", "unknown field"),
        *("no header", "newer", "other format", "empty", "list"),
    ],
)
def test_a_damaged_file_is_refused_and_changes_nothing(
    store: MemoryStore, other: MemoryStore, file: Path, change: str
) -> None:
    store.remember_many([a_memory(f"m{n}", n) for n in range(3)])
    export_memories(store, "ada", file)
    damaged(file, change)
    with pytest.raises(ExportFileError, match=str(file)):
        import_memories(other, file)
    assert other.count() == 0


def test_a_file_that_is_no_text_or_not_there_is_refused(other: MemoryStore, file: Path) -> None:
    with pytest.raises(UnwritableError):
        import_memories(other, file)
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ExportFileError, match="UTF-8"):
        import_memories(other, file)


def test_vectors_that_cannot_be_compared_are_refused(tmp_path: Path, file: Path) -> None:
    with MemoryStore.open(tmp_path / "one", DIMENSION, "one") as store:
        store.remember(a_memory())
        export_memories(store, "ada", file)
    with (
        MemoryStore.open(tmp_path / "two", DIMENSION, "two") as store,
        pytest.raises(WrongEncoderError, match="'one'"),
    ):
        import_memories(store, file)
    with (
        MemoryStore.open(tmp_path / "wide", DIMENSION + 1) as store,
        pytest.raises(WrongDimensionError, match=str(DIMENSION)),
    ):
        import_memories(store, file)


def test_many_are_streamed(store: MemoryStore, other: MemoryStore, file: Path) -> None:
    at = [NOON + timedelta(seconds=n) for n in range(1_200)]
    store.remember_many(a_memory(f"m{n}", n, at=at[n]) for n in range(1_200))
    told: list[tuple[int, int]] = []
    export_memories(store, "ada", file, watch=lambda done, of: told.append((done, of)))
    assert told[-1] == (1_200, 1_200)
    assert import_memories(other, file).added == 1_200
