import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from empathic_agent.errors import InputError
from empathic_agent.intake import LONGEST, accept


def test_a_message_loses_only_the_white_space_around_it() -> None:
    assert accept("  I feel\n\nlost \t") == "I feel\n\nlost"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("x" * 100_000, "100,000 characters"),
        ("hello\x00there", "U+0000"),
        ("\x1b[31mred", "U+001B"),
        ("caf\udce9", "not UTF-8"),
    ],
)
def test_what_is_no_message_is_refused_with_a_reason(text: str, told: str) -> None:
    with pytest.raises(InputError, match=told.replace("+", r"\+")):
        accept(text)


def test_something_that_is_no_text_is_named() -> None:
    with pytest.raises(InputError, match="got int"):
        accept(42)  # type: ignore[arg-type]


def test_the_longest_message_is_accepted() -> None:
    assert len(accept("é" * LONGEST)) == LONGEST


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
def test_any_readable_text_passes_unchanged_but_for_white_space_around_it(text: str) -> None:
    assume(text.strip())
    assert accept(text) == text.strip()


@given(st.text(), st.characters(categories=["Cs"]), st.text())
def test_broken_text_never_passes(before: str, broken: str, after: str) -> None:
    with pytest.raises(InputError):
        accept(before + broken + after)
