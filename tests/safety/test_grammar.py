"""The phrase language: what each item matches, and what is refused."""

from __future__ import annotations

import pytest

from empathic_agent.errors import DataError
from empathic_agent.safety.grammar import Grammar
from empathic_agent.safety.phrases import SENTENCE_END

SLOTS = {
    "i": ("i|im|i_am",),
    "adverb": ("really|just", "so_much"),
    "want": ("want to", "<i> <adverb>? ready to"),
}


def matches(line: str, text: str) -> bool:
    phrase = Grammar(SLOTS, [line]).phrase(line)
    words = [SENTENCE_END, *text.split(), SENTENCE_END]
    return any(phrase.match(words, at) for at in range(len(words)))


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("want|wish to die", "i wish to die"),
        ("want_to|wanna die", "i want to die"),
        ("want_to|wanna die", "i wanna die"),
        ("<i> <adverb>? tired", "i am so much tired"),
        ("<i> <adverb>? tired", "im tired"),
        ("<want> die", "i am just ready to die"),
        ("<adverb>|very tired", "very tired"),
        ("tired ~2 living", "tired of my living"),
        ("tired ~2 living", "tired living"),
        ("^ die", "die now"),
        ("die $", "now die"),
        ("die $|now", "die . now"),
    ],
)
def test_matches(line: str, text: str) -> None:
    assert matches(line, text)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("want|wish to die", "i want die"),
        ("want_to|wanna die", "want die"),
        ("tired ~2 living", "tired of all my living"),
        ("tired ~2 living", "tired . living"),
        ("^ die", "to die"),
        ("die $", "die now"),
        ("die", "died"),
    ],
)
def test_does_not_match(line: str, text: str) -> None:
    assert not matches(line, text)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("die!", "cannot read the item 'die!'"),
        ("a||b", "cannot read the item ''"),
        ("<nobody> dies", "unknown slot <nobody>; there are adverb, i, want"),
        ("die? ~3", "no item that needs a word"),
        ("", "no item that needs a word"),
    ],
)
def test_refuses_what_it_cannot_read(line: str, complaint: str) -> None:
    with pytest.raises(DataError, match=complaint):
        Grammar(SLOTS, [line]).phrase(line)


def test_refuses_a_slot_that_uses_itself() -> None:
    slots = {"a": ("x <b>",), "b": ("y", "<a> z")}
    with pytest.raises(DataError, match="<a> uses itself: a → b → a"):
        Grammar(slots, []).phrase("<a> word")


def test_the_rarest_item_is_the_anchor() -> None:
    lines = ["i want to die", "i want to go", "want to eat"]
    phrase = Grammar({}, lines).phrase("i want to die")
    assert phrase.anchor is not None
    assert set(phrase.anchor.first_words) == {"die"}


def test_the_vocabulary_is_words_and_not_names_of_slots() -> None:
    assert Grammar({"adverb": ("really",)}, ["<adverb> d1e|to_go"]).vocabulary == {
        "really",
        "d1e",
        "to",
        "go",
    }
