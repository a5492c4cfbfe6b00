"""Words: documents of text, speaker and date, under their owners, level with the memories."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from memory_store import MemoryStore, words
from memory_store.tokens import tokens
from tests.memory_store.samples import DIMENSION, a_memory, direction

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def found(store: MemoryStore, word: str, owner: str = "ada") -> set[int]:
    [token] = tokens(word)
    with store.snapshot() as database:
        return {*words.having(database, owner, token).tolist()}


def test_a_memory_is_found_by_its_words_in_any_form(store: MemoryStore) -> None:
    number = store.remember(a_memory("She was walking the dogs, happily"))
    for word in ("WALKS", "dog", "walked", "Happily"):
        assert found(store, word) == {number}
    assert found(store, "cat") == set()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Ich heiße Jürgen", "JÜRGEN"),
        ("Das ist eine STRASSE", "straße"),
        ("Я потерял работу", "РАБОТУ"),
        ("我昨天丢了工作", "工"),
        ("मैं बहुत उदास हूँ", "उदास"),
        ("the café’s closed", "cafe"),
        ("we met in room 101", "101"),
    ],
)
def test_any_script_is_found(store: MemoryStore, text: str, word: str) -> None:
    assert found(store, word) == set()
    assert store.remember(a_memory(text)) in found(store, word)


def test_a_memory_is_found_by_its_speaker_and_its_date(store: MemoryStore) -> None:
    store.remember(a_memory("hello", speaker="Caroline", at=NOON))
    for word in ("caroline", "March", "2026", "Sunday", "1"):
        assert found(store, word) == {1}
    assert found(store, "February") == set()


def test_nobody_finds_the_words_of_another(store: MemoryStore) -> None:
    store.remember(a_memory("apple", owner="ada"))
    store.remember(a_memory("apple", owner="bob"))
    assert found(store, "apple", "ada") == {1}
    assert found(store, "apple", "bob") == {2}
    assert found(store, "apple", "cleo") == set()


def test_what_is_forgotten_or_changed_is_not_found(store: MemoryStore) -> None:
    store.remember_many(a_memory(text) for text in ("apple", "pear", "plum"))
    store.edit("ada", 2, text="fig", vector=direction(3))
    assert found(store, "pear") == set()
    assert found(store, "fig") == {2}
    store.edit("ada", 2, speaker="Bo")
    assert found(store, "bo") == {2}
    store.forget(owner="ada", id=2)
    assert found(store, "fig") == set()
    assert found(store, "plum") == {3}


def test_rolled_back_words_are_not_found(store: MemoryStore) -> None:
    def change_of_mind() -> None:
        with store.transaction():
            store.remember(a_memory("apple"))
            raise InterruptedError

    with pytest.raises(InterruptedError):
        change_of_mind()
    assert found(store, "apple") == set()


@settings(max_examples=60, deadline=None)
@given(text=st.text(min_size=1, max_size=80))
def test_every_word_of_any_text_finds_it(
    text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.db"
    with MemoryStore.open(path, DIMENSION) as store:
        number = store.remember(a_memory(text))
        with store.snapshot() as database:
            for token in tokens(text):
                assert number in words.having(database, "ada", token)


def test_words_can_be_scrubbed_again_and_again() -> None:
    # SQLite takes the index for damaged after a thousand times if nothing is done about it.
    database = Database(memory=True)
    database.execute(words.TABLE)
    documents = [{"rowid": n, "document": f"word{n} and"} for n in range(1, 3_001)]
    database.table("memory_words").insert_all(documents)
    for n in range(1, 1_201):
        words.remove(database, [n])
        words.scrub(database)
        database.conn.commit()
    found = "SELECT count(*) FROM memory_words WHERE memory_words MATCH 'and'"
    assert database.execute(found).fetchone() == (1_800,)
