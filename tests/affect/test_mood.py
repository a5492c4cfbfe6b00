from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.affect.mood import (
    HOLD,
    PersonalityTransition,
    decayed,
    moved,
    name_mood,
    resting_mood,
)
from empathic_agent.affect.personality import OCEAN, temperament
from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.affect.vad import NEUTRAL, VAD
from empathic_agent.turn import Appraisal, Dialogue, Mood, Speaker, Utterance
from tests.affect.test_personality import people
from tests.affect.test_vad import points
from tests.transition.moments import absurd_appraisals, absurd_points, within_bounds

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
EKMAN = load_taxonomy("ekman")
HOUR = timedelta(hours=1)
DIALOGUE = Dialogue(utterances=(Utterance(speaker=Speaker.SEEKER, text="I am so sad"),))


def mood(vad: VAD) -> Mood:
    return Mood(vad=vad, label=name_mood(vad), at=NOON)


def felt(vad: VAD) -> Appraisal:
    return Appraisal(
        taxonomy="goemotions", distribution={"sadness": 1.0}, emotion="sadness", vad=vad, reason="."
    )


@given(points, points)
def test_a_half_life_halves_the_distance_to_rest(start: VAD, rest: VAD) -> None:
    later = decayed(mood(start), rest, HOUR, NOON + HOUR)
    assert later.vad.distance(rest) == pytest.approx(start.distance(rest) / 2, abs=1e-9)
    assert later.at == NOON + HOUR


@given(points, points, st.timedeltas(timedelta(0), timedelta(days=4000)))
def test_decay_never_moves_away_from_rest(start: VAD, rest: VAD, after: timedelta) -> None:
    later = decayed(mood(start), rest, HOUR, NOON + after)
    assert later.vad.distance(rest) <= start.distance(rest) + 1e-9


def test_a_half_life_too_short_for_a_clock_keeps_nothing() -> None:
    start, rest = mood(EKMAN.vad("joy")), EKMAN.vad("sadness")
    later = decayed(start, rest, timedelta(0), NOON + HOUR)
    assert later.vad.distance(rest) == pytest.approx(0.0, abs=1e-9)


def test_a_clock_that_went_backwards_counts_as_no_time() -> None:
    start = mood(EKMAN.vad("joy"))
    assert decayed(start, NEUTRAL, HOUR, NOON - HOUR) == start


@given(people, points, points)
def test_a_step_stays_in_bounds_and_is_deterministic(person: OCEAN, start: VAD, other: VAD) -> None:
    transition = PersonalityTransition(person)
    first = transition.step(mood(start), felt(other), DIALOGUE)
    assert first == transition.step(mood(start), felt(other), DIALOGUE)
    assert all(-1 <= value <= 1 for value in first.vad.as_tuple())


@given(people)
def test_sorrow_draws_the_valence_down_from_neutral(person: OCEAN) -> None:
    warm = person.model_copy(update={"agreeableness": 1.0})
    after = PersonalityTransition(warm).step(mood(NEUTRAL), felt(EKMAN.vad("sadness")), DIALOGUE)
    assert after.vad.valence < 0


def test_a_stable_person_grows_calmer_when_others_are_stirred_up_and_settles() -> None:
    stable = OCEAN(
        openness=0.5, conscientiousness=0.5, extraversion=0.5, agreeableness=0.3, neuroticism=0.0
    )
    vad, fear = NEUTRAL, EKMAN.vad("fear")
    path = []
    for _ in range(200):
        vad = moved(vad, fear, stable)
        path.append(vad.arousal)
    assert path == sorted(path, reverse=True)
    assert path[-1] == pytest.approx(-fear.arousal)


@given(people, points, points)
def test_the_temperament_holds_a_share_of_every_mood(person: OCEAN, start: VAD, other: VAD) -> None:
    pulled = PersonalityTransition(person).step(mood(start), felt(other), DIALOGUE).vad
    free, rest = moved(start, other, person), temperament(person)
    assert pulled.distance(rest) == pytest.approx((1 - HOLD) * free.distance(rest), abs=1e-9)


@given(people, points)
def test_a_mood_settles_when_nothing_changes(person: OCEAN, other: VAD) -> None:
    now = mood(NEUTRAL)
    for _ in range(60):
        now, before = PersonalityTransition(person).step(now, felt(other), DIALOGUE), now
    assert now.vad.distance(before.vad) < 1e-4


@pytest.mark.parametrize("emotion", EKMAN.names)
@pytest.mark.parametrize("share", [0.4, 1.0])
def test_a_mood_is_called_by_its_direction(emotion: str, share: float) -> None:
    assert name_mood(NEUTRAL.toward(EKMAN.vad(emotion), share)) == emotion


@given(points)
def test_pleasant_moods_have_no_unpleasant_names(vad: VAD) -> None:
    assert EKMAN.vad(name_mood(vad)).valence * vad.valence >= 0


def test_a_faint_mood_and_one_between_all_emotions_are_neutral() -> None:
    assert name_mood(VAD(valence=-0.05, arousal=0.6, dominance=0.3)) == "neutral"
    assert name_mood(VAD(valence=0.2, arousal=0.1, dominance=0.0)) == "neutral"
    assert name_mood(VAD(valence=0.1, arousal=-0.9, dominance=0.1)) == "neutral"


@given(people, absurd_points, absurd_appraisals)
def test_a_step_is_bounded_whatever_comes_in(person: OCEAN, at: VAD, read: Appraisal) -> None:
    start = mood(NEUTRAL).model_copy(update={"vad": at})
    after = PersonalityTransition(person).step(start, read, DIALOGUE)
    assert within_bounds(after.vad)
    assert 0 <= after.intensity <= 1


@given(points, points, st.floats(0.01, 1e6), st.floats(0, 1e7), st.floats(0, 1e7))
def test_decay_in_two_parts_is_decay_at_once(
    start: VAD, rest: VAD, minutes: float, first: float, second: float
) -> None:
    half_life = timedelta(minutes=minutes)
    noon, later = NOON + timedelta(seconds=first), NOON + timedelta(seconds=first + second)
    parts = decayed(decayed(mood(start), rest, half_life, noon), rest, half_life, later)
    whole = decayed(mood(start), rest, half_life, later)
    assert parts.vad.distance(whole.vad) < 1e-6


def test_a_mood_is_as_strong_as_it_is_far_from_neutral() -> None:
    assert mood(NEUTRAL).intensity == 0.0
    assert mood(EKMAN.vad("disgust")).intensity == pytest.approx(0.70, abs=0.01)
    assert mood(EKMAN.vad("fear")).intensity == 1.0


def test_a_mood_saved_without_intensity_is_still_read() -> None:
    saved = mood(EKMAN.vad("disgust")).model_dump(mode="json", exclude={"intensity"})
    assert Mood.model_validate(saved) == mood(EKMAN.vad("disgust"))


def test_the_resting_mood_is_named() -> None:
    cheerful = OCEAN(
        openness=0.7, conscientiousness=0.5, extraversion=0.9, agreeableness=0.9, neuroticism=0.1
    )
    assert resting_mood(cheerful, NOON).label == "joy"
