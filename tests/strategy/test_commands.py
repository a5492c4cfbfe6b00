"""`calibrate` and `evaluate strategy` as a user types them, in this process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from empathic_agent.cli import app
from empathic_agent.errors import DataError, ModelError, PluginError, StorageError
from tests.samples import write_esconv
from tests.strategy.small import write_planted

SIMULATION = "llm:biased-simulation"


def run(*arguments: str | Path) -> str:
    """What a command prints; what it raises."""
    done = CliRunner().invoke(app, [str(a) for a in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_planted(tmp_path / "esconv.json", 5)


def test_a_selector_is_calibrated_and_measured_with_its_calibration(
    data: Path, tmp_path: Path
) -> None:
    file, out = tmp_path / "new" / "calibration.json", tmp_path / "out"
    told = run("calibrate", "--selector", SIMULATION, "--data", data, "--out", file)
    assert f"Wrote {file}; {SIMULATION}, before and after, cross-validated:" in told
    assert "preference_bias" in told
    evaluate = ("evaluate", "strategy", "--data", data, "--out", out, "--calibration", file)
    told = run(*evaluate, "--selector", SIMULATION, "--by-stage")
    assert "exploration, weighted_f1" in told
    items = [json.loads(x) for x in (out / "items.jsonl").read_text("utf-8").splitlines()]
    assert len(items) == 25
    assert all(item["raw"] != item["corrected"] for item in items)
    with pytest.raises(ModelError, match=f"measured on the selector '{SIMULATION}'"):
        run(*evaluate)


def test_calibrate_refuses_what_it_cannot_do(data: Path, tmp_path: Path) -> None:
    few = write_esconv(tmp_path / "few.json")
    with pytest.raises(DataError, match=r"2 conversations.*at least 5"):
        run("calibrate", "--selector", SIMULATION, "--data", few)
    with pytest.raises(PluginError, match=r"plannner.*uncorrected-planner"):
        run("calibrate", "--selector", "plannner", "--data", few)
    (tmp_path / "file").write_text("in the way")
    lost = tmp_path / "file" / "x.json"
    # What was learnt is told all the same: it may have taken a paid model an hour.
    with pytest.raises(StorageError, match=r'(?s)x\.json: .*"correction"'):
        run("calibrate", "--selector", SIMULATION, "--data", data, "--out", lost)


@pytest.mark.parametrize("selector", ["llm", "llm:offline", "llm+examples:openai:tiny"])
def test_a_selector_that_lacks_something_says_what(
    data: Path, tmp_path: Path, selector: str
) -> None:
    with pytest.raises(PluginError, match=r"needs a language model|needs conversations"):
        run("evaluate", "strategy", "--selector", selector, "--data", data, "--out", tmp_path)
