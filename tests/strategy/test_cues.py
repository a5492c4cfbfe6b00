"""Surface cues of a message."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.strategy.cues import CUES, cues


def test_no_message_and_an_empty_one_have_no_cue() -> None:
    assert cues(None) == cues("") == [0.0] * CUES


@given(st.text(max_size=400))
def test_any_text_gives_as_many_small_numbers(text: str) -> None:
    found = cues(text)
    assert len(found) == CUES
    assert all(0.0 <= number <= 5.0 for number in found)


def test_a_very_long_message_stays_small() -> None:
    assert max(cues("Why? " * 100_000)) <= 5.0


def test_each_kind_of_message_has_cues_of_its_own() -> None:
    messages = (
        "Thank you so much.",
        "Good night.",
        "Hello.",
        "What should I do?",
        "I'm afraid.",
        "My mother is ill.",
        "I will try that.",
        "Have you tried walking?",
        "Sounds like a hard day.",
    )
    assert len({tuple(cues(text)) for text in messages}) == len(messages)


def test_typographic_apostrophes_count_too() -> None:
    assert cues("I’m sad") == cues("I'm sad")
