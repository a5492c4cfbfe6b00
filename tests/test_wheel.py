"""What ships: exactly the files named here besides Python. A conversation must never be there."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

DATA_FILES = {
    "empathic_agent/_data/personas": {
        "README.md",
        "bram.yaml",
        "imre.yaml",
        "mira.yaml",
        "odalys.yaml",
        "pip.yaml",
        "wren.yaml",
    },
    "empathic_agent/_data/prompts": {"README.md", "emotion.md.j2", "reply.md.j2", "strategy.md.j2"},
    "empathic_agent": {"py.typed"},
    "empathic_agent/affect/mappings": {"goemotions--ekman.yaml"},
    "empathic_agent/affect/taxonomies": {
        "ekman.yaml",
        "empathetic-dialogues.yaml",
        "esconv.yaml",
        "goemotions.yaml",
        "leia.yaml",
        "plutchik.yaml",
    },
    "empathic_agent/perception/signs": {"emoji.yaml", "emoticons.yaml", "shorthand.yaml"},
    "empathic_agent/response/frames": {
        "README.md",
        "ability.yaml",
        "advice.yaml",
        "affection.yaml",
        "affirmation.yaml",
        "clarify.yaml",
        "fragment.yaml",
        "goodbye.yaml",
        "grave.yaml",
        "greeting.yaml",
        "identity.yaml",
        "information.yaml",
        "knowledge.yaml",
        "no.yaml",
        "opinion.yaml",
        "other_script.yaml",
        "others.yaml",
        "personal.yaml",
        "pushback.yaml",
        "question.yaml",
        "reflection.yaml",
        "remember.yaml",
        "resolve.yaml",
        "restatement.yaml",
        "self_blame.yaml",
        "self_disclosure.yaml",
        "suggestion.yaml",
        "thanks.yaml",
        "unclear.yaml",
        "wellbeing.yaml",
        "why.yaml",
        "yes.yaml",
    },
    "empathic_agent/safety": {"helplines.yaml"},
    "empathic_agent/safety/patterns": {
        "abuse.yaml",
        "harm_to_others.yaml",
        "lexicon.yaml",
        "self_harm.yaml",
        "suicide.yaml",
    },
    "empathic_agent/tui": {"style.tcss"},
    "empathic_agent/weights/affect": {"MODEL_CARD.md", "manifest.json", "weights.safetensors"},
    "empathic_agent/weights/cause": {"MODEL_CARD.md", "manifest.json", "weights.safetensors"},
    "empathic_agent/weights/emotion": {"MODEL_CARD.md", "manifest.json", "weights.safetensors"},
    "empathic_agent/weights/strategy": {
        "MODEL_CARD.md",
        "calibration.json",
        "manifest.json",
        "weights.safetensors",
    },
    "empathic_agent/weights/transition": {"MODEL_CARD.md", "manifest.json", "weights.safetensors"},
    "memory_store": {"README.md", "py.typed"},
}
"""Every file in the wheel that is neither Python nor metadata."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel, freshly built."""
    out = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out)]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    (built,) = out.glob("*.whl")
    return built


def test_the_wheel_holds_exactly_these_data_files(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    shipped = {n for n in names if not n.endswith(".py") and ".dist-info/" not in n}
    assert shipped == {f"{folder}/{name}" for folder, files in DATA_FILES.items() for name in files}


def test_an_installed_wheel_finds_its_data(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    code = (
        f"import sys; sys.path.insert(0, {str(site)!r})\n"
        "import empathic_agent; from empathic_agent.persona import list_personas\n"
        "from empathic_agent.resources import DataFolder, data_folder\n"
        "assert (data_folder(DataFolder.PROMPTS) / 'reply.md.j2').is_file()\n"
        "print(empathic_agent.__file__, [p.name for p in list_personas()])"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert str(site) in done.stdout
    assert "['bram', 'imre', 'mira', 'odalys', 'pip', 'wren']" in done.stdout
