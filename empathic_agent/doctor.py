"""Checks the installation and the data directory. Knows nothing of conversations.

Each check either passes or says what was found and what to do about it.
"""

from __future__ import annotations

import os
import platform
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING

from empathic_agent.errors import EmpathicAgentError, StorageError
from empathic_agent.settings import Settings, load_settings

if TYPE_CHECKING:
    from packaging.requirements import Requirement


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check."""

    check: str
    fine: bool
    detail: str
    """What was found; when it is not fine, also what to do."""


def examine() -> bool:
    """Print every finding; True when all is fine."""
    findings = list(_findings())
    for finding in findings:
        print(f"{'ok ' if finding.fine else 'BAD'}  {finding.check:<22} {finding.detail}")
    return all(finding.fine for finding in findings)


def _findings() -> Iterator[Finding]:
    yield Finding("python", True, platform.python_version())
    yield from _packages()
    yield _guarded("encoder", _encoder)
    yield _guarded("heads", _heads)
    try:
        settings = load_settings()
    except EmpathicAgentError as error:
        yield Finding("settings", False, str(error))
        return
    yield Finding("settings", True, f"model {settings.model}, persona {settings.persona}")
    yield _guarded("persona", lambda: _persona(settings))
    yield _directory(settings.home)
    yield _guarded("database", lambda: _database(settings))


def _guarded(check: str, examine_it: Callable[[], str]) -> Finding:
    try:
        return Finding(check, True, examine_it())
    except EmpathicAgentError as error:
        return Finding(check, False, str(error))


def _packages() -> Iterator[Finding]:
    """One finding per package that this one requires, extras left out."""
    from packaging.requirements import Requirement

    for requirement in map(Requirement, requires("empathic-agent") or ()):
        if requirement.marker is None:
            yield _package(requirement)


def _package(wanted: Requirement) -> Finding:
    try:
        found = version(wanted.name)
    except PackageNotFoundError:
        found = "missing"
    if found != "missing" and wanted.specifier.contains(found, prereleases=True):
        return Finding(wanted.name, True, found)
    return Finding(wanted.name, False, f"{found}; run `pip install '{wanted}'`")


def _encoder() -> str:
    from empathic_agent.encoder import minilm_folder, verify_minilm

    folder = minilm_folder()
    verify_minilm(folder)
    return f"all-MiniLM-L6-v2, sha256 verified, {folder}"


def _heads() -> str:
    from empathic_agent.encoder import MINILM
    from empathic_agent.heads import SHIPPED, load_head

    names = sorted(folder.name for folder in SHIPPED.iterdir() if folder.is_dir())
    for name in names:
        load_head(SHIPPED / name).require_encoder(MINILM)
    return ", ".join(names)


def _persona(settings: Settings) -> str:
    from empathic_agent.persona import load_persona

    return load_persona(settings.persona, settings.persona_folders).title


def _directory(home: Path) -> Finding:
    existing = next(folder for folder in (home, *home.parents) if folder.exists())
    try:
        with tempfile.TemporaryFile(dir=existing):
            return Finding("data directory", True, str(home))
    except OSError as error:
        return Finding(
            "data directory",
            False,
            f"{home} is not writable ({os.strerror(error.errno or 0)}); make it writable, or set "
            "EMPATHIC_AGENT_HOME to another folder",
        )


def _database(settings: Settings) -> str:
    from empathic_agent.assembly import DATABASE, open_storage
    from empathic_agent.encoder import SentenceEncoder
    from empathic_agent.journal import storage_errors

    if not (settings.home / DATABASE).exists():
        return "none yet; the first conversation makes it"
    store, _ = open_storage(settings, SentenceEncoder(settings.encoder))
    with storage_errors(), store:
        health = store.check()
    if not health.ok:
        raise StorageError(f"damaged: {'; '.join(health.problems)}. Restore it from a backup.")
    return f"sound, {health.memories} memories"
