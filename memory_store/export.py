"""An owner's memories as a JSONL file, whole and without loss. Knows nothing of reading it back.

The first line is a header: format and version, encoder and dimension, owner and number of memories.
Each other line is a memory in the order they were made, with every field and its vector (base64 of
little-endian float32).
"""

from __future__ import annotations

import base64
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, TextIO

from pydantic import AwareDatetime, ConfigDict, Field, TypeAdapter
from pydantic.dataclasses import dataclass

from memory_store import rows
from memory_store.database import translated
from memory_store.records import Memory
from memory_store.store import MemoryStore

FORMAT = "memory_store"
VERSION = 1

Watch = Callable[[int, int], None]
"""Is told how many memories are done, and of how many."""


def unwatched(_done: int, _of: int) -> None:
    """A `Watch` that shows nothing."""


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Header:
    """What a file says of itself."""

    format: Literal["memory_store"] = "memory_store"
    version: int = VERSION
    encoder: str | None
    """Who made the vectors; None: not named."""
    dimension: int = Field(ge=1)
    owner: str = Field(min_length=1)
    memories: int = Field(ge=0)
    """How many lines follow."""
    exported_at: AwareDatetime


HEADER = TypeAdapter(Header)
_MEMORY = TypeAdapter(Memory)


def export_memories(
    store: MemoryStore, owner: str, file: Path, *, watch: Watch = unwatched
) -> Header:
    """Write all of the owner's memories, superseded ones too, as they are at one moment.

    The file is complete or, on any error, as it was before; only its owner may read it. Raises
    UnwritableError, or CorruptDatabaseError if a memory is damaged.
    """
    with _replacing(file) as out, store.snapshot() as database:
        dimension, encoder = database.execute(
            "SELECT dimension, encoder FROM memory_state"
        ).fetchone()
        header = Header(
            encoder=encoder,
            dimension=dimension,
            owner=owner,
            memories=store.count(owner),
            exported_at=datetime.now(UTC),
        )
        out.write(HEADER.dump_json(header).decode() + "\n")
        sql = "SELECT * FROM memory WHERE owner = ? ORDER BY id"
        for done, row in enumerate(database.query(sql, (owner,)), start=1):
            out.write(json.dumps(_line(rows.memory_of(row)), ensure_ascii=False) + "\n")
            watch(done, header.memories)
    return header


def _line(memory: Memory) -> dict[str, Any]:
    fields: dict[str, Any] = _MEMORY.dump_python(memory, mode="json", exclude={"vector"})
    vector = base64.b64encode(memory.vector.astype("<f4").tobytes()).decode()
    return fields | {"at": memory.at.isoformat(), "vector": vector}


@contextmanager
def _replacing(file: Path) -> Iterator[TextIO]:
    """Write beside the file and put it in its place in the end."""
    with translated(file):
        descriptor, name = tempfile.mkstemp(dir=file.absolute().parent, prefix=f".{file.name}-")
        beside = Path(name)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            beside.replace(file)
        except BaseException:
            with suppress(OSError):
                beside.unlink()
            raise
