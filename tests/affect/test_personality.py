import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.affect.personality import OCEAN, reactivity, temperament, temperament_weights

trait = st.floats(0, 1)
people = st.builds(
    OCEAN,
    openness=trait,
    conscientiousness=trait,
    extraversion=trait,
    agreeableness=trait,
    neuroticism=trait,
)


def test_gebhards_published_example() -> None:
    weights = temperament_weights(
        openness=0.4, conscientiousness=0.8, extraversion=0.6, agreeableness=0.3, stability=0.4
    )
    assert weights == pytest.approx((0.38, -0.08, 0.50), abs=0.005)


def test_the_average_person_rests_at_neutral() -> None:
    average = OCEAN(
        openness=0.5, conscientiousness=0.5, extraversion=0.5, agreeableness=0.5, neuroticism=0.5
    )
    assert temperament(average).as_tuple() == pytest.approx((0, 0, 0))


@given(people)
def test_neuroticism_makes_the_temperament_less_pleasant_and_more_aroused(person: OCEAN) -> None:
    calm = temperament(person.model_copy(update={"neuroticism": 0.0}))
    nervous = temperament(person.model_copy(update={"neuroticism": 1.0}))
    assert nervous.valence < calm.valence
    assert nervous.arousal > calm.arousal
    assert nervous.dominance == calm.dominance


@given(people)
def test_reactivity_stays_within_the_sums_of_the_published_weights(person: OCEAN) -> None:
    p_valence, p_arousal, p_dominance = reactivity(person)
    assert 0 <= p_valence <= 0.99 + 1e-9
    assert -0.57 <= p_arousal <= 0.45
    assert -0.32 <= p_dominance <= 1.02 + 1e-9
