"""Pictures for moods."""

import pytest

from empathic_agent.affect.mood import name_mood
from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.affect.vad import VAD
from empathic_agent.cards.card import parse_card, role_of
from empathic_agent.cards.expressions import EVERYDAY, nearest_picture, understood
from tests.cards.samples import V2, V3


def felt(valence: float, arousal: float, dominance: float) -> tuple[str, VAD]:
    vad = VAD(valence=valence, arousal=arousal, dominance=dominance)
    return name_mood(vad), vad


JOY, SAD, CALM = felt(0.8, 0.5, 0.5), felt(-0.6, -0.3, -0.3), felt(0.0, 0.0, 0.0)


@pytest.mark.parametrize(("mood", "name"), [(JOY, "happy"), (SAD, "sad"), (CALM, "neutral")])
def test_the_picture_of_a_card_that_fits(mood: tuple[str, VAD], name: str) -> None:
    picture = role_of(parse_card(V3.read_bytes(), "x")).picture_for(*mood)
    assert picture is not None
    assert picture.name == name
    assert picture.uri == f"embeded://assets/emotion/images/{name}.png"


def test_every_emotion_the_detector_knows_finds_a_picture() -> None:
    role, labels = role_of(parse_card(V3.read_bytes(), "x")), load_taxonomy("goemotions")
    shown = {name: role.picture_for(name, labels.vad(name)) for name in labels.names}
    assert all(shown.values())
    names = {emotion: picture.name for emotion, picture in shown.items() if picture}
    assert (names["love"], names["grief"], names["neutral"]) == ("happy", "sad", "neutral")


def test_a_card_without_pictures_has_none() -> None:
    assert role_of(parse_card(V2.read_bytes(), "x")).picture_for(*JOY) is None


def test_without_a_picture_of_the_mood_the_nearest_one_is_taken() -> None:
    assert nearest_picture(["grief", "excitement"], *JOY) == "excitement"
    assert nearest_picture(["grief", "excitement"], *SAD) == "grief"


def test_names_nobody_knows_are_passed_over() -> None:
    assert understood("pose_3") is None
    assert nearest_picture(["pose_3"], *JOY) is None
    assert nearest_picture(["pose_3", "SAD.png"], *JOY) == "SAD.png"


def test_everyday_names_mean_labels() -> None:
    assert all(understood(name) == label for name, label in EVERYDAY.items())
