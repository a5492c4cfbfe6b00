"""Normalising: what a message is read as, and that every word can be found in the original."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.safety.normalise import Vocabulary, normalise
from empathic_agent.safety.phrases import SENTENCE_END

VOCABULARY = Vocabulary(
    known=frozenset(["die", "kill", "cannot", "so", "wish"]),
    censored=frozenset(["die", "kill", "suicide", "rape"]),
)


def read(text: str) -> str:
    return " ".join(normalise(text, VOCABULARY).words)


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("I CAN'T", ". i cant ."),
        ("I can’t, I can`t, I canʼt", ". i cant i cant i cant ."),
        ("don\u200bt wa\u00adnt", ". dont want ."),
        ("ｆｕｌｌ ｗｉｄｔｈ 𝐛𝐨𝐥𝐝", ". full width bold ."),
        ("naïve cafe\u0301", ". naive cafe ."),
        ("su1cide, suic!de and k!ll", ". suicide suicide and kill ."),
        ("k*ll r#pe s**c*de", ". kill rape suicide ."),
        ("d-i-e or k.i.l.l", ". die or kill ."),
        ("diiiiie killll sooooo wiiiish", ". die kill so wish ."),
        ("diee", ". die ."),
        ("gr8 b4 100", ". gr8 b4 100 ."),
        ("well-known *kill* _die_", ". well known kill die ."),
        ("So. Die! Why? a;b", ". so . die . why . a . b ."),
        ("so... die", ". so die ."),
        ("tired.die", ". tired . die ."),
        ("so\ndie", ". so die ."),
        ("so\n\ndie", ". so . die ."),
        ("", ". ."),
        ("不想活了", ". 不想活了 ."),
        ("so\ud800die", ". so . die ."),
    ],
)
def test_reads(typed: str, read_as: str) -> None:
    assert read(typed) == read_as


def test_a_span_is_what_was_typed() -> None:
    typed = "well, I  w\u200bant to d*e!! ok"
    message = normalise(typed, VOCABULARY)
    place = message.words.index("i"), message.words.index("die") + 1
    span = message.span(place)
    assert span.text == "I  w\u200bant to d*e"
    assert typed[span.start : span.end] == span.text


any_text = st.text(st.characters()) | st.text("ai'*@$!#.-_ \n\u200b\u0301\ud800ß", max_size=60)


@given(any_text)
def test_every_word_lies_in_the_message_in_order(typed: str) -> None:
    message = normalise(typed, VOCABULARY)
    places = [(word.start, word.end) for word in message.origin]
    assert places == sorted(places)
    assert all(0 <= start <= end <= len(typed) for start, end in places)
    assert message.words[0] == message.words[-1] == SENTENCE_END


@given(any_text)
def test_no_word_is_empty_or_holds_a_space(typed: str) -> None:
    for word in normalise(typed, VOCABULARY).origin:
        assert word.text
        assert not set(word.text) & set(" \n'*")


@given(st.text("abcdefghij klmnop", max_size=80))
def test_plain_words_stay_as_they_are(typed: str) -> None:
    plain = [w for w in typed.split() if not any(w[i] == w[i + 1] for i in range(len(w) - 1))]
    assert read(" ".join(plain)) == " ".join([SENTENCE_END, *plain, SENTENCE_END])
