"""Records refuse what no store could use."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from memory_store import Health, Kind, Mood, MoodRange
from tests.memory_store.samples import a_memory, a_query, direction


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"owner": ""},
        {"text": "half a surrogate pair: \ud83d"},
        {"speaker": "\ud83d"},
        {"session": "\ud83d"},
        {"mood": Mood(1.5, 0.0, 0.0)},
        {"mood": Mood(0.0, float("nan"), 0.0)},
        {"importance": 1.1},
        {"importance": float("nan")},
        {"at": datetime(2026, 3, 1, 12)},
        {"kind": "rumour"},
        {"vector": [0.0, 0.0]},
        {"colour": "blue"},
        {"distribution": {"joy": 1.1}},
        {"distribution": {"joy": float("nan")}},
        {"distribution": {"": 1.0}},
        {"provenance": {"file": Path()}},
        {"provenance": {"score": float("nan")}},
        {"provenance": {"text": "\ud83d"}},
    ],
    ids=str,
)
def test_impossible_values_are_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        a_memory(**fields)


@pytest.mark.parametrize(
    "fields",
    [{"limit": 0}, {"meaning_weight": -0.1}, {"owner": ""}, {"kinds": {"rumour"}}],
    ids=str,
)
def test_impossible_queries_are_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        a_query(**fields)


def test_any_time_zone_becomes_utc() -> None:
    noon_in_delhi = datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=5.5)))
    memory = a_memory(at=noon_in_delhi)
    assert memory.at == noon_in_delhi
    assert memory.at.tzinfo is UTC


def test_a_memory_is_of_now_unless_told_otherwise() -> None:
    assert abs(a_memory().at - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_memory_cannot_be_changed() -> None:
    memory = a_memory()
    with pytest.raises(dataclasses.FrozenInstanceError):
        memory.text = "the cat"  # type: ignore[misc]


def test_the_vector_is_no_part_of_repr_and_equality() -> None:
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    memory = a_memory(vector=direction(1), at=noon)
    assert "vector" not in repr(memory)
    assert memory == a_memory(vector=direction(2), at=noon)
    assert memory != a_memory("the cat", vector=direction(1), at=noon)


def test_kinds_are_spelled_as_they_are_stored() -> None:
    assert [str(kind) for kind in Kind] == ["turn", "fact", "persona seed", "lore"]


def test_health_is_ok_without_problems() -> None:
    assert Health(memories=3, problems=()).ok
    assert not Health(memories=3, problems=("memory 2 is damaged",)).ok


def test_a_mood_range_is_a_ball_a_box_or_both() -> None:
    mood = Mood(0.5, 0.0, -0.5)
    assert mood in MoodRange()
    assert mood in MoodRange(valence=(0.5, 1.0), dominance=(-1.0, -0.5))
    assert mood not in MoodRange(arousal=(0.1, 1.0))
    assert mood in MoodRange(centre=Mood(0.5, 0.5, -0.5), radius=0.5)
    assert mood not in MoodRange(centre=Mood(0.5, 0.5, -0.5), radius=0.4)
    assert mood not in MoodRange(centre=mood, radius=0.4, valence=(0.6, 1.0))


def test_impossible_mood_ranges_are_refused() -> None:
    for fields in ({"radius": -1.0}, {"valence": (-2.0, 0.0)}, {"centre": (0.0, 0.0)}):
        with pytest.raises(ValidationError):
            MoodRange(**fields)
