"""What an appraisal adds to a row."""

from __future__ import annotations

import pytest

from empathic_agent.annotation.labels import COLUMNS, labelled
from tests.annotation.readers import Many, OneByOne


def test_a_row_gets_emotion_numbers_and_cause_with_offsets() -> None:
    (row,) = labelled(OneByOne(), ["I lost it"])
    assert tuple(row) == COLUMNS
    assert tuple(row.values()) == ("sadness", 0.75, -0.5, 0.1235, 0.0, 0.5, "lost", 2, 6)


def test_what_a_detector_cannot_say_stays_empty() -> None:
    (row,) = labelled(OneByOne(), ["yes"])
    assert [row[name] for name in ("intensity", "cause", "cause_start", "cause_end")] == [None] * 4


@pytest.mark.parametrize("detector", [OneByOne(), Many()])
def test_empty_texts_get_empty_fields_and_are_not_read(detector: OneByOne) -> None:
    rows = labelled(detector, ["", "lost", " \n\t", "found"])
    assert [row["emotion"] for row in rows] == [None, "sadness", None, "joy"]
    assert set(rows[0].values()) == {None}
    assert "" not in detector.seen


def test_a_detector_that_can_reads_all_at_once() -> None:
    detector = Many()
    labelled(detector, ["a", "b", "c"])
    assert detector.batches == [3]
    assert detector.seen == []


def test_half_characters_are_replaced_without_moving_anything() -> None:
    detector = OneByOne()
    (row,) = labelled(detector, ["\ud83d lost"])
    assert detector.seen == ["? lost"]
    assert (row["cause_start"], row["cause_end"]) == (2, 6)
