"""The learned transition with the shipped head."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings

from empathic_agent.affect.mood import held, moved
from empathic_agent.affect.personality import OCEAN
from empathic_agent.affect.vad import NEUTRAL, VAD
from empathic_agent.encoder import CachedEncoder
from empathic_agent.errors import ModelError
from empathic_agent.heads import SHIPPED
from empathic_agent.persona import load_persona
from empathic_agent.plugins import TRANSITIONS, Workbench, plug
from empathic_agent.protocols import MoodTransition, Vectors
from empathic_agent.settings import load_settings
from empathic_agent.transition.context import EMOTIONS, POINTS, moment
from empathic_agent.transition.learned import (
    LearnedTransition,
    ResponseHead,
    read_off,
    shipped_head,
)
from empathic_agent.turn import Appraisal
from tests.affect.test_personality import people
from tests.affect.test_vad import points
from tests.transition.moments import FIRST, TALK, absurd_appraisals, absurd_points, mood
from tests.transition.moments import within_bounds as bounded


def felt(emotion: str) -> Appraisal:
    return Appraisal(
        taxonomy="ekman",
        distribution={emotion: 1.0},
        emotion=emotion,
        vad=EMOTIONS.vad(emotion),
        reason=".",
    )


@pytest.fixture(scope="module")
def head(encoder: CachedEncoder) -> ResponseHead:
    return ResponseHead(shipped_head(), encoder)


class TestStep:
    """What every transition promises, on real vectors."""

    head: ResponseHead

    @pytest.fixture(autouse=True)
    def _head(self, head: ResponseHead) -> None:
        type(self).head = head

    @given(people, points)
    @settings(max_examples=30, deadline=None)
    def test_it_is_bounded_deterministic_and_keeps_the_time(self, who: OCEAN, at: VAD) -> None:
        transition = LearnedTransition(who, self.head)
        after = transition.step(mood(at), felt("sadness"), TALK)
        assert after == transition.step(mood(at), felt("sadness"), TALK)
        assert bounded(after.vad)
        assert after.at == mood(at).at
        assert after.label in EMOTIONS.names

    @given(people, absurd_points, absurd_appraisals)
    @settings(max_examples=50, deadline=None)
    def test_it_is_bounded_whatever_comes_in(self, who: OCEAN, at: VAD, read: Appraisal) -> None:
        start = mood(NEUTRAL).model_copy(update={"vad": at})
        for talk in (TALK, FIRST):
            after = LearnedTransition(who, self.head).step(start, read, talk)
            assert bounded(after.vad)
            assert 0.0 <= after.intensity <= 1.0

    @given(people, points)
    @settings(max_examples=30, deadline=None)
    def test_the_mood_moves_by_pelds_equation_and_is_held(self, who: OCEAN, at: VAD) -> None:
        shares = self.head.expected([moment(mood(at), felt("anger"), TALK)])[0]
        goal = VAD.clamped(*(shares @ POINTS).tolist())
        after = LearnedTransition(who, self.head).step(mood(at), felt("anger"), TALK)
        assert after.vad == held(moved(at, goal, who), who)


def test_joy_and_anger_draw_the_mood_to_different_sides(head: ResponseHead) -> None:
    wren = LearnedTransition(load_persona("wren").traits, head)
    glad, cross = (wren.step(mood(NEUTRAL), felt(e), TALK).vad for e in ("joy", "anger"))
    assert glad.valence > cross.valence


def test_expected_shares_sum_to_one(head: ResponseHead) -> None:
    assert head.expected([]).shape == (0, 7)


def test_the_emotion_read_off_agrees_with_shares_and_mood() -> None:
    even = np.full(7, 1 / 7)
    for name, point in zip(EMOTIONS.names, POINTS, strict=True):
        assert read_off(even, VAD.clamped(*point.tolist())) == name
    joy = np.eye(7)[EMOTIONS.names.index("joy")]
    assert read_off(joy, NEUTRAL) == "joy"


def test_another_encoder_is_refused() -> None:
    class Other:
        name, dimension = "other", 384

        def encode(self, texts: Sequence[str]) -> Vectors:
            return np.zeros((len(texts), self.dimension), dtype=np.float32)

    with pytest.raises(ModelError, match="was trained on"):
        ResponseHead(shipped_head(), Other())


def test_it_is_found_by_name(encoder: CachedEncoder) -> None:
    bench = Workbench(settings=load_settings(), encoder=encoder, persona=load_persona("wren"))
    found = plug(TRANSITIONS, "learned", bench)
    assert isinstance(found, LearnedTransition)
    assert isinstance(found, MoodTransition)


def test_the_shipped_head_is_small() -> None:
    files = (SHIPPED / "transition").iterdir()
    assert sum(file.stat().st_size for file in files) <= 1_000_000
