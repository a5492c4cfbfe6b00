"""The selector that settings or a command line name."""

from __future__ import annotations

from pathlib import Path

import pytest

from empathic_agent.encoder import CachedEncoder
from empathic_agent.errors import ModelError, PluginError
from empathic_agent.heads import SHIPPED
from empathic_agent.persona import load_persona
from empathic_agent.plugins import SELECTORS, Workbench, plug
from empathic_agent.settings import load_settings
from empathic_agent.strategy.calibration import (
    Calibration,
    load_calibration,
    save_calibration,
)
from empathic_agent.strategy.debias import CALIBRATION_FILE, Debiased
from empathic_agent.strategy.loading import calibrated, load_selector, selector_alone
from tests.strategy.backends.samples import TALK


def bench(encoder: CachedEncoder, **settings: object) -> Workbench:
    return Workbench(load_settings(**settings), encoder, load_persona("wren"))


@pytest.fixture
def shipped() -> Calibration:
    return load_calibration(SHIPPED / "strategy" / CALIBRATION_FILE)


def test_by_default_it_is_the_debiased_planner(encoder: CachedEncoder) -> None:
    plan = load_selector(bench(encoder)).select(TALK, None)
    assert plan.corrected != plan.raw


def test_the_settings_calibration_wraps_the_settings_selector(
    encoder: CachedEncoder, tmp_path: Path, shipped: Calibration
) -> None:
    path = tmp_path / "mine.json"
    save_calibration(path, shipped)
    settings = {"selector": "uncorrected-planner", "calibration": path}
    built = load_selector(bench(encoder, **settings))
    assert isinstance(built, Debiased)
    shipped_plan = load_selector(bench(encoder)).select(TALK, None)
    assert built.select(TALK, None) == shipped_plan


def test_a_calibration_of_another_selector_is_refused(
    encoder: CachedEncoder, tmp_path: Path, shipped: Calibration
) -> None:
    path = tmp_path / "mine.json"
    save_calibration(path, shipped)
    with pytest.raises(ModelError, match="measured on the selector 'esconv-planner@"):
        load_selector(bench(encoder, calibration=path))


def test_without_a_calibration_a_selector_stays_as_it_is(encoder: CachedEncoder) -> None:
    plain = plug(SELECTORS, "uncorrected-planner", bench(encoder))
    assert calibrated(plain, None) is plain
    plan = plain.select(TALK, None)
    assert plan.corrected == plan.raw


def test_one_alone_bears_its_own_name_whatever_the_settings_say(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EMPATHIC_AGENT_SELECTOR", "llm:nothing:here")
    monkeypatch.setenv("EMPATHIC_AGENT_CALIBRATION", str(tmp_path / "missing.json"))
    assert selector_alone("llm:biased-simulation").selector.name == "llm:biased-simulation"


@pytest.mark.parametrize(
    ("name", "reads"),
    [("llm:biased-simulation", False), ("llm+planner:biased-simulation", True), ("planner", True)],
)
def test_only_what_reads_vectors_is_given_any(name: str, reads: bool) -> None:
    assert (selector_alone(name).encoder is not None) is reads


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(PluginError, match=r"'plannner'.*llm\+planner, planner"):
        selector_alone("plannner")
