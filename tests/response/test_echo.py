"""Which of the person's words are said back, and which never are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.response.echo import (
    MAX_WORDS,
    echo,
    quotable,
    says_back,
    turned_clause,
    turned_topic,
)
from empathic_agent.turn import Cause, Span


def cause(message: str, words: str) -> Cause:
    start = message.index(words)
    return Cause(span=Span(start=start, end=start + len(words), text=words), score=0.4)


@pytest.mark.parametrize(
    ("said", "clause"),
    [
        ("I lost my job.", "you lost your job"),
        ("Well, so I lost my job!!", "you lost your job"),
        ("because my friend is ignoring me", "your friend is ignoring you"),
        ("Lost my job today", "you lost your job today"),
        ("Just found out he's leaving", "you just found out he's leaving"),
        ("feeling lost without her", "you're feeling lost without her"),
        ("can't sleep at night", "you can't sleep at night"),
        ("my dog died", "your dog died"),
        ("my parents don't understand a thing", "your parents don't understand a thing"),
        ("There's no room for me", "there's no room for you"),
        ("Yes, I broke up with him, to be honest", "you broke up with him"),
        ("I HAVE NOT SLEPT 😢", "you HAVE NOT SLEPT"),
    ],
)
def test_a_clause_is_turned_round_and_trimmed(said: str, clause: str) -> None:
    assert turned_clause(said) == clause


@pytest.mark.parametrize(
    ("said", "clause"),
    [
        ("I'm such a failure at school", "it feels like you're such a failure at school"),
        ("nobody here likes me", "it feels like nobody here likes you"),
        ("my boss hates me", "it feels like your boss hates you"),
        ("I can't do anything right", "it feels like you can't do anything right"),
        ("I feel like I'm a burden", "you feel like you're a burden"),
        ("she said I was selfish", "she said you were selfish"),
    ],
)
def test_a_judgement_is_never_repeated_as_a_fact(said: str, clause: str) -> None:
    assert turned_clause(said) == clause


@pytest.mark.parametrize(
    "said",
    [
        "",
        "lost job",
        "what should I do now",
        "you told me to wait",
        "I hate when you can't breathe",
        "I don't know",
        "I will try that tomorrow",
        "I'm so sad",
        "I think so",
        "it was a rough day",
        "the",
        "I went to the",
        "I lost my job I am upset",
        "my friend who left me",
        "I said {clause}",
        "I wrote <b>this</b> down",
        "my boss is a fucking liar",
        "I really hate myself",
        "I want to die now",
        "he has been abusing me",
        "my name is Sam",
        "I " + "really " * MAX_WORDS + "do",
        "I like " + "a" * 500 + " too",
    ],
)
def test_what_would_read_badly_or_hurt_is_left_alone(said: str) -> None:
    assert turned_clause(said) is None


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("losing my job", "losing your job"),
        ("my exam tomorrow", "your exam tomorrow"),
        ("The long wait.", "the long wait"),
        ("being alone at Christmas", "being alone at Christmas"),
    ],
)
def test_a_thing_becomes_a_topic(said: str, topic: str) -> None:
    assert turned_topic(said) == topic


@pytest.mark.parametrize(
    "said", ["nothing at all", "my boss is mean", "sad", "the fact that I lost", "my own", "this"]
)
def test_what_is_no_thing_is_no_topic(said: str) -> None:
    assert turned_topic(said) is None


def test_the_clause_around_the_cause_goes_first() -> None:
    message = "I moved here for my studies last autumn, but I lost my job."
    assert echo(message, None).clause == "you lost your job"
    assert echo(message, cause(message, "my studies")).clause == (
        "you moved here for your studies last autumn"
    )


def test_a_cause_of_two_words_brings_its_whole_clause() -> None:
    message = "It's raining. My boyfriend left me on Sunday. I ate soup."
    found = echo(message, cause(message, "left me"))
    assert found.clause == "your boyfriend left you on Sunday"
    assert found.topic == "your boyfriend"
    assert found.quote == "left me"


def test_without_a_cause_the_clause_with_the_trouble_is_taken() -> None:
    message = "I have two cats and a garden in the south. I cried all night."
    assert echo(message, None).clause == "you cried all night"


def test_questions_are_not_said_back() -> None:
    assert echo("Did I lose my job?", None).clause is None


def test_people_of_ones_life_become_the_topic() -> None:
    assert echo("so mad at my little brother", None).topic == "your little brother"
    assert echo("so mad at my brother's car", None).topic is None


def test_nothing_of_a_grave_message_is_repeated() -> None:
    message = "I lost my job and I want to kill myself"
    assert echo(message, cause(message, "lost my job")).model_dump() == {
        "clause": None,
        "topic": None,
        "quote": None,
    }


def test_shouting_is_toned_down() -> None:
    assert echo("I LOST A VERY DEAR FRIEND", None).clause == "you lost a very dear friend"


@pytest.mark.parametrize("words", ["so tired of it", "at the office"])
def test_a_few_plain_words_can_be_quoted(words: str) -> None:
    assert quotable(f" {words}! ") == words


@pytest.mark.parametrize(
    "words", ["tired", "one two three four five six seven eight nine", "so {x} y", "I'm a failure"]
)
def test_other_words_are_not_quoted(words: str) -> None:
    assert quotable(words) is None


def test_a_reply_that_parrots_is_noticed() -> None:
    assert says_back("You lost your job. What now?", "Yes. I lost my job.")
    assert not says_back("What now?", "Yes. I lost my job.")


@given(st.text())
def test_whatever_is_said_back_is_clean(message: str) -> None:
    found = echo(message, None)
    for words in (found.clause, found.topic, found.quote):
        assert words is None or (words.strip() == words and not set("{}<>\n") & set(words))


@given(st.text(min_size=1), st.data())
def test_any_span_of_any_text_may_be_the_cause(message: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(message) - 1))
    end = data.draw(st.integers(start + 1, len(message)))
    found = echo(message, cause(message, message[start:end]))
    assert found.clause is None or len(found.clause.split()) <= MAX_WORDS + 3
