"""The agent's own mood in its words."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given

from empathic_agent.affect.mood import mood_at
from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.affect.vad import NEUTRAL, VAD
from empathic_agent.response.colour import FELT, Colour, colour_of
from empathic_agent.response.frames import built_in_frames
from empathic_agent.response.offline import compose
from empathic_agent.response.wording import NEGATIVE, Family
from empathic_agent.strategy.strategies import Strategy
from tests.affect.test_vad import points
from tests.response.samples import appraised, brief
from tests.samples import NOON

EKMAN = load_taxonomy("ekman")
SAID = (
    "My sister stopped talking to me and I miss her.",
    "I feel so alone since the move.",
    "They gave my desk to somebody else while I was ill.",
)
GLAD = ("I got the job!", "We had a lovely weekend at the lake.", "My scan was clear!")


@pytest.mark.parametrize(
    ("emotion", "colour"),
    [
        ("joy", Colour.BRIGHT),
        ("surprise", Colour.BRIGHT),
        ("sadness", Colour.TENDER),
        ("fear", Colour.TENDER),
        ("anger", Colour.FIRM),
        ("disgust", Colour.FIRM),
        ("neutral", None),
    ],
)
def test_each_emotion_has_its_colour(emotion: str, colour: Colour | None) -> None:
    assert colour_of(mood_at(EKMAN.vad(emotion), NOON), NEUTRAL) is colour


@given(points)
def test_a_faint_mood_is_not_heard(vad: VAD) -> None:
    faint = NEUTRAL.toward(vad, FELT * 0.9)
    assert colour_of(mood_at(faint, NOON), NEUTRAL) is None


def test_a_cheerful_temperament_that_has_come_down_is_touched() -> None:
    cheerful = VAD(valence=0.5, arousal=-0.1, dominance=-0.2)
    even = mood_at(VAD(valence=0.1, arousal=-0.1, dominance=-0.2), NOON)
    assert colour_of(even, cheerful) is Colour.TENDER
    assert colour_of(mood_at(cheerful, NOON), cheerful) is Colour.BRIGHT


FEELINGS = {Colour.TENDER: "sadness", Colour.FIRM: "anger", Colour.BRIGHT: "joy"}


def replies(texts: tuple[str, ...], emotion: str, colour: Colour) -> list[str]:
    """Wren's replies to each text with each strategy, in a mood of that colour."""
    mood = mood_at(EKMAN.vad(FEELINGS[colour]), NOON)
    briefs = [
        brief(text, strategy=strategy, appraisal=appraised(emotion))
        for text, strategy in product(texts, Strategy)
    ]
    return [compose(one.model_copy(update={"mood": mood})) for one in briefs]


@pytest.mark.parametrize(
    ("texts", "emotion", "colours"),
    [
        (SAID, "sadness", (Colour.TENDER, Colour.FIRM)),
        (GLAD, "joy", (Colour.BRIGHT,)),
    ],
)
def test_the_same_message_is_answered_in_other_words_in_another_mood(
    texts: tuple[str, ...], emotion: str, colours: tuple[Colour, ...]
) -> None:
    said = {colour: replies(texts, emotion, colour) for colour in Colour}
    for colour in colours:
        for other in set(Colour) - {colour}:
            differ = [a != b for a, b in zip(said[colour], said[other], strict=True)]
            assert sum(differ) >= 0.7 * len(differ)
        own = [frame for frame in built_in_frames() if colour in frame.colours]
        worn = [reply for reply in said[colour] if any(frame.made(reply) for frame in own)]
        assert len(worn) >= 0.6 * len(said[colour])


def test_no_cheer_is_written_for_pain() -> None:
    for frame in built_in_frames():
        if Colour.BRIGHT in frame.colours:
            assert frame.families
            assert not frame.families & NEGATIVE
        elif frame.colours:
            assert frame.families == {Family.TROUBLED}
