"""Words: documents of a turn with its neighbours and its date, level with the memories."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from memory_store import MemoryStore, words
from tests.memory_store.samples import a_memory, direction

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def found(store: MemoryStore, text: str, owner: str = "ada") -> set[int]:
    with store.snapshot() as database:
        return {hit.id for hit in words.search(database, owner, text, 100)}


def talk(store: MemoryStore, *texts: str, session: str = "monday", owner: str = "ada") -> list[int]:
    return [
        store.remember(a_memory(text, session=session, owner=owner, at=NOON + number * MINUTE))
        for number, text in enumerate(texts)
    ]


def test_a_turn_is_found_by_its_own_words_in_any_form(store: MemoryStore) -> None:
    number = store.remember(a_memory("She was walking the dogs"))
    assert found(store, "Who WALKS a dog?") == {number}
    assert found(store, "cat") == set()
    assert found(store, '"?! AND (') == set()


def test_a_turn_is_found_by_the_words_of_its_neighbours(store: MemoryStore) -> None:
    talk(store, "where do you live", "in Oslo", "nice", "and the weather")
    assert found(store, "live") == {1, 2}
    assert found(store, "Oslo") == {1, 2, 3}
    assert found(store, "weather") == {3, 4}


def test_neighbours_are_of_the_same_conversation(store: MemoryStore) -> None:
    talk(store, "apple", "pear", session="monday")
    talk(store, "plum", "fig", session="tuesday")
    talk(store, "kiwi", session="monday", owner="bob")
    talk(store, "lime", "date", session="")
    assert found(store, "pear") == {1, 2}
    assert found(store, "plum") == {3, 4}
    assert found(store, "lime") == {6}
    assert found(store, "kiwi", owner="bob") == {5}
    assert found(store, "kiwi") == set()


def test_many_at_once_are_as_one_by_one(store: MemoryStore) -> None:
    at = [NOON + place * MINUTE for place in (0, 2, 1)]
    texts = ("apple", "pear", "plum")
    store.remember_many(
        a_memory(text, session="monday", at=when) for text, when in zip(texts, at, strict=True)
    )
    assert found(store, "apple") == {1, 3}
    assert found(store, "plum") == {1, 2, 3}


def test_a_turn_is_found_by_its_date(store: MemoryStore) -> None:
    talk(store, "hello")
    assert found(store, "1 March 2026") == {1}
    assert found(store, "February") == set()


def test_what_is_forgotten_or_changed_leaves_its_neighbours(store: MemoryStore) -> None:
    talk(store, "apple", "pear", "plum")
    store.edit("ada", 2, text="fig", vector=direction(3))
    assert found(store, "pear") == set()
    assert found(store, "fig") == {1, 2, 3}
    store.forget(owner="ada", id=2)
    assert found(store, "fig") == set()
    assert found(store, "apple plum") == {1, 3}
    assert found(store, "plum") == {1, 3}
    store.edit("ada", 3, session="tuesday")
    assert found(store, "plum") == {3}


def test_what_fits_better_comes_first(store: MemoryStore) -> None:
    store.remember(a_memory("a dog and a cat and a cow and a horse"))
    best = store.remember(a_memory("dog"))
    with store.snapshot() as database:
        first, second = words.search(database, "ada", "dog", 10)
        assert words.search(database, "ada", "dog", 1) == [first]
    assert first.id == best
    assert first.bm25 < second.bm25


def test_rolled_back_words_are_not_found(store: MemoryStore) -> None:
    def change_of_mind() -> None:
        with store.transaction():
            store.remember(a_memory("apple"))
            raise InterruptedError

    with pytest.raises(InterruptedError):
        change_of_mind()
    assert found(store, "apple") == set()
