"""Conversions between label sets: what holds for all of them, and the published ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.affect.conversion import FOLDER, convert, published_mapping, read_mapping
from empathic_agent.affect.taxonomy import Label, Taxonomy, available, load_taxonomy
from empathic_agent.affect.vad import VAD
from empathic_agent.errors import DataError, InputError

SETS = {name: load_taxonomy(name) for name in available()}
GOEMOTIONS, EKMAN, ESCONV = SETS["goemotions"], SETS["ekman"], SETS["esconv"]
SITUATIONS, PLUTCHIK = SETS["empathetic-dialogues"], SETS["plutchik"]

sets = st.sampled_from(sorted(SETS)).map(SETS.__getitem__)


@st.composite
def weighed(draw: st.DrawFn) -> tuple[dict[str, float], Taxonomy]:
    """A label set and weights for some of its labels."""
    source = draw(sets)
    weights = st.dictionaries(st.sampled_from(source.names), st.floats(0.0, 1e6), min_size=1)
    return draw(weights.filter(lambda drawn: sum(drawn.values()) > 0)), source


def top(distribution: dict[str, float]) -> str:
    return max(distribution, key=distribution.__getitem__)


@given(weighed(), sets)
def test_the_result_is_a_distribution_over_the_target(
    given_weights: tuple[dict[str, float], Taxonomy], target: Taxonomy
) -> None:
    converted = convert(*given_weights, target)
    assert tuple(converted) == target.names
    assert all(0 <= p <= 1 + 1e-9 for p in converted.values())
    assert sum(converted.values()) == pytest.approx(1.0)


@given(weighed())
def test_the_same_set_gives_the_same_distribution(
    given_weights: tuple[dict[str, float], Taxonomy],
) -> None:
    weights, source = given_weights
    total = sum(weights.values())
    converted = convert(weights, source, source)
    assert converted == {name: weights.get(name, 0.0) / total for name in source.names}


@given(weighed(), sets, st.floats(0.0, 1.0))
def test_a_label_hands_on_the_same_shares_whatever_the_others_weigh(
    given_weights: tuple[dict[str, float], Taxonomy], target: Taxonomy, part: float
) -> None:
    weights, source = given_weights
    whole, (first, *_) = convert(weights, source, source), source.names
    mixed = {n: part * p + (1 - part) * (n == first) for n, p in whole.items()}
    one, other = convert(whole, source, target), convert({first: 1.0}, source, target)
    blend = {n: part * one[n] + (1 - part) * other[n] for n in target.names}
    assert convert(mixed, source, target) == pytest.approx(blend, abs=1e-9)


@given(sets, sets)
def test_a_certain_emotion_comes_out_as_the_nearest_one(source: Taxonomy, target: Taxonomy) -> None:
    if published_mapping(source.name, target.name):
        return
    emotions = [label for label in target.labels if label.name != target.neutral]
    for label in source.labels:
        if label.name != source.neutral:
            nearest = min(emotions, key=lambda candidate: candidate.vad.distance(label.vad))
            assert top(convert({label.name: 1.0}, source, target)) == nearest.name


def test_an_emotion_that_both_sets_hold_at_one_point_goes_there_whole() -> None:
    assert convert({"sad": 1.0}, SITUATIONS, PLUTCHIK)["sadness"] == 1.0
    assert convert({"jealousy": 1.0}, ESCONV, SITUATIONS)["jealous"] == 1.0
    assert convert({"joy": 0.6, "fear": 0.4}, EKMAN, PLUTCHIK) == pytest.approx(
        dict.fromkeys(PLUTCHIK.names, 0.0) | {"joy": 0.6, "fear": 0.4}
    )


def test_shares_fall_with_the_square_of_the_distance() -> None:
    source = _line({"here": 0.0}, "source")
    target = _line({"near": 0.2, "far": -0.6}, "target")
    assert convert({"here": 1.0}, source, target) == pytest.approx({"near": 0.9, "far": 0.1})


def test_neutral_goes_to_neutral_and_no_emotion_does() -> None:
    assert convert({"neutral": 1.0}, EKMAN, GOEMOTIONS)["neutral"] == 1.0
    for emotion in SITUATIONS.names:
        assert convert({emotion: 1.0}, SITUATIONS, EKMAN)["neutral"] == 0.0


def test_neutral_is_spread_evenly_where_the_target_has_none() -> None:
    assert set(convert({"neutral": 2.0}, EKMAN, SITUATIONS).values()) == {1 / 32}
    mostly = convert({"neutral": 0.9, "sadness": 0.1}, EKMAN, SITUATIONS)
    assert top(mostly) == "sad"


def test_a_target_of_nothing_but_neutral_takes_everything() -> None:
    calm = _line({"calm": 0.0}, "calm").model_copy(update={"neutral": "calm"})
    assert convert({"joy": 1.0, "neutral": 1.0}, EKMAN, calm) == {"calm": 1.0}


def test_goemotions_becomes_ekman_by_the_mapping_of_its_paper() -> None:
    weights = {"optimism": 0.4, "nervousness": 0.3, "confusion": 0.2, "neutral": 0.1}
    assert convert(weights, GOEMOTIONS, EKMAN) == pytest.approx(
        dict.fromkeys(EKMAN.names, 0.0) | {"joy": 0.4, "fear": 0.3, "surprise": 0.2, "neutral": 0.1}
    )


def test_the_way_through_vad_agrees_with_the_published_mapping_beyond_chance() -> None:
    mapping = published_mapping("goemotions", "ekman")
    assert mapping is not None
    unnamed = GOEMOTIONS.model_copy(update={"name": "unpublished"})
    names_of_both = set(EKMAN.names)
    new = {label: goal for label, goal in mapping.goals.items() if label not in names_of_both}
    shares = [convert({label: 1.0}, unnamed, EKMAN)[goal] for label, goal in new.items()]
    assert sum(shares) / len(shares) > 2 / len(EKMAN.names)


def test_every_mapping_file_fits_the_sets_it_is_named_after() -> None:
    files = sorted(FOLDER.glob("*.yaml"))
    assert files
    for path in files:
        mapping = read_mapping(path)
        source, target = SETS[mapping.source], SETS[mapping.target]
        assert path.stem == f"{mapping.source}--{mapping.target}"
        for label, goal in mapping.goals.items():
            assert convert({label: 1.0}, source, target)[goal] == 1.0


def test_the_mapping_is_the_official_file(real_data: Path) -> None:
    official = json.loads((real_data / "goemotions" / "ekman_mapping.json").read_text("utf-8"))
    mapping = published_mapping("goemotions", "ekman")
    assert mapping is not None
    ours = {goal: set(labels) for goal, labels in mapping.labels.items() if goal != "neutral"}
    assert ours == {goal: set(labels) for goal, labels in official.items()}


def test_a_mapping_that_does_not_fit_the_sets_is_refused() -> None:
    short = GOEMOTIONS.model_copy(update={"labels": GOEMOTIONS.labels[:5], "neutral": None})
    with pytest.raises(DataError, match="goemotions--ekman"):
        convert({"anger": 1.0}, short, EKMAN)


@pytest.mark.parametrize(
    "weights",
    [{}, {"joy": 0.0}, {"joy": 1.0, "fear": -0.1}, {"glee": 1.0}, {"joy": float("nan")},
     {"joy": float("inf")}],
)  # fmt: skip
@pytest.mark.parametrize("target", [EKMAN, PLUTCHIK])
def test_impossible_weights_are_refused(weights: dict[str, float], target: Taxonomy) -> None:
    with pytest.raises(InputError):
        convert(weights, EKMAN, target)


FILE = "source: a\ntarget: b\nreference: a test\nlabels: {warm: [mild, hot], cold: [icy]}\n"


def test_a_new_mapping_is_just_a_file(tmp_path: Path) -> None:
    (tmp_path / "a--b.yaml").write_text(FILE, "utf-8")
    goals = read_mapping(tmp_path / "a--b.yaml").goals
    assert goals == {"mild": "warm", "hot": "warm", "icy": "cold"}


@pytest.mark.parametrize(
    ("found", "replaced"),
    [("[icy]", "[icy, hot]"), ("reference: a test\n", ""), ("[icy]", "icy"), ("{warm", "{{")],
)
def test_a_malformed_mapping_is_refused(tmp_path: Path, found: str, replaced: str) -> None:
    (tmp_path / "a--b.yaml").write_text(FILE.replace(found, replaced), "utf-8")
    with pytest.raises(DataError, match=r"a--b\.yaml"):
        read_mapping(tmp_path / "a--b.yaml")


def test_a_missing_mapping_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nothing\.yaml"):
        read_mapping(tmp_path / "nothing.yaml")


def _line(places: dict[str, float], name: str) -> Taxonomy:
    """Labels along the axis of valence."""
    return Taxonomy(
        name=name,
        neutral=None,
        sources={"own": "made up for a test"},
        labels=tuple(
            Label(name=label, vad=VAD(valence=v, arousal=0.0, dominance=0.0), source="own")
            for label, v in places.items()
        ),
    )
