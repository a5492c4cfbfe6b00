"""Plug-ins are found through real, installed entry points: a distribution made by the test."""

from pathlib import Path

import pytest

from empathic_agent.affect.mood import PersonalityTransition
from empathic_agent.encoder import CachedEncoder
from empathic_agent.errors import PluginError
from empathic_agent.persona import load_persona
from empathic_agent.plugins import TRANSITIONS, PluginWarning, Workbench, plug
from empathic_agent.settings import load_settings

CODE = '''
class Still:
    """A mood that nothing moves."""

    def step(self, mood, appraisal, dialogue):
        return mood


def still(bench):
    return Still()


def broken(bench):
    raise RuntimeError("no luck")


def wrong(bench):
    return 42
'''

ENTRY_POINTS = """[empathic_agent.transitions]
still = third_party_moods:still
broken = third_party_moods:broken
wrong = third_party_moods:wrong
absent = third_party_moods:nothing_here
"""


@pytest.fixture
def third_party(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed distribution with four plug-ins, one of which works."""
    site = tmp_path / "site"
    info = site / "third_party_moods-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "third_party_moods.py").write_text(CODE, "utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: third-party-moods\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(ENTRY_POINTS, "utf-8")
    monkeypatch.syspath_prepend(str(site))


@pytest.fixture
def bench(encoder: CachedEncoder) -> Workbench:
    return Workbench(settings=load_settings(), encoder=encoder, persona=load_persona("wren"))


def test_the_built_in_part_is_a_plug_in_too(bench: Workbench) -> None:
    assert isinstance(plug(TRANSITIONS, "personality", bench), PersonalityTransition)


@pytest.mark.usefixtures("third_party")
def test_a_third_party_part_is_found_by_name(bench: Workbench) -> None:
    assert type(plug(TRANSITIONS, "still", bench)).__name__ == "Still"


@pytest.mark.usefixtures("third_party")
@pytest.mark.parametrize("name", ["broken", "wrong", "absent"])
def test_a_broken_plug_in_warns_with_its_name_and_is_replaced(bench: Workbench, name: str) -> None:
    with pytest.warns(PluginWarning, match=name):
        part = plug(TRANSITIONS, name, bench)
    assert isinstance(part, PersonalityTransition)


@pytest.mark.usefixtures("third_party")
def test_an_unknown_name_lists_what_is_installed(bench: Workbench) -> None:
    with pytest.raises(PluginError, match=r"'sunny'.*personality.*still"):
        plug(TRANSITIONS, "sunny", bench)
