"""What the planner reads of a dialogue."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.strategy.features import VIEWS, WINDOW, signals, view, view_vectors
from empathic_agent.strategy.strategies import Strategy
from empathic_agent.turn import Dialogue, Speaker, Utterance
from tests.strategy.small import TinyEncoder, dialogue, seeker, supporter

EMPTY = dialogue()
WIDTH = len(signals(EMPTY))

utterances = st.builds(
    Utterance,
    speaker=st.sampled_from(Speaker),
    text=st.text(max_size=200),
    strategy=st.none() | st.sampled_from(Strategy),
)
dialogues = st.builds(
    Dialogue, utterances=st.lists(utterances, max_size=12).map(lambda said: tuple(said))
)


def test_the_view_is_the_last_five_and_the_last_of_each_speaker() -> None:
    said = [supporter("zero"), *(seeker(f"{n}") for n in range(1, 8))]
    assert view(dialogue(*said)) == ("7", "6", "5", "4", "3", "7", "zero")


def test_what_is_not_there_is_none() -> None:
    assert view(EMPTY) == (None,) * VIEWS
    assert view(dialogue(seeker("Hi."))) == ("Hi.", *[None] * (WINDOW - 1), "Hi.", None)


def test_texts_are_encoded_once_in_one_call_and_absent_ones_are_zeros() -> None:
    encoder = TinyEncoder()
    views = [view(dialogue(seeker("Hi."))), view(dialogue(seeker("Hi."), supporter("Hello.")))]
    vectors = view_vectors(views, encoder)
    assert encoder.asked == [("Hi.", "Hello.")]
    assert vectors.shape == (2, VIEWS, encoder.dimension)
    assert (vectors[0, 0] == vectors[0, WINDOW]).all()
    assert not vectors[0, 1:WINDOW].any()
    assert (vectors[1, 0] == encoder.encode(["Hello."])[0]).all()


def test_an_empty_dialogue_asks_the_encoder_for_nothing() -> None:
    encoder = TinyEncoder()
    assert not view_vectors([view(EMPTY)], encoder).any()
    assert encoder.asked == []


@given(dialogues)
def test_signals_have_one_width_and_stay_near_zero(talk: Dialogue) -> None:
    found = signals(talk)
    assert found.shape == (WIDTH,)
    assert np.isfinite(found).all()
    assert (np.abs(found) <= 6.0).all()


def test_a_very_long_conversation_stays_near_zero() -> None:
    talk = dialogue(*[seeker("word " * 5000), supporter("Yes?", Strategy.QUESTION)] * 500)
    assert (np.abs(signals(talk)) <= 6.0).all()


def test_history_position_speaker_and_cues_each_change_the_signals() -> None:
    base = dialogue(supporter("Hello", Strategy.QUESTION), seeker("It hurts"))
    changed = [
        dialogue(supporter("Hello", Strategy.OTHERS), seeker("It hurts")),
        dialogue(seeker("It hurts"), supporter("Hello", Strategy.QUESTION)),
        dialogue(supporter("Hello", Strategy.QUESTION), seeker("It hurts?")),
        dialogue(supporter("Hello", Strategy.QUESTION), seeker("Thank you")),
        dialogue(*base.utterances, seeker("It hurts")),
    ]
    rows = {tuple(signals(talk).tolist()) for talk in [base, *changed]}
    assert len(rows) == 1 + len(changed)


def test_signals_do_not_depend_on_words_without_a_cue() -> None:
    assert (
        signals(dialogue(seeker("My dog died"))) == signals(dialogue(seeker("My cat left")))
    ).all()
