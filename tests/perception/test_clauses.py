"""Clauses: where they part, and that their offsets are exact."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.perception.clauses import split, without

WORDS = ["I lost my job", "we argued again", "since I was three", "my dog", "1.5", "😭", "\u200d"]
PIECES = st.sampled_from(
    [*WORDS, *"., !—(”’\n", "...", "because", "because of", "and", "so", "BUT"]
)
texts = st.text(alphabet=st.characters(codec="utf-8")) | st.lists(PIECES).map("".join)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I cried because I lost my job.", ["I cried", "I lost my job"]),
        ("I'm sad because of you", ["I'm sad", "you"]),
        ("My dog died. I can't stop crying!", ["My dog died", "I can't stop crying"]),
        ("He left when I was ill, so I was alone", ["He left", "I was ill", "I was alone"]),
        ("I feel sad and lonely and tired", ["I feel sad and lonely and tired"]),
        ("My mum and dad are here", ["My mum and dad are here"]),
        ("I was so happy but then they cancelled it", ["I was so happy", "they cancelled it"]),
        ("I lie awake and can't stop thinking", ["I lie awake", "can't stop thinking"]),
        ("I am so tired", ["I am so tired"]),
        ("I have been here since Monday", ["I have been here since Monday"]),
        ("Yes, I did.", ["Yes, I did"]),
        ("The rent went up, my boss left", ["The rent went up", "my boss left"]),
        ("It costs 3.50 a day", ["It costs 3.50 a day"]),
        ("我很难过。我丢了工作", ["我很难过", "我丢了工作"]),
        ("“It is over.” (she said)", ["It is over", "she said"]),
        ("😭", ["😭"]),
        ("...?!", []),
        ("", []),
    ],
)  # fmt: skip
def test_parts(text: str, expected: list[str]) -> None:
    assert [clause.span.text for clause in split(text)] == expected


def test_a_clause_knows_its_connective() -> None:
    connectives = [
        c.connective for c in split("I cried BECAUSE I lost my job, and because I am old")
    ]
    assert connectives == [None, "because", "because"]


def test_taking_a_clause_out_takes_its_connective_too() -> None:
    text = "I cried because I lost my job, but I am fine"
    assert [without(text, clause) for clause in split(text)] == [
        " because I lost my job, but I am fine",
        "I cried , but I am fine",
        "I cried because I lost my job",
    ]


@given(texts)
def test_spans_are_exact_ordered_and_trimmed(text: str) -> None:
    end = 0
    for clause in split(text):
        span = clause.span
        assert text[span.start : span.end] == span.text
        assert end <= clause.start <= span.start < span.end <= len(text)
        assert span.text == span.text.strip(" \t\r\n.,!?;:…—()”’")
        end = span.end


@given(texts)
def test_without_removes_the_clause_and_nothing_after_it(text: str) -> None:
    for clause in split(text):
        rest = without(text, clause)
        assert len(rest) == len(text) - (clause.span.end - clause.start)
        assert text.startswith(rest[: clause.start])
        assert text.endswith(rest[clause.start :])


@pytest.mark.parametrize(
    "unit", ["a", "a, ", ".", "because ", "and I ", " - ", "I lost my job because ", "\n", "😭 "]
)
def test_long_texts_are_split_in_no_time(unit: str) -> None:
    text = (unit * 10_000)[:10_000] + "x"
    started = time.perf_counter()
    split(text)
    assert time.perf_counter() - started < 2.0
