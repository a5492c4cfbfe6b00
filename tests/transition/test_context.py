"""The context of a response as numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given

from empathic_agent.affect.vad import NEUTRAL, VAD
from empathic_agent.protocols import Vectors
from empathic_agent.transition.context import (
    EMOTIONS,
    cues,
    features,
    felt,
    memberships,
    moment,
)
from empathic_agent.turn import Appraisal
from tests.affect.test_vad import points
from tests.transition.moments import FIRST, TALK, absurd_appraisals, absurd_points, mood


class Letters:
    """An encoder that knows how often a and e occur."""

    name, dimension = "letters", 2

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = [[text.count("a"), text.count("e")] for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), 2)


def appraisal(taxonomy: str, **distribution: float) -> Appraisal:
    return Appraisal(
        taxonomy=taxonomy,
        distribution=distribution,
        emotion=next(iter(distribution)),
        vad=EMOTIONS.vad("sadness"),
        reason=".",
    )


@pytest.mark.parametrize("emotion", EMOTIONS.names)
def test_a_mood_at_an_emotions_point_belongs_to_it(emotion: str) -> None:
    shares = memberships(EMOTIONS.vad(emotion))
    assert shares[EMOTIONS.names.index(emotion)] > 0.98


@given(points)
def test_memberships_are_shares_and_the_nearest_emotion_has_the_largest(vad: VAD) -> None:
    shares = memberships(vad)
    assert shares.sum() == pytest.approx(1.0)
    nearest = EMOTIONS.names.index(EMOTIONS.nearest(vad))
    assert shares[nearest] == pytest.approx(shares.max())


@given(absurd_points)
def test_memberships_of_anything_are_shares(vad: VAD) -> None:
    shares = memberships(vad)
    assert (shares >= 0).all()
    assert shares.sum() == pytest.approx(1.0)


def test_what_is_felt_is_told_in_ekmans_emotions() -> None:
    mixed = felt(appraisal("goemotions", nervousness=0.7, grief=0.3))
    assert dict(zip(EMOTIONS.names, mixed.tolist(), strict=True)) == pytest.approx(
        {name: {"fear": 0.7, "sadness": 0.3}.get(name, 0.0) for name in EMOTIONS.names}
    )


def test_in_an_unknown_label_set_the_point_decides() -> None:
    shares = felt(appraisal("home-made", gloom=1.0))
    assert EMOTIONS.names[int(shares.argmax())] == "sadness"


@given(absurd_appraisals)
def test_what_is_felt_is_shares_whatever_was_read(read: Appraisal) -> None:
    shares = felt(read)
    assert shares.shape == (7,)
    assert (shares >= 0).all()
    assert shares.sum() == pytest.approx(1.0)


def test_the_columns_stand_in_the_order_that_is_documented() -> None:
    read = appraisal("ekman", anger=1.0)
    axes = np.array([[1.0, 2.0], [0.0, 1.0]], dtype=np.float32)
    (row,) = features([moment(mood(NEUTRAL), read, TALK)], axes, Letters())
    assert row[:7].round(3).tolist() == memberships(NEUTRAL).round(3).tolist()
    assert row[7:14].tolist() == [1.0, 0, 0, 0, 0, 0, 0]
    assert row[14:24].tolist() == cues("How did it go?").tolist()
    assert row[24:34].tolist() == cues("They said no!").tolist()
    assert row[34:].tolist() == [-2.0, 2 * (1 - 1) + 1 * 1]


def test_where_nothing_was_said_before_its_columns_are_empty() -> None:
    axes = np.array([[1.0, 2.0], [0.0, 1.0]], dtype=np.float32)
    first = moment(mood(NEUTRAL), appraisal("ekman", anger=1.0), FIRST)
    assert first.texts == ("", "They said no!")
    (row,) = features([first], axes, Letters())
    assert row[14:24].tolist() == [0.0] * 10
    assert row[34] == 0.0


def test_cues_are_told_apart() -> None:
    assert cues("Sorry, I can't... --").tolist() == [np.log1p(4), 0, 0, 0, 0, 1, 1, 1, 0, 1]
    assert cues("ARE YOU SURE?!").tolist() == [np.log1p(3), 1, 1, 1, 0, 0, 0, 0, 1, 0]
