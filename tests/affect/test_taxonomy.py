"""Label sets: their files are sound, and points follow distributions."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.affect.taxonomy import Label, available, load_taxonomy, read_taxonomy
from empathic_agent.affect.vad import NEUTRAL, VAD
from empathic_agent.errors import DataError, InputError

GOEMOTIONS = load_taxonomy("goemotions")
EKMAN = load_taxonomy("ekman")


def _labels_of_all_sets() -> list[Label]:
    return [label for name in available() for label in load_taxonomy(name).labels]


RATED = {
    label.term: label.vad
    for label in reversed(_labels_of_all_sets())
    if label.source in ("peld", "rm1977")
}
"""The point of every term that a label names as its rating."""

weights = st.dictionaries(
    st.sampled_from(GOEMOTIONS.names), st.floats(0.0, 1.0), min_size=1
).filter(lambda drawn: sum(drawn.values()) > 1e-6)


def test_every_built_in_set_loads_under_its_own_name() -> None:
    assert {name: len(load_taxonomy(name).labels) for name in available()} == {
        "ekman": 7,
        "empathetic-dialogues": 32,
        "esconv": 11,
        "goemotions": 28,
        "leia": 5,
        "plutchik": 8,
    }
    assert all(load_taxonomy(name).name == name for name in available())


def test_goemotions_has_the_official_order() -> None:
    assert len(GOEMOTIONS.names) == 28
    assert GOEMOTIONS.names[:3] == ("admiration", "amusement", "anger")
    assert GOEMOTIONS.names[-2:] == ("surprise", "neutral")


def test_the_seven_of_peld_are_the_same_points_in_both_sets() -> None:
    assert {name: EKMAN.vad(name) for name in EKMAN.names} == {
        name: GOEMOTIONS.vad(name) for name in EKMAN.names
    }
    assert EKMAN.vad("fear") == VAD(valence=-0.62, arousal=0.82, dominance=-0.43)


def test_points_are_plausible() -> None:
    at = {name: GOEMOTIONS.vad(name) for name in GOEMOTIONS.names}
    assert at["grief"].valence < at["disappointment"].valence < at["annoyance"].valence < 0
    assert min(at[name].valence for name in ("gratitude", "love", "pride", "relief")) > 0.5
    assert at["nervousness"].arousal > 0.5 > 0 > at["nervousness"].dominance
    assert at["relief"].arousal < 0 < at["excitement"].arousal
    assert at["pride"].dominance > 0.5
    assert at["neutral"] == NEUTRAL


@pytest.mark.parametrize("name", available())
def test_no_two_labels_share_a_point(name: str) -> None:
    labels = load_taxonomy(name).labels
    assert len({label.vad.as_tuple() for label in labels}) == len(labels)


def test_the_labels_of_data_sets_are_in_alphabetical_order() -> None:
    for name in ("empathetic-dialogues", "esconv"):
        names = load_taxonomy(name).names
        assert list(names) == sorted(names)


def test_a_term_has_one_point_in_all_sets() -> None:
    for label in _labels_of_all_sets():
        if label.term in RATED:
            assert label.vad == RATED[label.term], label.name


def test_a_point_that_is_no_rating_is_the_mean_of_the_terms_it_names() -> None:
    means = [label for label in _labels_of_all_sets() if label.source == "mean"]
    assert {label.name for label in means} >= {"anxiety", "jealousy", "nostalgic", "sentimental"}
    for label in means:
        points = [RATED[term].as_tuple() for term in str(label.term).split(", ")]
        mean = [sum(axis) / len(points) for axis in zip(*points, strict=True)]
        assert label.vad.as_tuple() == pytest.approx(mean, abs=0.0051)  # two decimals


def test_situations_lie_where_people_would_look_for_them() -> None:
    at = {label.name: label.vad for label in load_taxonomy("empathetic-dialogues").labels}
    assert at["furious"].arousal > at["angry"].arousal > at["annoyed"].arousal
    assert at["terrified"].arousal > at["afraid"].arousal > at["apprehensive"].arousal
    assert at["devastated"].dominance < at["sad"].dominance < at["annoyed"].dominance
    assert at["content"].arousal < 0 < at["joyful"].arousal
    assert at["anxious"].valence < -0.3


@given(st.sampled_from(GOEMOTIONS.names))
def test_a_certain_label_lies_at_its_point_and_is_nearest_to_it(name: str) -> None:
    point = GOEMOTIONS.point({name: 1.0})
    assert point.distance(GOEMOTIONS.vad(name)) < 1e-9
    assert GOEMOTIONS.nearest(point) == name


@given(weights)
def test_a_point_stays_within_the_labels_it_averages(distribution: dict[str, float]) -> None:
    point = GOEMOTIONS.point(distribution).as_tuple()
    points = [GOEMOTIONS.vad(name).as_tuple() for name in distribution]
    for axis in range(3):
        values = [p[axis] for p in points]
        assert min(values) - 1e-9 <= point[axis] <= max(values) + 1e-9


@given(weights, st.floats(0.1, 10.0))
def test_only_proportions_count(distribution: dict[str, float], factor: float) -> None:
    scaled = {name: weight * factor for name, weight in distribution.items()}
    assert GOEMOTIONS.point(scaled).distance(GOEMOTIONS.point(distribution)) < 1e-6


@pytest.mark.parametrize("weights", [{}, {"joy": 0.0}, {"joy": 1.0, "fear": -0.1}, {"glee": 1.0}])
def test_impossible_weights_are_refused(weights: dict[str, float]) -> None:
    with pytest.raises(InputError):
        GOEMOTIONS.point(weights)


def test_an_unknown_set_names_the_choices() -> None:
    with pytest.raises(InputError, match="goemotions"):
        load_taxonomy("humours")


FILE = """
name: weather
neutral: calm
sources: {own: made up for a test}
labels:
  - {name: calm, vad: [0, 0, 0], source: own}
  - {name: storm, vad: [-0.5, 0.9, 0.3], source: own, term: stormy}
"""


def test_a_new_set_is_just_a_file(tmp_path: Path) -> None:
    (tmp_path / "weather.yaml").write_text(FILE, "utf-8")
    weather = read_taxonomy(tmp_path / "weather.yaml")
    assert weather.nearest(VAD(valence=-0.4, arousal=0.5, dominance=0.0)) == "storm"


@pytest.mark.parametrize(
    ("found", "replaced"),
    [
        ("neutral: calm", "neutral: fog"),
        ("name: storm", "name: calm"),
        ("0.9, 0.3]", "1.9, 0.3]"),
        ("0.9, 0.3]", "0.9]"),
        ("source: own,", "source: hearsay,"),
        ("neutral: calm", "neutral: calm\nmood: grey"),
        ("labels:", "labels: ["),
    ],
)
def test_a_malformed_file_is_refused(tmp_path: Path, found: str, replaced: str) -> None:
    path = tmp_path / "weather.yaml"
    path.write_text(FILE.replace(found, replaced), "utf-8")
    with pytest.raises(DataError, match=r"weather\.yaml"):
        read_taxonomy(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nothing\.yaml"):
        read_taxonomy(tmp_path / "nothing.yaml")
