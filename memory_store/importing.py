"""Reads memories back from a file of `memory_store.export`. Knows nothing of writing one."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import ConfigDict, ValidationError
from pydantic.dataclasses import dataclass
from sqlite_utils import Database

from memory_store.database import translated
from memory_store.errors import ExportFileError, WrongDimensionError, WrongEncoderError
from memory_store.export import FORMAT, HEADER, VERSION, Header, Watch, unwatched
from memory_store.records import Memory, Mood, NewMemory
from memory_store.rows import as_text
from memory_store.store import MemoryStore

AT_ONCE = 500
"""How many memories are written together."""

_NEW = [field.name for field in fields(NewMemory)]


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Imported:
    """What became of a file's memories."""

    owner: str
    """Whose memories they are now."""
    added: int
    skipped: int
    """The owner had them already: the same words at the same time in the same conversation."""
    unlinked: int
    """Added, but without the link to what they superseded: it is not there, or has a successor."""


def import_memories(
    store: MemoryStore,
    file: Path,
    owner: str | None = None,
    *,
    watch: Watch = unwatched,
) -> Imported:
    """Add the memories of a file, all or none; what the owner already has is skipped.

    Memories get new ids, and links between them follow.

    Args:
        store: where to.
        file: a file of `export_memories`.
        owner: whose memories they become; by default those of the file's owner.
        watch: is told how many are done.

    Raises:
        ExportFileError: the file is damaged, incomplete or of a newer version.
        WrongDimensionError, WrongEncoderError: its vectors cannot be compared with the store's.
        UnwritableError, BusyError: see `MemoryStore.remember`.
    """
    with translated(file), file.open(encoding="utf-8") as source:
        lines = _numbered(source, file)
        header = _header(next(lines, ""), file)
        with store.transaction() as database:
            _refuse_other_vectors(database, header, file)
            importer = _Importer(store, database, owner or header.owner)
            done = 0
            for done, line in enumerate(lines, start=1):
                importer.take(_memory(line, f"{file}, line {done + 1}"))
                watch(done, header.memories)
            importer.write()
            if done != header.memories:
                raise ExportFileError(
                    f"{file}: got {done} memories, expected {header.memories} as its first line "
                    "says; export them again. Nothing was imported"
                )
    return importer.outcome()


class _Importer:
    """Finds out what is new, and keeps the links between memories as ids change."""

    def __init__(self, store: MemoryStore, database: Database, owner: str) -> None:
        self._store = store
        self._database = database
        self._owner = owner
        self._ids: dict[int, int] = {}
        """From the ids in the file to those in the store."""
        self._taken: set[int] = set()
        """Ids in the store that a line of the file stands for."""
        self._waiting: list[Memory] = []
        self._skipped = self._unlinked = 0

    def take(self, memory: Memory) -> None:
        """Skip the memory if it is there, else keep it for the next `write`."""
        if (there := self._find(memory)) is not None:
            self._ids[memory.id] = there
            self._taken.add(there)
            self._skipped += 1
            return
        if memory.supersedes is not None or len(self._waiting) == AT_ONCE:
            self.write()
        self._waiting.append(memory)

    def write(self) -> None:
        """Add what waits."""
        waiting, self._waiting = self._waiting, []
        ids = self._store.remember_many([self._new(memory) for memory in waiting])
        self._ids |= {memory.id: made for memory, made in zip(waiting, ids, strict=True)}
        self._taken.update(ids)

    def outcome(self) -> Imported:
        return Imported(
            owner=self._owner,
            added=len(self._ids) - self._skipped,
            skipped=self._skipped,
            unlinked=self._unlinked,
        )

    def _find(self, memory: Memory) -> int | None:
        sql = """
            SELECT id FROM memory WHERE owner = ? AND at = ? AND session = ? AND kind = ?
            AND speaker = ? AND text = ? ORDER BY id
        """
        parameters = (
            self._owner,
            as_text(memory.at),
            memory.session,
            memory.kind,
            memory.speaker,
            memory.text,
        )
        found = (int(row[0]) for row in self._database.execute(sql, parameters))
        return next((one for one in found if one not in self._taken), None)

    def _new(self, memory: Memory) -> NewMemory:
        new = NewMemory(**{name: getattr(memory, name) for name in _NEW})
        return replace(new, owner=self._owner, supersedes=self._superseded(memory))

    def _superseded(self, memory: Memory) -> int | None:
        if memory.supersedes is None:
            return None
        older = self._ids.get(memory.supersedes)
        kept = None if older is None else self._store.get(older)
        if kept is None or kept.superseded_by is not None:
            self._unlinked += 1
            return None
        return older


def _numbered(source: Iterator[str], file: Path) -> Iterator[str]:
    try:
        yield from source
    except UnicodeDecodeError as error:
        raise ExportFileError(
            f"{file}: the file is not UTF-8; was it changed? ({error})"
        ) from error


def _header(line: str, file: Path) -> Header:
    try:
        given = json.loads(line)
        if not isinstance(given, dict) or given.get("format") != FORMAT:
            raise ExportFileError(f"{file}: no export of memories; its first line does not say so")
        if given.get("version") != VERSION:
            raise ExportFileError(
                f"{file}: an export of version {given.get('version')}, expected {VERSION}; upgrade "
                "to read it"
            )
        return HEADER.validate_python(given)
    except (json.JSONDecodeError, ValidationError) as error:
        raise ExportFileError(f"{file}: no export of memories ({_first(error)})") from error


def _refuse_other_vectors(database: Database, header: Header, file: Path) -> None:
    dimension, encoder = database.execute("SELECT dimension, encoder FROM memory_state").fetchone()
    if header.dimension != dimension:
        raise WrongDimensionError(
            f"{file}: vectors of {header.dimension} numbers (encoder {header.encoder!r}), but the "
            f"store holds {dimension}; import into a store made with that encoder"
        )
    if None not in (header.encoder, encoder) and header.encoder != encoder:
        raise WrongEncoderError(
            f"{file}: vectors of the encoder {header.encoder!r}, but the store holds those of "
            f"{encoder!r}; import into a store made with the former"
        )


def _memory(line: str, where: str) -> Memory:
    try:
        given: dict[str, Any] = json.loads(line)
        vector = np.frombuffer(base64.b64decode(given.pop("vector"), validate=True), dtype="<f4")
        return Memory(**given | {"mood": Mood(*given["mood"]), "vector": vector})
    except (ValidationError, ValueError, KeyError, TypeError, binascii.Error) as error:
        raise ExportFileError(
            f"{where}: no memory ({_first(error)}); export them again. Nothing was imported"
        ) from error


def _first(error: Exception) -> str:
    if isinstance(error, ValidationError):
        problem = error.errors()[0]
        return f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}"
    return str(error)
