import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from empathic_agent.errors import StorageError
from empathic_agent.evaluation.runner import Figures, Outcome, run_task


class Square(Outcome):
    value: int


class Squares:
    """Squares numbers; refuses negative ones."""

    name = "squares"

    def __init__(self, *numbers: int) -> None:
        self.numbers = numbers

    def units(self) -> Mapping[str, int]:
        return {f"unit {n}": n for n in self.numbers}

    def run(self, unit: int) -> Sequence[Square]:
        if unit < 0:
            raise ValueError("negative")
        return [Square(id=str(unit), value=unit * unit)]

    def summarise(self, outcomes: Sequence[Square]) -> Figures:
        return {"n": len(outcomes), "total": sum(o.value for o in outcomes)}


def lines(out: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (out / "items.jsonl").read_text("utf-8").splitlines()]


def test_items_and_summary_are_written(tmp_path: Path) -> None:
    figures = run_task(Squares(2, 3), tmp_path / "run", quiet=True)
    assert figures == {"n": 2, "total": 13, "errors": 0}
    assert json.loads((tmp_path / "run" / "summary.json").read_text("utf-8")) == figures
    assert lines(tmp_path / "run") == [{"id": "2", "value": 4}, {"id": "3", "value": 9}]


def test_one_bad_unit_is_recorded_and_the_rest_goes_on(tmp_path: Path) -> None:
    figures = run_task(Squares(2, -1, 3), tmp_path, quiet=True)
    assert figures == {"n": 2, "total": 13, "errors": 1}
    failure = lines(tmp_path)[1]
    assert failure["id"] == "unit -1"
    assert failure["error"] == "ValueError: negative"
    assert "Traceback" in str(failure["traceback"])


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match="cannot be written"):
        run_task(Squares(1), tmp_path / "file" / "run", quiet=True)


def test_progress_goes_to_standard_error_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_task(Squares(1, 2), tmp_path)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "squares" in captured.err
