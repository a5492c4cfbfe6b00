"""Which lore comes up."""

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from empathic_agent.cards.mentions import LONGEST_PATTERN, mentions, unusable_patterns
from empathic_agent.cards.role import Lorebook, LoreEntry


def keys_found(said: str | list[str], replies: int = 0, **fields: Any) -> list[str | None]:
    """The keys that call the one entry with these fields."""
    entry = LoreEntry(**({"text": "It is far.", "keys": ("moon",)} | fields))
    spoken = [said] if isinstance(said, str) else said
    return [m.key for m in mentions(Lorebook(entries=(entry,)), spoken, replies)]


@pytest.mark.parametrize("said", ["The moon!", "MOON", "a moon, then", "half-moon"])
def test_a_key_calls_its_entry_whatever_its_case(said: str) -> None:
    assert keys_found(said) == ["moon"]


@pytest.mark.parametrize("said", ["moonlight", "honeymoon", "the sun", ""])
def test_other_words_do_not(said: str) -> None:
    assert keys_found(said) == []


def test_case_matters_if_the_entry_says_so() -> None:
    assert keys_found("MOON", case_sensitive=True) == []
    assert keys_found("moon", case_sensitive=True) == ["moon"]


def test_phrases_and_scripts_without_spaces() -> None:
    assert keys_found("on the night  ferry, on the night ferry", keys=("night ferry",))
    assert keys_found("明日は東京に行く", keys=("東京",)) == ["東京"]
    assert keys_found("Straße", keys=("STRASSE",)) == ["STRASSE"]


def test_secondary_keys_must_be_there_as_well() -> None:
    assert keys_found("the moon", secondary_keys=("tide", "sea")) == []
    assert keys_found("the moon and the sea", secondary_keys=("tide", "sea")) == ["moon"]


def test_excluded_keys_silence_even_what_is_constant() -> None:
    assert keys_found("the moon and the sun", excluded_keys=("sun",)) == []
    assert keys_found("the sun", excluded_keys=("sun",), constant=True) == []


def test_constant_entries_are_always_there() -> None:
    assert keys_found("nothing", constant=True, keys=()) == [None]


def test_only_recent_messages_are_looked_at() -> None:
    talk = ["the moon", "a", "b", "c"]
    assert keys_found(talk) == ["moon"]
    assert keys_found([*talk, "d"]) == []
    assert keys_found(talk, scan_depth=3) == []
    assert keys_found(talk, scan_depth=0) == []


def test_some_wait_for_replies() -> None:
    found = [n for n in range(7) if keys_found("moon", n, after_replies=2, every_replies=3)]
    assert found == [3, 6]


@pytest.mark.parametrize("key", [r"m.on", r"/M(o+)n/i", r"/^the/m"])
def test_regular_expressions(key: str) -> None:
    assert keys_found("x\nthe moon", keys=(key,), regex=True) == [key]


def test_regular_expressions_keep_to_their_flags() -> None:
    assert keys_found("MOON", keys=("/moon/",), regex=True) == []
    assert keys_found("MOON", keys=("moon",), regex=True, case_sensitive=True) == []


BAD = ("(", "(?:a{1000}){1000}", "a" * (LONGEST_PATTERN + 1), "(?:" * 400)


@pytest.mark.parametrize("key", BAD)
def test_a_pattern_that_is_wrong_or_monstrous_never_matches(key: str) -> None:
    assert keys_found("a" * 2000, keys=(key,), regex=True) == []
    book = Lorebook(entries=(LoreEntry(text="x", keys=(key, "fine"), regex=True),))
    assert unusable_patterns(book) == (key,)


def test_patterns_that_would_take_for_ever_are_given_up_together() -> None:
    trap = LoreEntry(text="x", keys=(r"(a+)+$", r"(a|a)*$", r"(.*a){12}$"), regex=True)
    entries = tuple(trap.model_copy(update={"order": float(n)}) for n in range(100))
    begun = time.monotonic()
    assert mentions(Lorebook(entries=entries), ["a" * 3000 + "!"], 0) == ()
    assert time.monotonic() - begun < 5


def test_what_there_is_no_room_for_is_left_out_by_priority() -> None:
    entries = tuple(
        LoreEntry(text="x" * 40, keys=("moon",), order=n, priority=priority)
        for n, priority in enumerate((5.0, 1.0, 9.0))
    )
    book = Lorebook(entries=entries, token_budget=20)
    assert [m.entry.priority for m in mentions(book, ["moon"], 0)] == [5.0, 9.0]
    assert mentions(book.model_copy(update={"token_budget": 0}), ["moon"], 0) == ()


@settings(deadline=None)
@given(st.text(), st.text(min_size=1))
def test_no_key_and_no_text_breaks_it(said: str, key: str) -> None:
    for regex in (False, True):
        keys_found(said, keys=(key,), regex=regex)
    if key.isalpha() and key.isascii():
        assert keys_found(f"{key}, they said", keys=(key,)) == [key]
