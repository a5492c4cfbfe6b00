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


def test_gebhards_published_example_in_a_persona_file() -> None:
    """Gebhard's traits lie in [-1, 1], the fifth is stability; ours are in [0, 1], and turned."""
    published = {"o": 0.4, "c": 0.8, "e": 0.6, "a": 0.3, "n": 0.4}
    o, c, e, a, stability = ((trait + 1) / 2 for trait in published.values())
    person = OCEAN(
        openness=o,
        conscientiousness=c,
        extraversion=e,
        agreeableness=a,
        neuroticism=1 - stability,
    )
    assert person.neuroticism == pytest.approx(0.3)
    assert temperament(person).as_tuple() == pytest.approx((0.38, -0.08, 0.50), abs=0.005)


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


ROLES = {
    "Chandler": ((0.648, 0.375, 0.386, 0.58, 0.477), (0.05, 0.07, -0.16)),
    "Joey": ((0.574, 0.614, 0.297, 0.545, 0.455), (-0.02, 0.00, -0.20)),
    "Monica": ((0.713, 0.457, 0.457, 0.66, 0.511), (0.17, 0.17, -0.06)),
    "Phoebe": ((0.6, 0.48, 0.31, 0.46, 0.56), (-0.15, 0.07, -0.16)),
    "Rachel": ((0.635, 0.354, 0.521, 0.552, 0.469), (0.08, 0.04, 0.01)),
    "Ross": ((0.722, 0.489, 0.6, 0.533, 0.356), (0.14, -0.08, 0.21)),
}
"""OCEAN as in PELD's file, and where each rests, worked out by hand from the published equation."""


@pytest.mark.parametrize("role", ROLES)
def test_pelds_six_main_roles(role: str) -> None:
    traits, rest = ROLES[role]
    person = OCEAN.model_validate(dict(zip(OCEAN.model_fields, traits, strict=True)))
    assert temperament(person).as_tuple() == pytest.approx(rest, abs=0.006)


RAISES = {
    "openness": (0, 1, 1),
    "conscientiousness": (0, 0, 1),
    "extraversion": (1, 0, 1),
    "agreeableness": (1, 1, -1),
    "neuroticism": (-1, 1, 0),
}
"""What more of a trait does to valence, arousal and dominance at rest: the published signs."""


@given(people, st.sampled_from(sorted(RAISES)), trait, trait)
def test_each_trait_moves_the_temperament_one_way(
    person: OCEAN, name: str, one: float, other: float
) -> None:
    low, high = sorted((one, other))
    less, more = (
        temperament(person.model_copy(update={name: value})).as_tuple() for value in (low, high)
    )
    for before, after, sign in zip(less, more, RAISES[name], strict=True):
        assert (after - before) * sign >= -1e-12
        if sign == 0:
            assert after == before


@given(people)
def test_temperaments_are_points_of_the_space(person: OCEAN) -> None:
    assert all(-1 <= value <= 1 for value in temperament(person).as_tuple())
    assert temperament(person) == temperament(person)
