"""What someone says of themselves, turned into what one says to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.response.second_person import to_second_person

PAIRS = [
    ("I lost my job", "You lost your job"),
    ("i lost my job", "you lost your job"),
    ("my mom doesn't talk to me", "your mom doesn't talk to you"),
    ("I'm tired and I've had enough", "You're tired and you've had enough"),
    ("im tired and ive had enough", "you're tired and you've had enough"),
    ("I'd go if I'll be let in", "You'd go if you'll be let in"),
    ("the house was mine", "the house was yours"),
    ("I only have myself", "You only have yourself"),
    ("We broke up", "You broke up"),
    ("we're losing our house", "you're losing your house"),
    ("they left us by ourselves", "they left you by yourselves"),
    ("the fault was ours", "the fault was yours"),
    # am and was
    ("I am lost", "You are lost"),
    ("I was late", "You were late"),
    ("I just was never really ready", "You just were never really ready"),
    ("I wasn't told", "You weren't told"),
    ("I really wasn't sure", "You really weren't sure"),
    ("I came home and was alone", "You came home and were alone"),
    ("I came home and my dog was gone", "You came home and your dog was gone"),
    ("I saw that she was crying", "You saw that she was crying"),
    ("I thought it was over", "You thought it was over"),
    ("he said I was lazy", "he said you were lazy"),
    ("my boss was rude to me", "your boss was rude to you"),
    ("was I wrong", "were you wrong"),
    ("they knew who I was", "they knew who you were"),
    ("it was me", "it was you"),
    # two people
    ("My mom and I were fighting", "You and your mom were fighting"),
    ("my best friend and I fell out", "you and your best friend fell out"),
    ("Tom and I split up", "You and Tom split up"),
    ("me and my sister argue", "you and your sister argue"),
    # look-alikes
    ("I was ill at 8 am", "You were ill at 8 am"),
    ("AI takes jobs in the US", "AI takes jobs in the US"),
    ("they forgot us in the US", "they forgot you in the US"),
    ("some people, i.e. my boss", "some people, i.e. your boss"),
    ("I'm gonna lose it", "You're going to lose it"),
    ("mining is my life", "mining is your life"),
    ("I came. I saw.", "You came. You saw."),
    ("she left", "she left"),
    ("", ""),
]


@pytest.mark.parametrize(("said", "turned"), PAIRS)
def test_first_person_becomes_second(said: str, turned: str) -> None:
    assert to_second_person(said) == turned


def test_curly_apostrophes_are_understood() -> None:
    assert to_second_person("I’m sure it wasn’t me") == "You're sure it wasn't you"


@given(st.text())
def test_any_text_is_turned_without_an_accident(text: str) -> None:
    turned = to_second_person(text)
    assert turned.split() == [] or text.split() != []


@given(
    st.lists(
        st.sampled_from(
            ["I", "me", "my", "we", "our", "myself", "was", "am", "and", "the", "dog", "left"]
        )
    )
)
def test_no_first_person_word_is_left(words: list[str]) -> None:
    turned = to_second_person(" ".join(words)).lower().split()
    assert not {"i", "me", "my", "we", "our", "myself", "am"} & set(turned)


@given(st.text(alphabet="abcdefghij .,!?"))
def test_text_without_first_person_stays(text: str) -> None:
    words = set(
        text.replace(".", " ").replace(",", " ").replace("!", " ").replace("?", " ").split()
    )
    if "i" not in words:
        assert to_second_person(text) == text
