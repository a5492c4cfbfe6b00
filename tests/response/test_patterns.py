"""Regular expressions over several lines."""

from __future__ import annotations

import re

from empathic_agent.response.patterns import joined, pattern, words_of


def test_lines_are_joined_without_their_indentation() -> None:
    assert joined("\n    a b\n    |c d\n  ") == "a b|c d"


def test_spaces_inside_a_line_count_and_flags_apply() -> None:
    compiled = pattern("\n  lost my\n  (?: job)\n", re.IGNORECASE)
    assert compiled.fullmatch("Lost my job")
    assert not compiled.fullmatch("lostmyjob")


def test_words_are_separated_by_white_space() -> None:
    assert words_of("\n one two\n three ") == {"one", "two", "three"}
