"""The reply: whom it addresses, which numbers it shows, and that it is always the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.errors import InputError
from empathic_agent.safety.gate import CrisisGate
from empathic_agent.safety.helplines import shipped_helplines
from empathic_agent.safety.patterns import shipped_patterns
from empathic_agent.safety.reply import crisis_reply
from empathic_agent.safety.wording import WORDINGS
from empathic_agent.turn import Danger, SafetyVerdict, Stance

GATE = CrisisGate()
EXAMPLES = [
    text
    for file in shipped_patterns().files
    for pattern in file.patterns
    for text in (*pattern.meets, *pattern.gently)
]


def test_the_whole_reply() -> None:
    reply = crisis_reply(GATE.check("My husband beats me when he drinks"), "IE")
    assert reply.splitlines()[2:] == [
        "- Women's Aid (for domestic abuse): call 1800 341 900, day and night, "
        "https://www.womensaid.ie",
        "- Childline (for young people): call 1800 66 66 66, day and night, "
        "https://www.childline.ie",
        "- National Rape Crisis Helpline (for sexual violence): call 1800 77 8888, day and night, "
        "https://www.drcc.ie",
        "- In immediate danger: call 112 or 999",
        "- These are numbers of Ireland; others by country: https://findahelpline.com",
        "",
        WORDINGS[Danger.ABUSE, Stance.DIRECT].after,
    ]
    assert "it is not your fault" in reply.splitlines()[0]
    assert "call 112 or 999" in reply.splitlines()[0]


def test_without_a_country_it_names_the_directories() -> None:
    reply = crisis_reply(GATE.check("I want to die"), None)
    assert "please call your local emergency number now" in reply
    assert "https://findahelpline.com and https://befrienders.org" in reply
    assert "numbers of" not in reply


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("my friend wants to kill herself", "bring in someone else they trust"),
        ("My daughter self-harms", "say what you noticed"),
        ("My neighbour beats his wife", "you don't need proof"),
        ("a guy in my class is planning to shoot up the school", "you are right to take it"),
        ("I'm not suicidal, just tired", "I'd rather ask than pass over it"),
        ("I'm going to kill him", "distance between you and them"),
        ("I feel like cutting myself again", "the next ten minutes"),
    ],
)
def test_it_addresses_what_was_said(text: str, words: str) -> None:
    assert words in crisis_reply(GATE.check(text), "US")


@given(
    st.sampled_from(EXAMPLES),
    st.sampled_from([*shipped_helplines().countries]) | st.text() | st.none(),
)
def test_any_country_gets_the_same_reply_every_time(text: str, country: str | None) -> None:
    verdict = GATE.check(text)
    reply = crisis_reply(verdict, country)
    assert reply == crisis_reply(
        SafetyVerdict.model_validate_json(verdict.model_dump_json()), country
    )
    assert reply.count("\n- ") <= 5
    assert "{" not in reply


def test_no_danger_no_reply() -> None:
    with pytest.raises(InputError, match="this one has none"):
        crisis_reply(GATE.check("I had soup today"), "GB")
