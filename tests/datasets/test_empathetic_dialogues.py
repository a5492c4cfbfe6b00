"""The EmpatheticDialogues loader, on rows written for the test."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.datasets.empathetic_dialogues import (
    Conversation,
    SituationText,
    load_empathetic_dialogues,
)
from empathic_agent.errors import DataError
from empathic_agent.turn import Speaker, Utterance

HEADER = "conv_id,utterance_idx,context,prompt,speaker_idx,utterance,selfeval,tags"
FIRST = 'hit:0_conv:1,1,proud,My son_comma_ who is six_comma_ can swim.,7,He swims_comma_ "too".,,'
SECOND = 'hit:0_conv:1,2,proud,My son_comma_ who is six_comma_ can swim.,3, That is "great ,,'
OTHER = "hit:1_conv:2,1,afraid,The lights went out,3,It was dark,5|5|5_3|5|5,,one|two|three"


def write(folder: Path, *lines: str) -> Path:
    path = folder / "valid.csv"
    path.write_bytes("\n".join(lines).encode("utf-8"))
    return path


def test_lines_become_conversations(tmp_path: Path) -> None:
    first, second = load_empathetic_dialogues(write(tmp_path, HEADER, FIRST, SECOND, OTHER))
    assert first == Conversation(
        id="hit:0_conv:1",
        emotion="proud",
        situation="My son, who is six, can swim.",
        utterances=(
            Utterance(speaker=Speaker.SEEKER, text='He swims, "too".'),
            Utterance(speaker=Speaker.SUPPORTER, text='That is "great'),
        ),
    )
    assert (second.id, second.emotion) == ("hit:1_conv:2", "afraid")
    assert second.text(SituationText.SITUATION) == "The lights went out"
    assert second.text(SituationText.DIALOGUE) == "It was dark"


def test_a_quotation_mark_does_not_swallow_the_lines_after_it(tmp_path: Path) -> None:
    line = 'c{0},1,sad,He said "I go,1,"{0},,'
    path = write(tmp_path, HEADER, *(line.format(number) for number in range(5)), "")
    texts = [c.text(SituationText.DIALOGUE) for c in load_empathetic_dialogues(path)]
    assert texts == [f'"{n}' for n in range(5)]


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        ("", "0 comma-separated fields"),
        ("c,1,sad,a situation,1,a text,", "7 comma-separated fields"),
        ("c,1,glee,a situation,1,a text,,", "'glee'"),
        ("c,1,sad,a\rsituation,1,a text,,", "new-line character"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, bad: str, complaint: str) -> None:
    path = write(tmp_path, HEADER, FIRST, bad, SECOND)
    with pytest.raises(DataError, match=r"valid\.csv, line 3") as caught:
        load_empathetic_dialogues(path)
    assert complaint in str(caught.value)


@pytest.mark.parametrize("header", ["", "conv_id,context", FIRST])
def test_another_header_is_refused(tmp_path: Path, header: str) -> None:
    with pytest.raises(DataError, match="line 1: expected the header conv_id,utterance_idx"):
        load_empathetic_dialogues(write(tmp_path, header, FIRST))


def test_a_missing_file_says_where_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="github"):
        load_empathetic_dialogues(tmp_path / "train.csv")


def test_the_published_parts_load(real_data: Path) -> None:
    folder = real_data / "empathetic_dialogues"
    train = load_empathetic_dialogues(folder / "train.csv")
    valid = load_empathetic_dialogues(folder / "valid.csv")
    assert (len(train), len(valid)) == (19532, 2769)
    assert sum(len(c.utterances) for c in valid) == 12074
    assert {c.emotion for c in train} == set(load_taxonomy("empathetic-dialogues").names)
    assert all(c.utterances[0].speaker is Speaker.SEEKER and c.situation for c in train)
    assert not any("_comma_" in u.text for c in train for u in c.utterances)
    assert max(Counter(c.id for c in train).values()) == 1
