"""Which clauses of a message are its cause."""

from __future__ import annotations

from empathic_agent.perception.cause import causes
from empathic_agent.perception.clauses import split
from empathic_agent.perception.words import WORD
from empathic_agent.turn import Cause, Span, WordScore


def found(text: str, likely: str = "") -> tuple[Cause, ...]:
    """The causes when the words of `likely` score .9 and all others .2."""
    words = tuple(
        WordScore(
            span=Span(start=w.start(), end=w.end(), text=w.group()),
            score=0.9 if w.group() in likely.split() else 0.2,
        )
        for w in WORD.finditer(text)
    )
    return causes(split(text), words)


def texts(text: str, likely: str = "") -> list[str]:
    return [cause.span.text for cause in found(text, likely)]


def test_the_clause_whose_words_score_high_is_the_cause() -> None:
    text = "It rained all morning long. They sacked me after lunch."
    assert texts(text, "They sacked me after lunch") == ["They sacked me after lunch"]


def test_several_likely_clauses_are_named_strongest_first() -> None:
    text = "They sacked me after lunch. My dog died last night."
    assert texts(text, "sacked me after My dog died last night") == [
        "My dog died last night",
        "They sacked me after lunch",
    ]


def test_where_nothing_is_likely_the_likeliest_is_named() -> None:
    (cause,) = found("It rained all morning long. They sacked me after lunch.", "sacked")
    assert cause.span.text == "They sacked me after lunch"
    assert cause.score < 0.5


def test_phrases_too_short_to_tell_an_event_are_passed_over() -> None:
    assert texts("So sad. My dog died last night.", "So sad") == ["My dog died last night"]


def test_short_clauses_are_better_than_none() -> None:
    assert texts("So sad! He left.", "He left") == ["He left"]


def test_a_stated_reason_goes_before_everything_else() -> None:
    text = "I cried all day long because my friend left"
    assert texts(text, "I cried all day long") == ["my friend left"]


def test_no_clause_no_cause() -> None:
    assert found(":( ...") == ()
