"""Labelling a table: whole, interrupted, changed, refused."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import pytest

from empathic_agent.annotation.run import Job, annotate
from empathic_agent.annotation.unfinished import part_files
from empathic_agent.errors import DataError, EmpathicAgentError, InputError, PluginError
from tests.annotation.readers import Failing, Many, OneByOne

ROWS = 10


def table(folder: Path, rows: int = ROWS) -> Path:
    """A table whose odd rows tell of a loss."""
    path = folder / "in.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text"])
        writer.writerows([n, f'I {"lost" if n % 2 else "found"} "it",\n{n}'] for n in range(rows))
    return path


def job(folder: Path, **changed: object) -> Job:
    options = {"table": folder / "in.csv", "out": folder / "out.csv", "column": "text"}
    return Job.model_validate(options | {"detector": "a test's"} | changed)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def interrupted(folder: Path, at: int = 7) -> None:
    """Leave a run that stopped in the batch of row `at`; a batch has three rows."""
    with pytest.raises(PluginError, match=f"between row {at - at % 3 + 1} and row .*no idea"):
        annotate(job(folder), lambda: Failing(f"\n{at}"), batch=3)


def test_every_row_keeps_its_columns_and_gets_labels(tmp_path: Path) -> None:
    table(tmp_path)
    assert annotate(job(tmp_path), OneByOne) == ROWS
    rows = read(tmp_path / "out.csv")
    assert [row["id"] for row in rows] == [str(n) for n in range(ROWS)]
    assert rows[3] == {
        "id": "3",
        "text": 'I lost "it",\n3',
        "emotion": "sadness",
        "confidence": "0.75",
        "valence": "-0.5",
        "arousal": "0.1235",
        "dominance": "0.0",
        "intensity": "0.5",
        "cause": "lost",
        "cause_start": "2",
        "cause_end": "6",
    }
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == [
        "in.csv",
        "out.csv",
    ]


def test_jsonl_gets_null_where_nothing_can_be_said(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"text": "", "n": 1}\n{"text": "x", "n": 2}\n', "utf-8")
    names = {"table": tmp_path / "in.jsonl", "out": tmp_path / "deep" / "out.jsonl"}
    annotate(job(tmp_path, prefix="read_", **names), Many)
    lines = (tmp_path / "deep" / "out.jsonl").read_text("utf-8").splitlines()
    first, second = (json.loads(line) for line in lines)
    assert (first["n"], first["read_emotion"], first["read_valence"]) == (1, None, None)
    assert (second["n"], second["read_emotion"], second["read_cause"]) == (2, "joy", None)


def test_only_the_first_rows_where_a_limit_is_set(tmp_path: Path) -> None:
    table(tmp_path)
    assert annotate(job(tmp_path, limit=4), Many, batch=3) == 4
    assert len(read(tmp_path / "out.csv")) == 4


def test_rows_are_read_in_batches_and_progress_is_told(tmp_path: Path) -> None:
    table(tmp_path)
    detector, told = Many(), list[tuple[int, int]]()
    annotate(job(tmp_path), lambda: detector, batch=4, watch=lambda *done: told.append(done))
    assert detector.batches == [4, 4, 2]
    assert told == [(0, 10), (4, 10), (8, 10), (10, 10)]


def test_a_table_without_rows_gives_one_without_rows(tmp_path: Path) -> None:
    table(tmp_path, rows=0)
    assert annotate(job(tmp_path), OneByOne) == 0
    assert (tmp_path / "out.csv").read_text("utf-8").startswith("id,text,emotion,")


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    table(tmp_path)
    interrupted(tmp_path)
    assert not (tmp_path / "out.csv").exists()
    detector = OneByOne()
    assert annotate(job(tmp_path), lambda: detector, batch=4) == ROWS
    assert len(detector.seen) == ROWS - 6
    annotate(job(tmp_path, out=tmp_path / "once.csv"), OneByOne)
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "once.csv").read_bytes()


def test_what_was_written_after_the_last_whole_batch_is_cut_off(tmp_path: Path) -> None:
    table(tmp_path)
    interrupted(tmp_path)
    part, _ = part_files(tmp_path / "out.csv")
    with part.open("ab") as file:
        file.write(b'6,"half a row')
    annotate(job(tmp_path), OneByOne)
    assert [row["id"] for row in read(tmp_path / "out.csv")] == [str(n) for n in range(ROWS)]


def test_a_killed_process_leaves_whole_rows_and_is_gone_on_with(tmp_path: Path) -> None:
    table(tmp_path, rows=400)
    code = (
        "import time; from pathlib import Path\n"
        "from tests.annotation.test_run import OneByOne, annotate, job\n"
        f"annotate(job(Path({str(tmp_path)!r})), OneByOne, batch=2,\n"
        "         watch=lambda done, _: time.sleep(0.02 if done > 20 else 0))"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).parents[2])
    part, notes = part_files(tmp_path / "out.csv")
    while not (notes.exists() and json.loads(notes.read_text("utf-8"))["rows"] >= 20):
        assert process.poll() is None
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    done = json.loads(notes.read_text("utf-8"))
    assert 20 <= done["rows"] < 400
    assert part.read_bytes()[: done["size"]].endswith(b"\n")
    detector = OneByOne()
    annotate(job(tmp_path), lambda: detector)
    assert len(detector.seen) == 400 - done["rows"]
    assert [row["id"] for row in read(tmp_path / "out.csv")] == [str(n) for n in range(400)]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"detector": "another"}, "--detector"),
        ({"limit": 5}, "--limit"),
        ({"column": "id"}, "--text-column"),
        ({"prefix": "p_"}, "--prefix"),
    ],
)
def test_other_options_do_not_go_on_with_it(
    tmp_path: Path, changed: dict[str, object], told: str
) -> None:
    table(tmp_path)
    interrupted(tmp_path)
    with pytest.raises(InputError, match=f"has changed: {told}. .*--overwrite"):
        annotate(job(tmp_path, **changed), OneByOne)
    annotate(job(tmp_path, **changed), OneByOne, overwrite=True)
    assert not any(path.exists() for path in part_files(tmp_path / "out.csv"))


def test_another_table_does_not_go_on_with_it(tmp_path: Path) -> None:
    path = table(tmp_path)
    interrupted(tmp_path)
    path.write_text(path.read_text("utf-8").replace("found", "grown", 1), "utf-8")
    with pytest.raises(InputError, match="has changed: the table"):
        annotate(job(tmp_path), OneByOne)


def test_a_run_that_lost_its_rows_is_refused(tmp_path: Path) -> None:
    table(tmp_path)
    interrupted(tmp_path)
    part, notes = part_files(tmp_path / "out.csv")
    part.write_bytes(b"")
    with pytest.raises(EmpathicAgentError, match="shorter"):
        annotate(job(tmp_path), OneByOne)
    notes.write_text("?", "utf-8")
    with pytest.raises(EmpathicAgentError, match="--overwrite"):
        annotate(job(tmp_path), OneByOne)


def test_a_finished_output_is_replaced_only_on_demand_and_only_when_done(tmp_path: Path) -> None:
    table(tmp_path)
    out = tmp_path / "out.csv"
    out.write_text("mine", "utf-8")
    with pytest.raises(InputError, match=r"exists.*--overwrite"):
        annotate(job(tmp_path), OneByOne)
    with pytest.raises(PluginError):
        annotate(job(tmp_path), lambda: Failing("lost"), overwrite=True)
    assert out.read_text("utf-8") == "mine"
    annotate(job(tmp_path), OneByOne)  # goes on
    assert len(read(out)) == ROWS


def test_the_table_itself_is_never_the_output(tmp_path: Path) -> None:
    path = table(tmp_path)
    before = path.read_bytes()
    (tmp_path / "link.csv").symlink_to(path)
    for out in (path, tmp_path / "link.csv"):
        with pytest.raises(InputError, match="the table itself"):
            annotate(job(tmp_path, out=out), OneByOne, overwrite=True)
    assert path.read_bytes() == before


def test_a_malformed_line_is_found_before_work_begins(tmp_path: Path) -> None:
    path = table(tmp_path)
    path.write_text(path.read_text("utf-8") + "one field\n", "utf-8")
    detector = OneByOne()
    with pytest.raises(DataError, match="got 1 fields"):
        annotate(job(tmp_path), lambda: detector)
    assert detector.seen == []


def test_an_output_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    path = table(tmp_path)
    with pytest.raises(EmpathicAgentError, match=r"deep\.csv cannot be written"):
        annotate(job(tmp_path, out=path / "deep.csv"), OneByOne)


def test_a_long_table_is_never_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    text = "lost " * 400
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f'{{"text": "{text}"}}\n' for _ in range(10_000))
    assert path.stat().st_size > 20_000_000
    tracemalloc.start()
    names = {"table": path, "out": tmp_path / "out.jsonl"}
    annotate(job(tmp_path, **names), Many)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000
