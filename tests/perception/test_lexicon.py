"""The tables behind the normaliser: complete, without contradictions, stable."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import yaml

from empathic_agent.perception.emoji import EMOJI, known_emoji
from empathic_agent.perception.lexicon import FOLDER, lexicon, skeleton
from empathic_agent.perception.normalise import Sign, normalise


def test_no_sign_has_two_meanings() -> None:
    for name in ("emoji", "emoticons"):
        table = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
        signs = [
            s for given in table.values() for s in (given.split() if name == "emoji" else given)
        ]
        assert [sign for sign, times in Counter(signs).items() if times > 1] == []
    emoticons = lexicon().emoticons
    meanings = {(skeleton(sign), words) for sign, words in emoticons.items()}
    assert len(meanings) == len({skeleton(sign) for sign in emoticons})


def test_every_listed_emoji_is_found_by_the_pattern() -> None:
    emoji = lexicon().emoji
    assert len(emoji) >= 150
    assert [sign for sign in emoji if not re.fullmatch(EMOJI, sign)] == []
    assert all(known_emoji(sign) == words for sign, words in emoji.items())


def test_every_listed_emoticon_is_found() -> None:
    emoticons = lexicon().emoticons
    found = {sign: normalise(f"a {sign} b", {Sign.EMOTICON}).text for sign in emoticons}
    assert found == {sign: f"a ({words}) b" for sign, words in emoticons.items()}


def test_no_meaning_has_one_of_its_own() -> None:
    table = lexicon()
    names = {
        name.lower().replace("-", " ")
        for code in (*range(0x2600, 0x27C0), *range(0x1F300, 0x1FB00))
        if (name := unicodedata.name(chr(code), ""))
    }
    meanings = {*table.emoji.values(), *table.emoticons.values(), *table.slang.values()}
    for words in meanings | set(table.apostrophes.values()) | names:
        assert normalise(words, frozenset(Sign)).text == words


def test_restrictions_are_of_known_words() -> None:
    table = lexicon()
    assert {*table.only_before, *table.not_before} <= table.apostrophes.keys()
    assert not table.apostrophes.keys() & table.slang.keys()
