"""Emoji, emoticons, stretched words, slang and apostrophes as words, and the way back."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from empathic_agent.datasets.goemotions import load_goemotions
from empathic_agent.errors import InputError
from empathic_agent.perception.lexicon import lexicon
from empathic_agent.perception.normalise import FEELING, SPELLING, Sign, normalise

SOUP = st.text(
    st.one_of(
        st.sampled_from(list(":;=-_^()[]<>/\\|'’DPOoTxX3c😂❤️\u200d\ufe0f🏽♀♂🤷8 \n\t.,!?@#hnrtu")),
        st.characters(exclude_categories=()),
    )
)
LISTED = (
    *(table := lexicon()).emoji,
    *table.emoticons,
    *table.slang,
    *table.apostrophes,
    *("sooo", "hahahaha", "be", "goooo", " ", "  ", "/", ":", "to", "a", "8", "www.", "r/"),
)
WORDS = st.lists(st.sampled_from(LISTED)).map("".join)
EVERYTHING = frozenset(Sign)


def words(text: str) -> str:
    return normalise(text, EVERYTHING).text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("My dog died 😭💔", "My dog died (sob, heartbroken)"),
        ("😂😂😂!", "(laughing)!"),
        ("I❤️you", "I (love) you"),
        ("🏽🤷🏽‍♀️ 🦀🦀", "🏽 (shrug, crab)"),
        ("ok :)))) bye", "ok (smile) bye"),
        ("ok:):):)", "ok (smile)"),
        ("xDDD", "(laughing)"),
        ("¯\\_(ツ)_/¯", "(shrug)"),
        ("</3 <3", "(heartbroken, love)"),
        ("I am soooo tired!!!", "I am so tired!!!"),
        ("Goooood, reallly COOOOL", "Good, really COOL"),
        ("hahahahahah", "haha"),
        ("idkkk tbh", "I don't know to be honest"),
        ("Idc", "I don't care"),
        ("WTF", "What the fuck"),
        ("i dont, IM FINE, Cant", "i don't, I'M FINE, Can't"),
        ("ill be there, id like that", "I'll be there, I'd like that"),
        ("ill gooo", "I'll go"),
        ("it wont stop", "it won't stop"),
    ],
)
def test_signs_become_words(written: str, meant: str) -> None:
    assert words(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Well, were you ill? She shed its shell in hell; my id is 3, let's see.",
        "as he is wont to do",
        "I feel really good, too: all is well.",
        "See https://example.org/:)/idk and www.dont.org, @idk, #soooo, r/wtf at 8:30 or 3:0.",
        "1) this; 2) that (see 8). Chapter XIII, part III. http://x",
        "and/or: C:/temp, D:",
        "AF, BC and Ty",
        "🇩🇪 1️⃣ \U0001faff",
        "ça ira, größer, 哈哈哈, อออ",
    ],
)
def test_plain_text_stays_as_it_is(text: str) -> None:
    normalised = normalise(text, EVERYTHING)
    assert normalised.text == text
    assert normalised.edits == ()


@pytest.mark.parametrize("sign", Sign)
def test_only_what_is_asked_for_is_put_into_words(sign: Sign) -> None:
    parts = {
        Sign.EMOJI: ("😂", "(laughing)"),
        Sign.EMOTICON: (":(", "(sad)"),
        Sign.OTHER_EMOJI: ("🦀", "(crab)"),
        Sign.STRETCH: ("nooo", "no"),
        Sign.SLANG: ("idk", "I don't know"),
        Sign.APOSTROPHE: ("dont", "don't"),
    }
    raw = " | ".join(written for written, _ in parts.values())
    one = " | ".join(meant if sign is key else written for key, (written, meant) in parts.items())
    assert normalise(raw, {sign}).text == one
    assert normalise(raw, ()).text == raw


def test_spans_lead_back_to_what_was_written() -> None:
    raw = "soooo sad 😭 idk why"
    normalised = normalise(raw, EVERYTHING)
    assert normalised.text == "so sad (sob) I don't know why"
    for found, written in {
        "so": "soooo",
        "sad": "sad",
        "ad (so": "ad 😭",
        "sob) I": "😭 idk",
        "know why": "idk why",
        "why": "why",
    }.items():
        start = normalised.text.index(found)
        begin, end = normalised.raw_span(start, start + len(found))
        assert raw[begin:end] == written


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (2, 1), (0, 4)])
def test_a_span_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(InputError, match="3 characters"):
        normalise("abc").raw_span(start, end)


def test_emoji_of_no_feeling_are_left_alone_unless_asked_for() -> None:
    assert normalise("a🦀b", FEELING).edits == ()
    assert normalise("a🦀😂b", FEELING).text == "a (🦀, laughing) b"


@settings(deadline=None, max_examples=300)
@given(st.one_of(SOUP, WORDS), st.sampled_from([SPELLING, FEELING, EVERYTHING]))
@example("TTT_T", EVERYTHING)
@example("gr8:)", EVERYTHING)
@example("xxxD", EVERYTHING)
@example("Haaaahaaaahaaaa", EVERYTHING)
@example(":/ಥ_ಥ", EVERYTHING)
@example(":3\\o/", EVERYTHING)
@example("ill😂goooo", EVERYTHING)
@example("\ud83d😂\x00", EVERYTHING)
def test_normalising_twice_changes_nothing(text: str, signs: frozenset[Sign]) -> None:
    once = normalise(text, signs).text
    assert normalise(once, signs).text == once


@settings(deadline=None, max_examples=300)
@given(st.one_of(SOUP, WORDS), st.data())
def test_spans_are_within_the_raw_text_and_keep_their_order(text: str, data: st.DataObject) -> None:
    normalised = normalise(text, EVERYTHING)
    length = len(normalised.text)
    assert normalised.raw_span(0, length) == (0, len(text))
    places = data.draw(st.lists(st.integers(0, length), min_size=4, max_size=4).map(sorted))
    first = normalised.raw_span(places[0], places[2])
    second = normalised.raw_span(places[1], places[3])
    assert 0 <= first[0] <= first[1] <= len(text)
    assert first[0] <= second[0]
    assert first[1] <= second[1]


@settings(deadline=None)
@given(SOUP)
def test_what_was_not_replaced_maps_to_itself(text: str) -> None:
    normalised = normalise(text, EVERYTHING)
    replaced = {place for edit in normalised.edits for place in range(edit.start, edit.end)}
    for place in range(len(normalised.text)):
        if place not in replaced:
            start, end = normalised.raw_span(place, place + 1)
            assert text[start:end] == normalised.text[place]


@pytest.mark.parametrize(
    "piece", [":", ":-", "<", "T_", "😂", "😂 ", "😂\u200d", "a'", "so ", " ", "o", "\ud800", "abc"]
)
def test_long_texts_take_time_in_proportion(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    begun = time.perf_counter()
    normalise(text, EVERYTHING)
    assert time.perf_counter() - begun < 5  # quadratic would be minutes


def test_about_a_tenth_of_real_comments_changes_and_all_of_them_lead_back(real_data: Path) -> None:
    texts = [example.text for example in load_goemotions(real_data / "goemotions" / "dev.tsv")]
    normalised = [normalise(text) for text in texts]
    assert 0.05 < sum(bool(each.edits) for each in normalised) / len(texts) < 0.15
    for raw, each in zip(texts, normalised, strict=True):
        assert normalise(each.text).text == each.text
        assert each.raw_span(0, len(each.text)) == (0, len(raw))
