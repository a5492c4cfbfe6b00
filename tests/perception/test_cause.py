"""Which clauses are tried as the cause, and which one is it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from empathic_agent.perception.cause import MAX_VARIANTS, candidates, strongest
from empathic_agent.perception.clauses import split


def by_exclamation(texts: Sequence[str]) -> NDArray[np.float64]:
    """Stands in for the head: shouting is evidence."""
    return np.array([float(sum(c.isupper() for c in text)) for text in texts])


def tried(text: str) -> list[str]:
    return [c.span.text for c in candidates(text, split(text), by_exclamation)]


def test_phrases_too_short_to_tell_an_event_are_passed_over() -> None:
    assert tried("I'm so sad. My dog died last night.") == ["My dog died last night"]


def test_short_clauses_are_better_than_none() -> None:
    assert tried("So sad! He left.") == ["So sad", "He left"]


def test_a_stated_reason_goes_before_everything_else() -> None:
    text = "I cried all day long because my best friend moved away"
    assert tried(text) == ["my best friend moved away"]


def test_a_short_message_has_all_its_clauses_tried_but_no_more_than_six() -> None:
    assert len(tried("a b c d. " * 5)) == 5
    assert len(tried("a b c d. " * 7)) == MAX_VARIANTS


@pytest.mark.parametrize("sentences", [20, 300])
def test_of_a_long_message_the_clause_with_the_most_evidence_is_tried(sentences: int) -> None:
    text = "it was a quiet day. " * sentences + "THEY SACKED ME TODAY. " + "and so it goes on. " * 9
    assert tried(text) == ["THEY SACKED ME TODAY"]


def test_nothing_to_try_in_a_message_without_words() -> None:
    assert tried(":( ...") == []


def test_the_largest_drop_wins() -> None:
    clauses = split("It rained all morning. They sacked me today.")
    cause = strongest(clauses, [0.1, 0.4])
    assert cause is not None
    assert cause.span == clauses[1].span
    assert cause.score == 0.4


def test_an_emotion_named_elsewhere_keeps_its_cause() -> None:
    cause = strongest(split("They sacked me today."), [-0.02])
    assert cause is not None
    assert cause.score == 0.0


def test_no_clause_no_cause() -> None:
    assert strongest([], []) is None
