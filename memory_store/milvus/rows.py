"""Memories as entities of a Milvus collection, and conditions on them. Knows no connection."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from pydantic import TypeAdapter, ValidationError

from memory_store.errors import CorruptDatabaseError, StoreError
from memory_store.records import Kind, Memory, Mood, NewMemory, Query
from memory_store.vectors import MOOD_AXES, stored

OUTPUT = ["id", "record", "vector"]
"""The fields a memory is read from; the others are there for conditions."""

LARGEST = 65_536
"""Bytes that a JSON field of Milvus holds."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_RECORD = TypeAdapter(NewMemory)


def entity(memory: NewMemory) -> dict[str, Any]:
    """The entity that holds a memory; Milvus gives it its id."""
    record = _RECORD.dump_python(memory, mode="json", exclude={"vector"})
    record |= {"mood": list(memory.mood), "at": memory.at.isoformat()}
    if (size := len(json.dumps(record, ensure_ascii=False).encode())) > LARGEST:
        raise StoreError(
            f"got a memory of {size:,} bytes, expected at most {LARGEST:,} as Milvus does; "
            "shorten its text or its provenance"
        )
    return {
        "owner": key(memory.owner),
        "session": key(memory.session),
        "kind": memory.kind.name.lower(),
        "at": microseconds(memory.at),
        "pinned": memory.pinned,
        "record": record,
        "vector": stored(memory.vector[np.newaxis], [memory.mood])[0],
    }


def binding(owner: str, encoder_name: str, dimension: int) -> dict[str, Any]:
    """The entity that says which encoder the others' vectors come from; itself, it has none."""
    return {
        "owner": key(owner),
        "session": key(""),
        "kind": "",
        "at": 0,
        "pinned": True,
        "record": {"encoder": encoder_name},
        "vector": np.zeros(dimension + MOOD_AXES, dtype=np.float32),
    }


def memory_of(found: Mapping[str, Any]) -> Memory:
    """The memory that an entity holds. Raises CorruptDatabaseError if it holds none."""
    try:
        fields = dict(found["record"])
        mood = Mood(*fields.pop("mood"))
        vector = np.asarray(found["vector"], dtype=np.float32)[:-MOOD_AXES]
        return Memory(**fields, id=int(found["id"]), mood=mood, vector=vector)
    except (KeyError, TypeError, ValueError, ValidationError) as error:
        raise CorruptDatabaseError(
            f"memory {found.get('id')} in Milvus is damaged: {error}; forget it to go on without it"
        ) from error


def key(name: str) -> str:
    """What stands for an owner or a session in a condition.

    Names may be of any length and hold any quotation marks; their hashes need no escaping, which
    Milvus and its lite edition do differently.
    """
    return hashlib.sha256(name.encode()).hexdigest()


def of_owner(owner: str, kinds: Iterable[Kind] | None = None) -> str:
    """The condition that a memory is the owner's, of some kinds or any."""
    condition = f'owner == "{key(owner)}"'
    if kinds is not None:
        condition += f" and kind in {_listed(kind.name.lower() for kind in kinds)}"
    return condition


def asked_for(query: Query) -> str:
    """The condition that a memory may come to mind for a query."""
    conditions = [of_owner(query.owner, query.kinds)]
    if query.sessions is not None:
        conditions.append(f"session in {_listed(map(key, query.sessions))}")
    if query.exclude_session is not None:
        conditions.append(f'session != "{key(query.exclude_session)}"')
    if query.since is not None:
        conditions.append(f"at >= {microseconds(query.since)}")
    if query.until is not None:
        conditions.append(f"at < {microseconds(query.until)}")
    return " and ".join(conditions)


def to_forget(
    owner: str, memory_id: int | None, session: str | None, older_than: datetime | None
) -> str:
    """The condition that a memory is the owner's and meant, as `MemoryStore.forget` says it."""
    conditions = [of_owner(owner)]
    if memory_id is not None:
        conditions.append(f"id == {int(memory_id)}")
    if session is not None:
        conditions.append(f'session == "{key(session)}"')
    if older_than is not None:
        conditions += [f"at < {microseconds(older_than)}", "pinned == false"]
    return " and ".join(conditions)


def _listed(values: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{value}"' for value in sorted(values)) + "]"


def microseconds(at: datetime) -> int:
    """Since 1970."""
    return (at.astimezone(UTC) - _EPOCH) // _MICROSECOND
