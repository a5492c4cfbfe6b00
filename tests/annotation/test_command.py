"""The command `annotate` as a user meets it: real processes and the built-in detector."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.test_cli import refused, run


def table(folder: Path) -> Path:
    path = folder / "in.csv"
    path.write_text("id,text\n1,I lost my job and I am so sad\n2,\n3,Thank you so much!\n", "utf-8")
    return path


def test_a_table_is_labelled(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    done = run("annotate", str(table(tmp_path)), "--text-column", "text", "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert "3 rows" in done.stderr
    with out.open(encoding="utf-8", newline="") as file:
        first, second, third = csv.DictReader(file)
    assert (first["id"], first["emotion"], third["emotion"]) == ("1", "sadness", "gratitude")
    assert float(first["valence"]) < 0 < float(third["valence"])
    cause = first["text"][int(first["cause_start"]) : int(first["cause_end"])]
    assert cause == first["cause"] != ""
    assert {second[name] for name in second if name != "id"} == {""}


def test_options_reach_the_run(tmp_path: Path) -> None:
    lines = tmp_path / "in.jsonl"
    lines.write_text('{"said": "I am so happy!"}\n{"said": "Go away!"}\n', "utf-8")
    arguments = [
        "annotate",
        str(lines),
        "--text-column",
        "said",
        "--out",
        str(tmp_path / "o.jsonl"),
    ]
    assert run(*arguments, "--limit", "1", "--prefix", "read_", "--quiet").returncode == 0
    (line,) = (tmp_path / "o.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["read_emotion"] == "joy"
    assert refused(run(*arguments), "exists", "--overwrite")
    done = run(*arguments, "--overwrite", "--quiet")
    assert done.stderr == f"Wrote {tmp_path / 'o.jsonl'}: 2 rows.\n"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--text-column", "words"), ("words", "id, text")),
        (("--text-column", "text", "--detector", "nobody"), ("nobody", "head")),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_nothing(
    tmp_path: Path, options: tuple[str, ...], told: tuple[str, ...]
) -> None:
    out = tmp_path / "out.csv"
    assert refused(run("annotate", str(table(tmp_path)), "--out", str(out), *options), *told)
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]
