"""Pictures for moods."""

import pytest

from empathic_agent.affect.mood import name_mood
from empathic_agent.affect.vad import NEUTRAL, VAD
from empathic_agent.cards.card import parse_card, role_of
from empathic_agent.cards.expressions import EVERYDAY, nearest_picture, understood
from empathic_agent.turn import Mood
from tests.cards.samples import V2, V3
from tests.samples import NOON


def mood(valence: float, arousal: float, dominance: float) -> Mood:
    vad = VAD(valence=valence, arousal=arousal, dominance=dominance)
    return Mood(vad=vad, label=name_mood(vad), at=NOON)


JOY, SAD, CALM = mood(0.8, 0.5, 0.5), mood(-0.6, -0.3, -0.3), mood(0.0, 0.0, 0.0)


@pytest.mark.parametrize(("felt", "name"), [(JOY, "happy"), (SAD, "sad"), (CALM, "neutral")])
def test_the_picture_of_a_card_that_fits(felt: Mood, name: str) -> None:
    picture = role_of(parse_card(V3.read_bytes(), "x")).picture_for(felt)
    assert picture is not None
    assert picture.name == name
    assert picture.uri == f"embeded://assets/emotion/images/{name}.png"


def test_a_card_without_pictures_has_none() -> None:
    assert role_of(parse_card(V2.read_bytes(), "x")).picture_for(JOY) is None


def test_without_a_picture_of_the_mood_the_nearest_one_is_taken() -> None:
    assert nearest_picture(["grief", "excitement"], JOY) == "excitement"
    assert nearest_picture(["grief", "excitement"], SAD) == "grief"


def test_names_nobody_knows_are_passed_over() -> None:
    assert understood("pose_3") is None
    assert nearest_picture(["pose_3"], JOY) is None
    assert nearest_picture(["pose_3", "SAD.png"], JOY) == "SAD.png"


def test_everyday_names_mean_labels() -> None:
    assert all(understood(name) == label for name, label in EVERYDAY.items())
    assert NEUTRAL.distance(CALM.vad) == 0
