"""Placeholders of cards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.cards.macros import USER, Names, fill
from empathic_agent.cards.role import with_original

NAMES = Names("Tobin")


@pytest.mark.parametrize("text", ["{{char}}", "{{CHAR}}", "{{ Char }}", "<BOT>", "<bot>", "<char>"])
def test_the_characters_name_in_every_spelling(text: str) -> None:
    assert fill(f"I am {text}.", NAMES) == "I am Tobin."


@pytest.mark.parametrize("text", ["{{user}}", "{{User}}", "<USER>", "<user>"])
def test_the_persons_name_in_every_spelling(text: str) -> None:
    assert fill(text, NAMES) == USER


def test_a_name_that_looks_like_a_placeholder_is_not_filled_again() -> None:
    assert fill("{{char}}", Names("{{user}}")) == "{{user}}"


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("a{{// a note}}b", "ab"),
        ("a{{comment: a note}}b", "ab"),
        ("a{{hidden_key:moon}}b", "ab"),
        ("{{reverse:abc}}", "cba"),
        ("{{roll:0}}", "{{roll:0}}"),
        ("{{random:same}}", "same"),
        ("{{pick:a\\,b}}", "a,b"),
        ("{{something_else:1}} {{original}}", "{{something_else:1}} {{original}}"),
    ],
)
def test_the_other_placeholders(text: str, filled: str) -> None:
    assert fill(text, NAMES) == filled


def test_choices_are_among_those_given_and_stay_the_same() -> None:
    said = [fill(f"{number} {{{{random:A,B,C}}}}", NAMES).split()[1] for number in range(40)]
    assert set(said) == {"A", "B", "C"}
    assert fill("{{PICK::x::y}}", NAMES) == fill("{{PICK::x::y}}", NAMES)
    assert {int(fill(f"{{{{roll:d6}}}}{n}", NAMES)[0]) for n in range(60)} == set(range(1, 7))


def test_original_is_filled_by_whoever_knows_it() -> None:
    text = with_original("a {{Original}} b {{original}}", r"\1 {{original}}")
    assert text == r"a \1 {{original}} b \1 {{original}}"


@given(st.text())
def test_text_without_braces_and_brackets_stays(text: str) -> None:
    plain = text.replace("{{", "").replace("<", "")
    assert fill(plain, NAMES) == plain
