"""The data folders are found in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

import pytest

from empathic_agent.errors import DataError
from empathic_agent.resources import DataFolder, data_folder


@pytest.mark.parametrize(
    ("folder", "content"), [(DataFolder.PERSONAS, "wren.yaml"), (DataFolder.PROMPTS, "reply.md.j2")]
)
def test_this_installation_has_its_data(folder: DataFolder, content: str) -> None:
    assert (data_folder(folder) / content).is_file()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """An empty package in a folder of its own."""
    package = tmp_path / "site" / "empathic_agent"
    package.mkdir(parents=True)
    return package


def test_an_installed_package_carries_its_data_inside(package: Path) -> None:
    inside = package / "_data" / "personas"
    inside.mkdir(parents=True)
    assert data_folder(DataFolder.PERSONAS, package) == inside


def test_a_checkout_has_them_beside_the_package(package: Path) -> None:
    beside = package.parent / "personas"
    beside.mkdir()
    (package.parent / "pyproject.toml").touch()
    assert data_folder(DataFolder.PERSONAS, package) == beside


def test_what_is_inside_wins_over_what_lies_beside(package: Path) -> None:
    (package / "_data" / "prompts").mkdir(parents=True)
    (package.parent / "prompts").mkdir()
    (package.parent / "pyproject.toml").touch()
    assert data_folder(DataFolder.PROMPTS, package).parent.name == "_data"


def test_somebody_elses_folder_in_site_packages_is_not_taken(package: Path) -> None:
    (package.parent / "prompts").mkdir()
    with pytest.raises(DataError, match=r"got no folder 'prompts'.*Reinstall"):
        data_folder(DataFolder.PROMPTS, package)
