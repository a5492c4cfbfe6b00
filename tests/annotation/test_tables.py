"""Tables of texts: what is read, what is written, what is refused."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.annotation.csv_table import CsvTable
from empathic_agent.annotation.tables import open_table
from empathic_agent.errors import DataError, InputError

FIELD = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def texts(path: Path, column: str = "text") -> list[str]:
    return [row.text for row in open_table(path, path, column).rows()]


def test_csv_keeps_quotes_line_breaks_and_unicode(tmp_path: Path) -> None:
    table = written(
        tmp_path / "t.csv",
        '\ufeffid,text\n1,"He said ""no"",\nand left"\n\n2,caf\u00e9 \u2028 \U0001f62d\n3,\n',
    )
    assert texts(table) == ['He said "no",\nand left', "café \u2028 😭", ""]
    assert texts(table, "id") == ["1", "2", "3"]


def test_tsv_is_parted_by_tabs(tmp_path: Path) -> None:
    table = written(tmp_path / "t.TSV", "id\ttext\n1\ta, b\n")
    assert texts(table) == ["a, b"]


def test_jsonl_takes_null_as_empty_and_skips_blank_lines(tmp_path: Path) -> None:
    table = written(tmp_path / "t.jsonl", '{"text": "a\\u2028b"}\n\n{"text": null, "x": [1]}\n')
    assert texts(table) == ["a\u2028b", ""]


@given(rows=st.lists(st.tuples(FIELD, FIELD), min_size=1, max_size=5))
def test_csv_fields_are_written_as_they_were_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    content = io.StringIO(newline="")
    csv.writer(content).writerows([("id", "text"), *rows])
    folder = tmp_path_factory.getbasetemp()
    table = CsvTable(written(folder / "in.csv", content.getvalue()), "text", ",")
    lines = "".join(table.line(row, {"emotion": "joy"}) for row in table.rows())
    copy = CsvTable(written(folder / "out.csv", table.head(["emotion"]) + lines), "text", ",")
    assert [row.fields for row in copy.rows()] == [[*row, "joy"] for row in rows]


def test_csv_rows_are_written_with_the_new_columns(tmp_path: Path) -> None:
    table = CsvTable(written(tmp_path / "t.csv", 'id,text\n1,"a, ""b""\nc"\n'), "text", ",")
    (row,) = table.rows()
    assert table.head(["emotion", "n"]) == "id,text,emotion,n\n"
    assert table.line(row, {"emotion": "joy", "n": None}) == '1,"a, ""b""\nc",joy,\n'


def test_jsonl_rows_are_written_with_the_new_keys(tmp_path: Path) -> None:
    path = written(tmp_path / "t.jsonl", '{"text": "ä", "deep": {"n": [1, 2.5, null]}}\n')
    table = open_table(path, path, "text")
    (row,) = table.rows()
    assert table.head(["emotion"]) == ""
    line = '{"text": "ä", "deep": {"n": [1, 2.5, null]}, "emotion": "joy"}\n'
    assert table.line(row, {"emotion": "joy"}) == line


def test_jsonl_with_half_characters_is_still_utf8(tmp_path: Path) -> None:
    path = written(tmp_path / "t.jsonl", '{"text": "\\ud83d"}\n')
    table = open_table(path, path, "text")
    (row,) = table.rows()
    line = table.line(row, {"emotion": "joy"})
    assert json.loads(line.encode("utf-8")) == {"text": "\ud83d", "emotion": "joy"}


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("t.csv", "id,words\n1,a\n", ("no columns called 'text'", "id, words")),
        ("t.csv", "text,text\n1,a\n", ("2 columns called 'text'",)),
        ("t.csv", "", ("is empty",)),
        ("t.csv", "id,text\n1,a\n2\n", ("line 3", "got 1 fields, expected 2")),
        ("t.csv", "id,text\n1,a,b\n", ("line 2", "got 3 fields, expected 2")),
        ("t.csv", 'id,text\n1,"a\n2,b\n', ("line 3", "no CSV")),
        ("t.csv", b"id,text\n1,caf\xe9\n", ("line 2", "not UTF-8")),
        ("t.jsonl", '{"text": "a"}\n{"text": \n', ("line 2", "no JSON")),
        ("t.jsonl", "[" * 100_000, ("line 1", "no JSON")),
        ("t.jsonl", '"a"\n', ("line 1", "a JSON str", "an object")),
        ("t.jsonl", '{"text": "a"}\n{"txt": "a"}\n', ("line 2", "no 'text'", "txt")),
        ("t.jsonl", '{"text": 3}\n', ("line 1", "int", "expected text")),
        ("t.jsonl", b'{"text": "caf\xe9"}\n', ("line 1", "not UTF-8")),
    ],
)
def test_what_is_malformed_is_named(
    tmp_path: Path, name: str, content: str | bytes, told: tuple[str, ...]
) -> None:
    path = written(tmp_path / name, content)
    with pytest.raises(DataError) as refused:
        texts(path)
    assert all(part in str(refused.value) for part in (str(path), *told))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    for name in ("t.csv", "t.jsonl"):
        with pytest.raises(DataError, match=f"{name}: No such file"):
            texts(tmp_path / name)


@pytest.mark.parametrize(
    ("path", "out", "told"),
    [("t.xlsx", "o.xlsx", "ends in .csv"), ("t.csv", "o.jsonl", "must end in .csv")],
)
def test_only_known_formats_are_taken_and_kept(path: str, out: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        open_table(Path(path), Path(out), "text")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.csv", "text,emotion\na,b\n"),
        ("t.jsonl", '{"text": "a"}\n{"text": "a", "emotion": 1}\n'),
    ],
)
def test_columns_that_are_there_already_are_not_overwritten(
    tmp_path: Path, name: str, content: str
) -> None:
    path = written(tmp_path / name, content)
    table = open_table(path, path, "text")
    table.refuse(["other"])
    with pytest.raises(DataError, match=r"already has emotion.*--prefix"):
        table.refuse(["emotion", "cause"])
