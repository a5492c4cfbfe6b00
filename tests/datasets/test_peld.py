"""The PELD loader, on rows written for the test."""

from __future__ import annotations

from pathlib import Path

import pytest

from empathic_agent.affect.personality import OCEAN
from empathic_agent.datasets.peld import COLUMNS, load_peld
from empathic_agent.errors import DataError
from tests.samples import PELD_ROW, write_peld


def broken(place: int, value: str) -> str:
    fields = PELD_ROW.split("\t")
    fields[place] = value
    return "\t".join(fields)


def test_a_row_is_read_as_it_stands(tmp_path: Path) -> None:
    (found,) = load_peld(write_peld(tmp_path / "train.tsv", [PELD_ROW]))
    assert found.id == "train-2"
    assert (found.speaker, found.partner) == ("Ada", "Ben")
    assert found.traits == OCEAN(
        openness=0.6,
        conscientiousness=0.48,
        extraversion=0.31,
        agreeableness=0.46,
        neuroticism=0.56,
    )
    assert found.texts == ('Where is "it"?', "I lost it, sorry.", "Oh no.")
    assert found.emotions == ("neutral", "fear", "sadness")


def test_lines_may_end_in_either_way_and_texts_hold_any_other_line_end(tmp_path: Path) -> None:
    path = tmp_path / "valid.tsv"
    rows = ["\t".join(COLUMNS), PELD_ROW, broken(3, "a\u2028b\x0cc")]
    path.write_bytes("\r\n".join(rows).encode())
    assert [t.texts[0] for t in load_peld(path)] == ['Where is "it"?', "a\u2028b\x0cc"]


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        ("Ada\tBen", "got 2 tab-separated fields, expected 12"),
        (PELD_ROW + "\tmore", "got 13 tab-separated fields"),
        (broken(2, "0.5"), "Personality is '0.5'"),
        (broken(2, "[0.1, 0.2]"), "expected five numbers"),
        (broken(2, "[0.1, 0.2, 0.3, 0.4, 1.5]"), "expected five numbers from 0 to 1"),
        (broken(8, "sorrow"), "emotion is 'sorrow', expected one of anger"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, bad: str, complaint: str) -> None:
    with pytest.raises(DataError, match=r"train\.tsv, line 3") as caught:
        load_peld(write_peld(tmp_path / "train.tsv", [PELD_ROW, bad]))
    assert complaint in str(caught.value)


@pytest.mark.parametrize("text", ["", PELD_ROW])
def test_another_header_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "train.tsv"
    path.write_text(text, "utf-8")
    with pytest.raises(DataError, match="line 1: expected the tab-separated header Speaker_1"):
        load_peld(path)


def test_a_missing_file_says_where_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="github"):
        load_peld(tmp_path / "train.tsv")


def test_the_published_parts_load(real_data: Path) -> None:
    train, valid = (load_peld(real_data / "peld" / f"{part}.tsv") for part in ("train", "valid"))
    assert (len(train), len(valid)) == (5273, 586)
    assert {t.speaker for t in train} == {"Rachel", "Joey", "Ross", "Chandler", "Monica", "Phoebe"}
    assert len({(t.speaker, t.traits) for t in train}) == 6
