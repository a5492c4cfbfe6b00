"""The detector by its name, through real, installed entry points."""

from __future__ import annotations

from pathlib import Path

import pytest

from empathic_agent.errors import PluginError
from empathic_agent.perception.loading import load_detector
from empathic_agent.protocols import EmotionDetector
from empathic_agent.settings import load_settings

CODE = """
from tests.annotation.readers import OneByOne


def two(bench):
    return OneByOne()


def broken(bench):
    raise RuntimeError("no luck")
"""
ENTRY_POINTS = """[empathic_agent.detectors]
two = third_party_reader:two
broken = third_party_reader:broken
"""


@pytest.fixture
def third_party(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed distribution with two detectors, one of which works."""
    site = tmp_path / "site"
    info = site / "third_party_reader-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "third_party_reader.py").write_text(CODE, "utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: third-party-reader\nVersion: 1\n")
    (info / "entry_points.txt").write_text(ENTRY_POINTS, "utf-8")
    monkeypatch.syspath_prepend(str(site))


@pytest.mark.usefixtures("third_party")
@pytest.mark.parametrize(("name", "kind"), [("head", "HeadDetector"), ("two", "OneByOne")])
def test_the_detector_of_the_settings_is_built(name: str, kind: str) -> None:
    detector = load_detector(load_settings(detector=name))
    assert isinstance(detector, EmotionDetector)
    assert type(detector).__name__ == kind


@pytest.mark.usefixtures("third_party")
def test_no_other_takes_the_place_of_one_that_fails() -> None:
    with pytest.raises(PluginError, match=r"'broken'.*no luck.*--detector"):
        load_detector(load_settings(detector="broken"))


def test_an_unknown_detector_is_refused_with_the_known_ones() -> None:
    with pytest.raises(PluginError, match=r"'nobody'.*head"):
        load_detector(load_settings(detector="nobody"))
