"""Words for emotions and for times gone by."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.affect.vad import VAD
from empathic_agent.response.wording import (
    GOEMOTIONS,
    NEGATIVE,
    Family,
    age_in_words,
    feeling_at,
    feeling_of,
    felt,
)
from empathic_agent.turn import Appraisal
from tests.response.samples import appraised
from tests.samples import NOON

AXIS = st.floats(min_value=-1.0, max_value=1.0)


def mixed(**distribution: float) -> Appraisal:
    """An appraisal with this distribution."""
    top = max(distribution, key=lambda label: distribution[label])
    return appraised(top).model_copy(update={"distribution": distribution})


def test_all_of_goemotions_can_be_spoken_of() -> None:
    assert len(GOEMOTIONS) == 28
    assert {feeling.family for feeling in GOEMOTIONS.values()} == set(Family) - {Family.TROUBLED}


def test_a_pain_always_has_words() -> None:
    pains = [feeling for feeling in GOEMOTIONS.values() if feeling.family in NEGATIVE]
    assert all(feeling.adjective and feeling.noun for feeling in pains)


@pytest.mark.parametrize(
    ("vad", "family"),
    [
        ((0.7, 0.3, 0.2), Family.POSITIVE),
        ((0.0, 0.9, 0.0), Family.NEUTRAL),
        ((-0.6, -0.3, -0.3), Family.SAD),
        ((-0.6, 0.6, 0.4), Family.ANGRY),
        ((-0.6, 0.6, -0.4), Family.AFRAID),
    ],
)
def test_labels_of_other_sets_go_by_their_point(
    vad: tuple[float, float, float], family: Family
) -> None:
    point = VAD.clamped(*vad)
    assert feeling_of("wistfulness", point).family is family
    assert feeling_of("sadness", point).family is Family.SAD


@given(AXIS, AXIS, AXIS)
def test_every_point_has_a_feeling_and_never_a_glad_one_below_zero(
    valence: float, arousal: float, dominance: float
) -> None:
    point = VAD(valence=valence, arousal=arousal, dominance=dominance)
    assert feeling_at(point).family is not Family.POSITIVE or point.valence > 0


def test_a_clear_emotion_is_taken_as_it_is() -> None:
    assert felt(mixed(fear=0.8, neutral=0.2)).adjective == "afraid"


def test_good_cheer_beside_much_pain_is_not_believed() -> None:
    assert felt(mixed(joy=0.6, grief=0.3, neutral=0.1)).family is Family.NEUTRAL
    assert felt(mixed(joy=0.8, grief=0.1, neutral=0.1)).family is Family.POSITIVE


def test_neutral_words_with_more_pain_than_calm_are_trouble() -> None:
    feeling = felt(mixed(neutral=0.4, sadness=0.3, fear=0.3))
    assert feeling.family is Family.TROUBLED
    assert feeling.adjective is None


def test_an_unsure_emotion_is_not_named() -> None:
    unsure = felt(mixed(fear=0.3, sadness=0.3, neutral=0.25, joy=0.15))
    assert (unsure.family, unsure.adjective) == (Family.TROUBLED, None)
    surprised = felt(mixed(surprise=0.3, neutral=0.25, curiosity=0.25, approval=0.2))
    assert surprised.family is Family.NEUTRAL


def test_many_glad_labels_make_a_glad_feeling_without_a_name() -> None:
    feeling = felt(mixed(joy=0.3, excitement=0.28, relief=0.22, neutral=0.2))
    assert (feeling.family, feeling.adjective) == (Family.POSITIVE, None)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-3, "a little while ago"),
        (0.01, "a little while ago"),
        (0.3, "earlier today"),
        (1, "yesterday"),
        (4, "a few days ago"),
        (7, "last week"),
        (20, "a few weeks ago"),
        (30, "about a month ago"),
        (100, "a few months ago"),
        (400, "about a year ago"),
        (2000, "a long time ago"),
    ],
)
def test_ages_are_told_as_people_tell_them(days: float, words: str) -> None:
    assert age_in_words(NOON - timedelta(days=days), NOON) == words


def test_yesterday_is_a_calendar_day() -> None:
    late = NOON.replace(hour=23)
    assert age_in_words(late, late + timedelta(hours=2)) == "yesterday"
    assert age_in_words(late - timedelta(hours=22), late) == "earlier today"
