"""Non-verbal cues as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.perception.cues import LONGEST, seen, told, with_cues_told, within_message
from empathic_agent.turn import Cause, Cues, Dialogue, Span, Speaker, Utterance, WordScore
from tests.samples import appraisal

SIGNS = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=400)


def said(text: str, cues: Cues | None = None) -> Utterance:
    return Utterance(speaker=Speaker.SEEKER, text=text, cues=cues)


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words), text=words)


def test_each_cue_is_a_line_after_the_message() -> None:
    cues = Cues(face="smiling, but her eyes\nare wet.", voice="quiet", scene="at night")
    assert told(said("I'm fine", cues)) == (
        "I'm fine\nTheir face: smiling, but her eyes are wet.\nTheir voice: quiet.\n"
        "Around them: at night."
    )


@pytest.mark.parametrize("cues", [None, Cues(), Cues(face="", voice=" \n")])
def test_without_cues_the_message_stands_alone(cues: Cues | None) -> None:
    assert told(said("I'm fine", cues)) == "I'm fine"
    assert seen(cues) == ()


@given(st.text(st.characters(exclude_categories=["Cs"])), SIGNS, SIGNS, SIGNS)
def test_what_is_told_begins_with_the_message_and_stays_short(
    text: str, face: str | None, voice: str | None, scene: str | None
) -> None:
    line = told(said(text, Cues(face=face, voice=voice, scene=scene)))
    assert line.startswith(text)
    assert len(line) - len(text) <= 3 * (LONGEST + 20)


def test_a_dialogue_is_told_utterance_by_utterance() -> None:
    dialogue = Dialogue(utterances=(said("Hm", Cues(face="a frown")), said("No")))
    assert [(u.text, u.cues) for u in with_cues_told(dialogue).utterances] == [
        ("Hm\nTheir face: a frown.", None),
        ("No", None),
    ]


def test_causes_and_words_beyond_the_message_are_left_out() -> None:
    message = "I lost my job"
    whole = told(said(message, Cues(face="in tears")))
    read = appraisal().model_copy(
        update={
            "causes": (
                Cause(span=span(whole, "in tears"), score=0.9),
                Cause(span=span(whole, "lost my job"), score=0.8),
                Cause(span=span(whole, "job\nTheir face"), score=0.1),
            ),
            "words": (
                WordScore(span=span(whole, "job"), score=0.8),
                WordScore(span=span(whole, "tears"), score=0.9),
            ),
        }
    )
    kept = within_message(read, message)
    assert [cause.span.text for cause in kept.causes] == ["lost my job"]
    assert [word.span.text for word in kept.words] == ["job"]
    assert kept.distribution == read.distribution
