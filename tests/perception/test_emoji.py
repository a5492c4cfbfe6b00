"""Emoji as words."""

from __future__ import annotations

import re

import pytest

from empathic_agent.perception.emoji import EMOJI, known_emoji, named_emoji


@pytest.mark.parametrize(
    ("emoji", "words"),
    [
        ("😭", "sob"),
        ("❤", "love"),
        ("❤️", "love"),
        ("👍🏿", "great"),
        ("🤷🏽‍♀️", "shrug"),
        ("❤️‍🩹", "healing"),
        ("🦀", None),
    ],
)
def test_an_emotional_emoji_has_words_however_it_looks(emoji: str, words: str | None) -> None:
    assert re.fullmatch(EMOJI, emoji)
    assert known_emoji(emoji) == words


@pytest.mark.parametrize(
    ("emoji", "name"),
    [
        ("🦀", "crab"),
        ("✂️", "scissors"),
        ("✔️", "check mark"),
        ("👩🏽‍💻", "woman personal computer"),
        ("🧔‍♂️", "bearded person"),
        ("\U0001faff", None),
    ],
)
def test_other_emoji_have_their_unicode_names(emoji: str, name: str | None) -> None:
    assert re.fullmatch(EMOJI, emoji)
    assert named_emoji(emoji) == name
