"""Opening: what is not a sound store of ours is refused, and keeps every byte."""

from __future__ import annotations

import os
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest

from memory_store import MemoryStore
from memory_store.database import translated
from memory_store.errors import (
    CorruptDatabaseError,
    NewerVersionError,
    NotADatabaseError,
    StoreError,
    UnwritableError,
    WrongDimensionError,
    WrongEncoderError,
)
from memory_store.index import ExactIndex
from tests.memory_store.samples import DIMENSION, a_memory, a_query

PAGE = 4096


@pytest.fixture
def filled(path: Path) -> Path:
    """The file of a store with 200 memories, closed."""
    with MemoryStore.open(path, DIMENSION) as store, store.transaction():
        for number in range(200):
            store.remember(a_memory(f"memory {number}", seed=number))
    return path


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as tool, tool:
        for statement in statements:
            tool.execute(statement)


def assert_refused(path: Path, by: type[StoreError], match: str | None = None) -> None:
    """Opening raises `by`, names the file, and no file of the database has changed."""
    before = {file: file.read_bytes() for file in path.parent.glob(path.name + "*")}
    with pytest.raises(by, match=match) as raised:
        MemoryStore.open(path, DIMENSION)
    assert str(path) in str(raised.value)
    assert all(file.read_bytes() == content for file, content in before.items())


@pytest.mark.parametrize(
    "content",
    [b"x", b"Dear diary, " * 1000, b"\x89PNG\r\n\x1a\n" + bytes(5000), bytes(PAGE)],
    ids=["one byte", "text", "image", "zeros"],
)
def test_another_kind_of_file_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert_refused(path, NotADatabaseError, "choose another")


def test_a_folder_is_refused(path: Path) -> None:
    path.mkdir()
    with pytest.raises(NotADatabaseError, match="folder"):
        MemoryStore.open(path, DIMENSION)


def test_another_programs_database_is_refused(path: Path) -> None:
    change(path, "CREATE TABLE bookmarks (url TEXT)")
    assert_refused(path, NotADatabaseError, "bookmarks")


def test_a_newer_database_is_refused(filled: Path) -> None:
    change(
        filled,
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
        "VALUES ('memory_store', 'm999_telepathy', '2036-01-01')",
    )
    assert_refused(filled, NewerVersionError, "m999_telepathy.*upgrade")


@pytest.mark.parametrize("page", range(6))
def test_an_overwritten_page_is_found(filled: Path, page: int) -> None:
    content = bytearray(filled.read_bytes())
    assert len(content) > 10 * PAGE
    start = page * PAGE + (100 if page == 0 else 0)  # the header itself has a test of its own
    content[start : start + 64] = b"\xff" * 64
    filled.write_bytes(content)
    assert_refused(filled, CorruptDatabaseError, "backup")


def test_an_overwritten_header_is_found(filled: Path) -> None:
    filled.write_bytes(b"\xff" * 100 + filled.read_bytes()[100:])
    assert_refused(filled, NotADatabaseError)


@pytest.mark.parametrize("kept", [50, 512, PAGE, 3 * PAGE + 100])
def test_a_truncated_file_is_refused(filled: Path, kept: int) -> None:
    filled.write_bytes(filled.read_bytes()[:kept])
    assert_refused(filled, StoreError)


def test_half_a_file_is_called_damaged(filled: Path) -> None:
    content = filled.read_bytes()
    filled.write_bytes(content[: len(content) // 2])
    assert_refused(filled, CorruptDatabaseError)


def copy_with_log(source: Path, target: Path) -> Path:
    """What a power cut leaves: the file, and a log that has not been merged into it."""
    target.mkdir()
    for suffix in ("", "-wal"):
        shutil.copy(f"{source}{suffix}", target)
    assert (target / f"{source.name}-wal").stat().st_size > 0
    return target / source.name


def test_damage_is_found_without_touching_the_log(filled: Path, tmp_path: Path) -> None:
    with MemoryStore.open(filled, DIMENSION) as store:
        store.remember(a_memory("only in the log"))
        copy = copy_with_log(filled, tmp_path / "copy")
    content = bytearray(copy.read_bytes())
    content[5 * PAGE : 6 * PAGE] = b"\xff" * PAGE
    copy.write_bytes(content)
    assert_refused(copy, CorruptDatabaseError)


def test_the_log_of_a_lost_file_is_not_thrown_away(filled: Path, tmp_path: Path) -> None:
    with MemoryStore.open(filled, DIMENSION) as store:
        store.remember(a_memory("only in the log"))
        copy = copy_with_log(filled, tmp_path / "copy")
    copy.write_bytes(b"")
    assert_refused(copy, CorruptDatabaseError, "log|wal")


def test_the_log_of_a_crash_is_read(filled: Path, tmp_path: Path) -> None:
    with MemoryStore.open(filled, DIMENSION) as store:
        number = store.remember(a_memory("only in the log"))
        copy = copy_with_log(filled, tmp_path / "copy")
    with MemoryStore.open(copy, DIMENSION) as store:
        kept = store.get(number)
        assert kept is not None
        assert kept.text == "only in the log"


def test_an_empty_file_is_a_new_store(path: Path) -> None:
    path.touch()
    with MemoryStore.open(path, DIMENSION) as store:
        assert store.count() == 0


def test_the_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "not" / "yet" / "memories.db"
    with MemoryStore.open(path, DIMENSION):
        assert path.is_file()


def test_a_place_that_cannot_be_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UnwritableError, match="cannot be written"):
        MemoryStore.open(tmp_path / "file" / "memories.db", DIMENSION)


@pytest.mark.parametrize("part", ["file", "folder"])
def test_a_read_only_file_or_folder_is_refused(filled: Path, part: str) -> None:
    place = filled if part == "file" else filled.parent
    mode = place.stat().st_mode
    place.chmod(mode & ~0o222)
    try:
        if os.access(place, os.W_OK):
            pytest.skip("nothing is read-only to this user")
        assert_refused(filled, UnwritableError, "read-only")
    finally:
        place.chmod(mode)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_only_the_user_can_read_the_file(store: MemoryStore, path: Path) -> None:
    store.remember(a_memory())
    rights = {file.stat().st_mode & 0o777 for file in path.parent.glob(path.name + "*")}
    assert rights == {0o600}


@pytest.mark.parametrize(
    "name", ["with space.db", "what? 100%.db", "a#b.db", "ünïcode 猫", ":memory:"]
)
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    with MemoryStore.open(tmp_path / name, DIMENSION) as store:
        store.remember(a_memory())
        assert len(store.recall(a_query())) == 1
    assert [file.name for file in tmp_path.glob("*") if file.is_file()] == [name]


def test_another_encoder_is_refused(path: Path) -> None:
    MemoryStore.open(path, DIMENSION, "minilm").close()
    MemoryStore.open(path, DIMENSION, "minilm").close()
    with pytest.raises(WrongEncoderError, match=r"'minilm'.*'mpnet'"):
        MemoryStore.open(path, DIMENSION, "mpnet")


def test_another_dimension_is_refused(path: Path) -> None:
    MemoryStore.open(path, DIMENSION, "minilm").close()
    with pytest.raises(WrongDimensionError, match=r"8 numbers.*12.*minilm"):
        MemoryStore.open(path, 12, "minilm")
    with pytest.raises(WrongDimensionError, match="1 or more"):
        MemoryStore.open(path, 0)


def test_an_unnamed_encoder_passes_and_the_first_name_sticks(path: Path) -> None:
    MemoryStore.open(path, DIMENSION).close()
    MemoryStore.open(path, DIMENSION, "minilm").close()
    MemoryStore.open(path, DIMENSION).close()
    with pytest.raises(WrongEncoderError):
        MemoryStore.open(path, DIMENSION, "mpnet")


def test_what_the_index_library_raises_is_translated(path: Path) -> None:
    with pytest.raises(StoreError, match="index failed"), translated(path):
        ExactIndex(4).faiss_index.reconstruct(9)


def test_commits_wait_for_the_disk(store: MemoryStore) -> None:
    assert store.database.journal_mode == "wal"
    assert store.database.execute("PRAGMA synchronous").fetchone()[0] == 2


def test_a_new_file_may_be_opened_by_several_at_once(tmp_path: Path) -> None:
    everyone = Barrier(5)

    def open_it(path: Path) -> None:
        everyone.wait()
        MemoryStore.open(path, DIMENSION, busy_timeout=30).close()

    with ThreadPoolExecutor(everyone.parties) as threads:
        for number in range(30):
            path = tmp_path / f"{number}.db"
            for done in [threads.submit(open_it, path) for _ in range(everyone.parties)]:
                done.result()
