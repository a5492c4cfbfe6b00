import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from empathic_agent.affect.vad import NEUTRAL, VAD

axis = st.floats(-1, 1)
points = st.builds(VAD, valence=axis, arousal=axis, dominance=axis)


@given(st.floats(), st.floats(), st.floats())
def test_any_three_numbers_make_a_point(v: float, a: float, d: float) -> None:
    assert all(-1 <= value <= 1 for value in VAD.clamped(v, a, d).as_tuple())


def test_out_of_range_is_refused_when_not_clamped() -> None:
    with pytest.raises(ValidationError):
        VAD(valence=1.5, arousal=0, dominance=0)


@given(points, points)
def test_distance_is_symmetric_and_bounded(a: VAD, b: VAD) -> None:
    assert a.distance(b) == b.distance(a) <= 2 * math.sqrt(3) + 1e-9


@given(points, points)
def test_toward_reaches_both_ends(a: VAD, b: VAD) -> None:
    assert a.toward(b, 0.0) == a
    assert a.toward(b, 1.0).distance(b) < 1e-12


def test_halfway_is_the_middle() -> None:
    goal = VAD(valence=0.8, arousal=-0.4, dominance=0.2)
    assert NEUTRAL.toward(goal, 0.5).as_tuple() == pytest.approx((0.4, -0.2, 0.1))
