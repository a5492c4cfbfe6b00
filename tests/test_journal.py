from collections.abc import Iterator
from pathlib import Path

import pytest

from empathic_agent.errors import StorageError
from empathic_agent.journal import Journal
from memory_store import MemoryStore
from tests.samples import NOON, turn


@pytest.fixture
def store(tmp_path: Path) -> Iterator[MemoryStore]:
    with MemoryStore.open(tmp_path / "db", dimension=3) as opened:
        yield opened


@pytest.fixture
def journal(store: MemoryStore) -> Journal:
    return Journal(store)


def test_a_turn_comes_back_as_it_was(journal: Journal) -> None:
    written = turn()
    journal.write(written)
    assert journal.recent("sam", "evening", 10) == (written,)


def test_the_newest_turns_come_oldest_first(journal: Journal) -> None:
    turns = [turn(f"message {n}", minutes=n) for n in range(5)]
    for one in reversed(turns):
        journal.write(one)
    assert journal.recent("sam", "evening", 3) == tuple(turns[2:])


def test_owners_and_sessions_are_kept_apart(journal: Journal) -> None:
    mine = turn("mine")
    for one in (mine, turn("yours", owner="kim"), turn("another evening", session="later")):
        journal.write(one)
    assert journal.recent("sam", "evening", 10) == (mine,)


def test_the_last_mood_is_that_of_the_persona(journal: Journal) -> None:
    assert journal.last_mood("sam", "wren") is None
    early, late = turn(minutes=1), turn(minutes=2, persona="bram")
    journal.write(early)
    journal.write(late)
    assert journal.last_mood("sam", "wren") == early.mood_after
    assert journal.last_mood("sam", "bram") == late.mood_after
    assert journal.last_mood("kim", "wren") is None


def test_sessions_are_listed_newest_first(journal: Journal) -> None:
    journal.write(turn(session="one", minutes=1))
    journal.write(turn(session="two", minutes=2))
    journal.write(turn(session="one", minutes=3, persona="bram"))
    first, second = journal.sessions("sam")
    assert (first.session, first.turns, first.persona) == ("one", 2, "bram")
    assert second.session == "two"
    assert first.last_at > second.last_at > NOON


def test_a_second_journal_on_the_same_file_sees_the_first(
    store: MemoryStore, journal: Journal
) -> None:
    journal.write(turn())
    assert len(Journal(store).recent("sam", "evening", 10)) == 1


def test_a_rolled_back_turn_is_gone(store: MemoryStore, journal: Journal) -> None:
    def interrupted() -> None:
        with store.transaction():
            journal.write(turn())
            raise InterruptedError

    with pytest.raises(InterruptedError):
        interrupted()
    assert journal.recent("sam", "evening", 10) == ()


def test_a_record_of_a_newer_version_is_refused_with_advice(
    store: MemoryStore, journal: Journal
) -> None:
    journal.write(turn())
    with store.transaction() as database:
        database.execute("update turns set record = '{\"schema_version\": 99}'")
    with pytest.raises(StorageError, match="newer version"):
        journal.recent("sam", "evening", 10)


def test_writing_a_turn_twice_is_refused_as_a_storage_error(journal: Journal) -> None:
    one = turn()
    journal.write(one)
    with pytest.raises(StorageError):
        journal.write(one)


def test_a_closed_store_is_a_storage_error(store: MemoryStore, journal: Journal) -> None:
    store.close()
    with pytest.raises(StorageError, match="closed"):
        journal.recent("sam", "evening", 10)
