"""The loader reads the official format, and says where a file departs from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.datasets.goemotions import Example, load_goemotions
from empathic_agent.errors import DataError

NAMES = load_taxonomy("goemotions").names


def _write(folder: Path, content: str) -> Path:
    path = folder / "dev.tsv"
    path.write_bytes(content.encode("utf-8"))
    return path


def test_reads_texts_labels_and_ids(tmp_path: Path) -> None:
    path = _write(tmp_path, "You made it, well done!\t0,17\tabc123\nIt is Tuesday.\t27\tabc124\n")
    assert load_goemotions(path) == [
        Example(text="You made it, well done!", labels=("admiration", "joy"), id="abc123"),
        Example(text="It is Tuesday.", labels=("neutral",), id="abc124"),
    ]


def test_only_a_line_feed_ends_a_line(tmp_path: Path) -> None:
    path = _write(tmp_path, "one\u2028still one\x0cstill\t25\ta\r\ntwo 😭\t16\tb")
    assert [example.text for example in load_goemotions(path)] == [
        "one\u2028still one\x0cstill",
        "two 😭",
    ]


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        ("no label here", "1 tab-separated fields"),
        ("text\t3", "2 tab-separated fields"),
        ("text\t3\tid\tmore", "4 tab-separated fields"),
        ("text\tjoy\tid", "'joy'"),
        ("text\t3,\tid", "'3,'"),
        ("text\t28\tid", "expected 0 to 27"),
        ("text\t-1\tid", "expected 0 to 27"),
        ("", "1 tab-separated fields"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, bad: str, complaint: str) -> None:
    path = _write(tmp_path, f"fine\t27\ta\n{bad}\nfine\t27\tb\n")
    with pytest.raises(DataError, match="line 2") as caught:
        load_goemotions(path)
    assert complaint in str(caught.value)


def test_a_missing_file_says_where_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="github"):
        load_goemotions(tmp_path / "train.tsv")


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dev.tsv").write_bytes(b"caf\xe9\t27\ta\n")
    with pytest.raises(DataError, match="UTF-8"):
        load_goemotions(tmp_path / "dev.tsv")


def test_label_names_beside_the_data_must_be_in_the_official_order(tmp_path: Path) -> None:
    path = _write(tmp_path, "fine\t27\ta\n")
    (tmp_path / "emotions.txt").write_text("\n".join(NAMES), "utf-8")
    assert len(load_goemotions(path)) == 1
    (tmp_path / "emotions.txt").write_text("\n".join(reversed(NAMES)), "utf-8")
    with pytest.raises(DataError, match="official order"):
        load_goemotions(path)


def test_the_published_parts_load(real_data: Path) -> None:
    train = load_goemotions(real_data / "goemotions" / "train.tsv")
    dev = load_goemotions(real_data / "goemotions" / "dev.tsv")
    assert (len(train), len(dev)) == (43410, 5426)
    assert {label for example in train for label in example.labels} == set(NAMES)
