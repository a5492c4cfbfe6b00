"""Finding phrases: which words a match covers, both directions, and how far a context reaches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.safety.grammar import Grammar
from empathic_agent.safety.phrases import SENTENCE_END, Choice, Gap, Item, Maybe, Phrase, Series


def words(text: str) -> list[str]:
    return [SENTENCE_END, *text.split(), SENTENCE_END]


def phrase(line: str) -> Phrase:
    return Grammar({}, [line]).phrase(line)


def covered(line: str, text: str) -> str | None:
    """The words of the first match of `line` in `text`."""
    places = (phrase(line).match(words(text), at) for at in range(len(words(text))))
    place = next((p for p in places if p), None)
    return " ".join(words(text)[slice(*place)]) if place else None


def test_a_match_is_as_long_as_it_can_be() -> None:
    assert covered("really? want to? die", "i really want to die") == "really want to die"
    assert covered("die by? my_own_hand|my", "die by my own hand") == "die by my own hand"


def test_marks_of_the_sentence_are_not_covered() -> None:
    assert covered("^ die $", "well . die . now") == "die"


@pytest.mark.parametrize("text", ["not at all @ now", "not @"])
def test_a_context_around_a_match(text: str) -> None:
    at = words(text).index("@")
    assert phrase("not ~2 @").match_around(words(text), (at, at + 1)) == (1, at + 1)


@pytest.mark.parametrize("text", ["not at all or so @", "not . @", "@ not"])
def test_a_context_that_is_not_there(text: str) -> None:
    at = words(text).index("@")
    assert phrase("not ~2 @").match_around(words(text), (at, at + 1)) is None


def test_a_context_without_the_match_has_to_overlap_it() -> None:
    text = words("kill myself laughing and kill myself")
    context = phrase("kill myself laughing")
    assert context.match_around(text, (1, 3)) == (1, 4)
    assert context.match_around(text, (5, 7)) is None


def test_a_context_cannot_be_searched_for_alone() -> None:
    assert phrase("not @").match(words("not now"), 1) is None


item: st.SearchStrategy[Item] = st.recursive(
    st.builds(Gap, st.integers(0, 2))
    | st.builds(Choice, st.lists(st.sampled_from([("a",), ("b",), ("a", "b")]), min_size=1)),
    lambda inner: st.builds(Maybe, inner) | st.builds(Series, st.tuples(inner, inner)),
    max_leaves=4,
)
text = st.lists(st.sampled_from(["a", "b", "c", SENTENCE_END]), max_size=8)


@given(item, text)
def test_backwards_finds_what_forwards_finds(item: Item, text: list[str]) -> None:
    padded = [SENTENCE_END, *text, SENTENCE_END]
    inside = range(1, len(padded))
    forwards = {(a, b) for a in inside for b in item.reach(padded, a, 1) if b in inside}
    backwards = {(a, b) for b in inside for a in item.reach(padded, b, -1) if a in inside}
    assert forwards == backwards
