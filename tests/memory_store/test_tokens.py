"""Tokens: plain ASCII words of any text."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory_store.tokens import FUNCTION_WORDS, sought, tokens

ENGLISH = """
    generalizations oscillators happy happily happiness feeling feels caresses ponies ties sky
    hopping hoping eating yes year yearly plastered agreed sized falling walks walked walking
    trouble conditional rational digitizer radically operator decisiveness adjustment
"""


@given(st.text())
def test_tokens_are_letters_and_digits(text: str) -> None:
    for token in tokens(text):
        assert token.isascii()
        assert token.isalnum()
        assert token == token.lower()


@given(st.text())
def test_case_and_spelling_of_accents_make_no_difference(text: str) -> None:
    assert tokens(text) == tokens(text.casefold())


def test_words_are_split_at_everything_else() -> None:
    assert tokens('It\'s "NEAR" (a_b) OR c* ^d -e') == [
        *("it", "s", "near", "a", "b", "or", "c", "d", "e")
    ]
    assert tokens("") == tokens("?! 😀 …") == []


def test_texts_without_spaces_are_split_into_characters() -> None:
    assert len(tokens("我丢了工作")) == 5
    assert set(tokens("工作")) < set(tokens("我丢了工作"))


def test_function_words_are_only_sought_when_there_is_nothing_else() -> None:
    assert sought("What did Caroline do? Caroline painted.") == ["caroline", "painted"]
    assert sought("Who was it?") == ["who", "was", "it"]
    assert set(tokens(" ".join(FUNCTION_WORDS))) == FUNCTION_WORDS


@pytest.mark.parametrize("prefix", ["0123456789", "9999999999"])
def test_a_word_keeps_its_stem_behind_digits(prefix: str) -> None:
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5 (w, tokenize = 'porter ascii')")
        connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab (t, 'instance')")
        words = ENGLISH.split()
        for place, word in enumerate(words):
            connection.execute("INSERT INTO t (rowid, w) VALUES (?, ?)", [2 * place + 1, word])
            scoped = prefix + word
            connection.execute("INSERT INTO t (rowid, w) VALUES (?, ?)", [2 * place + 2, scoped])
        stems = dict(connection.execute("SELECT doc, term FROM v"))
    connection.close()
    for place in range(len(words)):
        assert stems[2 * place + 2] == prefix + stems[2 * place + 1]
