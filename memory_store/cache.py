"""The state of a large store in a file beside the database, so that it opens at once.

The file holds nothing that the database has not got. One that is missing, damaged, of another
database or too old is as good as none. No part of it is ever executed.
"""

from __future__ import annotations

import glob
import json
import logging
import os
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError
from sqlite_utils import Database

from memory_store import changes, engine, rows
from memory_store.catalogue import DTYPES, Catalogue
from memory_store.index import ExactIndex, Index
from memory_store.large_index import LargeIndex
from memory_store.state import State
from memory_store.tuning import Tuning
from memory_store.vectors import MOOD_AXES

log = logging.getLogger(__name__)

MAGIC = b"emotional memory index 1\n"

_CHUNK = 1 << 20
# Seconds; writing takes a few.
_ABANDONED = 3600.0
_WITNESSES = 16


class Unusable(Exception):  # noqa: N818
    """Why a file cannot be used; the message says it in a few words."""


class Header(BaseModel):
    """What a cache file says of itself, in its second line."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    identity: str
    """Of the database."""
    dimension: int
    last_id: int
    seq: int
    planned_for: int
    big: tuple[int, ...] | None
    """Codes of the big owners; None for an exact index."""
    owners: tuple[str, ...]
    witnesses: dict[int, int]
    """Checksums of the vectors of some ids: a database restored from a backup has others."""

    @classmethod
    def of(cls, state: State, database: Database) -> Self:
        """What is to be said of a state that is level with the database."""
        index = state.index
        ids = state.catalogue.ids()
        places = np.linspace(0, len(ids) - 1, min(_WITNESSES, len(ids))).astype(int)
        return cls(
            identity=_identity(database),
            dimension=state.dimension,
            last_id=state.last_id,
            seq=state.seq,
            planned_for=state.planned_for,
            big=index.big if isinstance(index, LargeIndex) else None,
            owners=tuple(state.catalogue.owners()),
            witnesses=_checksums(database, ids[places].tolist()),
        )

    def require(self, database: Database, dimension: int) -> None:
        """Raise Unusable if the file is not of this database or too old or too new for it."""
        if (self.identity, self.dimension) != (_identity(database), dimension):
            raise Unusable("it belongs to another database")
        last_change, last_id = changes.last_change(database), rows.last_id(database)
        if not (changes.log_start(database) <= self.seq <= last_change and self.last_id <= last_id):
            raise Unusable("the database has been replaced since")
        changed = changes.changed_since(database, self.seq, self.last_id).tolist()
        unchanged = {i: sum_ for i, sum_ in self.witnesses.items() if i not in set(changed)}
        if _checksums(database, list(unchanged)) != unchanged:
            raise Unusable("the database has been replaced since")


def path_of(database: Path) -> Path:
    """Where the cache of a database is."""
    return database.with_name(database.name + ".faiss")


def load(path: Path, database: Database, dimension: int, tuning: Tuning) -> State | None:
    """The state that was saved, None if there is none that can be used; the log says why."""
    if not path.exists():
        return None
    try:
        with path.open("rb") as file:
            return _read(file, database, dimension, tuning)
    # faiss raises RuntimeErrors, numpy ValueErrors; whatever it is, the truth is elsewhere.
    except (Unusable, OSError, RuntimeError, ValueError, EOFError) as problem:
        log.warning("%s is of no use (%s); the index is built anew", path, problem)
        return None


def save(path: Path, state: State, database: Database) -> bool:
    """Write the state of a database that it is level with; whether that has worked.

    Either the old file stays or the new one is whole. Failures are logged, not raised: nothing is
    lost by them but time.
    """
    try:
        with _replacing(path) as file:
            _write(file, state, Header.of(state, database))
        _tidy(path, older_than=_ABANDONED)
    except (OSError, RuntimeError) as problem:
        log.warning("%s could not be written (%s); the next start takes longer", path, problem)
        return False
    return True


def discard(path: Path) -> None:
    """Delete the file, which holds what has been forgotten, and all that were to replace it."""
    path.unlink(missing_ok=True)
    _tidy(path, older_than=0.0)


def _tidy(path: Path, older_than: float) -> None:
    """Delete what writers have left who were killed, if it is so many seconds old."""
    for left in path.parent.glob(glob.escape(path.name) + ".*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime >= older_than:
                left.unlink()


def _write(file: IO[bytes], state: State, header: Header) -> None:
    faiss = engine.faiss()
    summing = _Summing(file)
    summing.write(MAGIC + header.model_dump_json().encode() + b"\n")
    for column in state.catalogue.columns().values():
        np.lib.format.write_array(summing, column, allow_pickle=False)
    index: Any = state.index
    faiss.write_index(index.faiss_index, faiss.PyCallbackIOWriter(summing.write))
    file.write(summing.checksum.to_bytes(4, "big"))


def _read(file: IO[bytes], database: Database, dimension: int, tuning: Tuning) -> State:
    faiss = engine.faiss()
    if file.read(len(MAGIC)) != MAGIC:
        raise Unusable("it is another kind of file, or of another version")
    header = _header(file.readline())
    header.require(database, dimension)
    start = file.tell()
    _require_whole(file)
    file.seek(start)
    columns = {name: np.lib.format.read_array(file, allow_pickle=False) for name in DTYPES}
    index = faiss.read_index(faiss.PyCallbackIOReader(file.read))
    return State(
        dimension=dimension,
        index=_index(index, header, tuning),
        catalogue=Catalogue(columns, header.owners),
        last_id=header.last_id,
        seq=header.seq,
        planned_for=header.planned_for,
    )


def _index(index: Any, header: Header, tuning: Tuning) -> Index:
    width = header.dimension + MOOD_AXES
    if header.big is None:
        return ExactIndex(width, index)
    return LargeIndex(index, width, header.big, tuning.scanned)


def _header(line: bytes) -> Header:
    try:
        return Header.model_validate_json(line)
    except ValidationError as error:
        raise Unusable("it is damaged") from error


def _require_whole(file: IO[bytes]) -> None:
    # Before faiss gets to see anything of it: damage could make it do whatever it likes.
    size = file.seek(0, os.SEEK_END) - 4
    file.seek(0)
    checksum = 0
    while size > 0:
        chunk = file.read(min(size, _CHUNK))
        checksum = zlib.crc32(chunk, checksum)
        size -= len(chunk)
    if file.read(4) != checksum.to_bytes(4, "big"):
        raise Unusable("it is damaged")


class _Summing:
    """A file to write to that keeps a checksum."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.checksum = 0

    def write(self, data: bytes) -> int:
        self.checksum = zlib.crc32(data, self.checksum)
        return self._file.write(data)


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    # Made with rights for the user only, like the database.
    number, name = tempfile.mkstemp(prefix=path.name + ".", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            yield file
            file.flush()
            os.fsync(number)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink(missing_ok=True)
        raise


def _identity(database: Database) -> str:
    return str(database.execute("SELECT identity FROM memory_state").fetchone()[0])


def _checksums(database: Database, ids: list[int]) -> dict[int, int]:
    sql = "SELECT id, vector FROM memory WHERE id IN (SELECT value FROM json_each(?))"
    return {row[0]: zlib.crc32(row[1]) for row in database.execute(sql, [json.dumps(ids)])}
