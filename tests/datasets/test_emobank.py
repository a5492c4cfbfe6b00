"""The EmoBank loader, on rows written for the test."""

from __future__ import annotations

from pathlib import Path

import pytest

from empathic_agent.affect.vad import VAD
from empathic_agent.datasets.emobank import Sentence, load_emobank
from empathic_agent.errors import DataError

HEADER = "id,split,V,A,D,text"
FINE = 'a1,dev,4.5,3.0,2.0,"She said ""yes"", and laughed."'


def write(folder: Path, *lines: str) -> Path:
    path = folder / "dev.csv"
    path.write_bytes("\n".join(lines).encode("utf-8"))
    return path


def test_ratings_are_centred(tmp_path: Path) -> None:
    (found,) = load_emobank(write(tmp_path, HEADER, FINE))
    assert found == Sentence(
        id="a1",
        split="dev",
        text='She said "yes", and laughed.',
        vad=VAD(valence=0.75, arousal=0.0, dominance=-0.5),
    )


def test_texts_may_hold_any_line_end(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER, 'a1,dev,3,3,3,"two\nlines"', "a2,dev,3,3,3,a\u2028b\x0cc")
    assert [s.text for s in load_emobank(path)] == ["two\nlines", "a\u2028b\x0cc"]


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        ("a1,dev,3.0,3.0,3.0", "expected 6 fields"),
        ("a1,dev,3.0,3.0,3.0,one,two", "expected 6 fields"),
        ("a1,dev,high,3.0,3.0,text", "V is 'high'"),
        ("a1,dev,3.0,0.9,3.0,text", "A is '0.9'"),
        ("a1,dev,3.0,3.0,nan,text", "D is 'nan'"),
        ('a1,dev,3.0,3.0,3.0,"text" and more', "expected after"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, bad: str, complaint: str) -> None:
    with pytest.raises(DataError, match=r"dev\.csv, line 3") as caught:
        load_emobank(write(tmp_path, HEADER, FINE, bad, FINE))
    assert complaint in str(caught.value)


@pytest.mark.parametrize("header", ["", "id,V,A,D,text", FINE])
def test_another_header_is_refused(tmp_path: Path, header: str) -> None:
    with pytest.raises(DataError, match="line 1: expected the header id,split,V,A,D,text"):
        load_emobank(write(tmp_path, header, FINE))


def test_a_missing_file_says_where_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="github"):
        load_emobank(tmp_path / "dev.csv")


def test_the_published_parts_load(real_data: Path) -> None:
    train = load_emobank(real_data / "emobank" / "train.csv")
    dev = load_emobank(real_data / "emobank" / "dev.csv")
    assert (len(train), len(dev)) == (8062, 1000)
    assert {s.split for s in dev} == {"dev"}
    assert -0.2 < sum(s.vad.valence for s in train) / len(train) < 0.2
