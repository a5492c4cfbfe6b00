"""Plug-ins are found through real, installed entry points: a distribution made by the test."""

from pathlib import Path

import pytest

from empathic_agent.affect.mood import PersonalityTransition
from empathic_agent.encoder import CachedEncoder
from empathic_agent.errors import ModelError, PluginError
from empathic_agent.persona import load_persona
from empathic_agent.plugins import DETECTORS, TRANSITIONS, PluginWarning, Workbench, plug
from empathic_agent.settings import load_settings

CODE = '''
from empathic_agent.plugins import takes_argument


class Still:
    """A mood that nothing moves."""

    colour = "grey"

    def step(self, mood, appraisal, dialogue):
        return mood


def still(bench):
    return Still()


@takes_argument("a colour")
def tinted(bench):
    part = Still()
    part.colour = bench.argument
    return part


@takes_argument("a colour", optional=True)
def tintable(bench):
    return tinted(bench) if bench.argument else Still()


def broken(bench):
    raise RuntimeError("no luck")


def wrong(bench):
    return 42
'''

ENTRY_POINTS = """[empathic_agent.transitions]
still = third_party_moods:still
still:life = third_party_moods:still
tinted = third_party_moods:tinted
tintable = third_party_moods:tintable
broken = third_party_moods:broken
wrong = third_party_moods:wrong
absent = third_party_moods:nothing_here
"""


@pytest.fixture
def third_party(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed distribution with plug-ins, some of which work."""
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


@pytest.mark.usefixtures("third_party")
@pytest.mark.parametrize(
    ("name", "colour"),
    [("tinted:blue", "blue"), ("tinted:sea: green", "sea: green"), ("tintable", "grey")],
)
def test_what_follows_the_first_colon_is_the_argument(
    bench: Workbench, name: str, colour: str
) -> None:
    assert plug(TRANSITIONS, name, bench).colour == colour


@pytest.mark.usefixtures("third_party")
def test_a_name_that_has_a_colon_itself_is_found(bench: Workbench) -> None:
    assert type(plug(TRANSITIONS, "still:life", bench)).__name__ == "Still"


@pytest.mark.usefixtures("third_party")
@pytest.mark.parametrize("name", ["tinted", "tinted:", "tinted: "])
def test_a_missing_argument_is_asked_for(bench: Workbench, name: str) -> None:
    with pytest.raises(PluginError, match=r"'tinted' got no argument.*'tinted:…' with a colour"):
        plug(TRANSITIONS, name, bench)


@pytest.mark.usefixtures("third_party")
@pytest.mark.parametrize("name", ["still:blue", "personality:blue"])
def test_an_argument_that_nobody_takes_is_refused(bench: Workbench, name: str) -> None:
    with pytest.raises(PluginError, match="takes no argument, got 'blue'"):
        plug(TRANSITIONS, name, bench)


@pytest.mark.filterwarnings("error::empathic_agent.plugins.PluginWarning")
def test_a_built_in_part_that_cannot_be_as_named_is_not_replaced(bench: Workbench) -> None:
    with pytest.raises(ModelError, match=r"'\./mistyped', which is no folder"):
        plug(DETECTORS, "transformers:./mistyped", bench)


def test_an_unknown_name_with_an_argument_is_unknown(bench: Workbench) -> None:
    with pytest.raises(PluginError, match=r"'transformer:x'.*head, hybrid, llm, transformers"):
        plug(DETECTORS, "transformer:x", bench)
