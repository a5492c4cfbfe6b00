"""Finds the data folders that travel with the package. Knows nothing of what is in them.

A source checkout (and an editable install of it) keeps them beside the package; in an installed
wheel they are inside it, as `empathic_agent/_data/<folder>` (see `pyproject.toml`).
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from empathic_agent.errors import DataError


class DataFolder(StrEnum):
    """The folders of data files the project ships."""

    PERSONAS = "personas"
    PROMPTS = "prompts"


def data_folder(folder: DataFolder, package: Path = Path(__file__).parent) -> Path:
    """Where `folder` lies for the installation of the package at `package`.

    The place inside the package is tried first: beside an installed package lies everybody's
    site-packages, where a folder called "prompts" may belong to anyone.

    Raises:
        DataError: it is in neither place; the installation is damaged.
    """
    installed = package / "_data" / folder.value
    if installed.is_dir():
        return installed
    checkout = package.parent / folder.value
    if checkout.is_dir() and (package.parent / "pyproject.toml").is_file():
        return checkout
    raise DataError(
        f"got no folder {folder.value!r}; expected it at {installed} (installed) or {checkout} "
        "(source checkout). Reinstall empathic-agent, or restore the folder from the repository."
    )
