"""What recall filters memories by, as columns in memory. Knows nothing of SQLite or vectors."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from memory_store.changes import Batch
from memory_store.records import Kind
from memory_store.rows import Ids
from memory_store.selection import Selection
from memory_store.vectors import MOOD_AXES, Vectors, unit_moods

Places = NDArray[np.intp]
"""Where rows are in the columns."""

DTYPES: dict[str, DTypeLike] = {
    "id": np.int64,
    "owner": np.int32,
    "session": np.int64,
    "kind": np.int8,
    "at": np.int64,
    "importance": np.float32,
    "pinned": np.bool_,
    "superseded": np.bool_,
    "mood": np.dtype((np.float32, MOOD_AXES)),
}

_KINDS = {str(kind): code for code, kind in enumerate(Kind)}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Catalogue:
    """Columns of all memories by ascending id: 50 bytes for each."""

    def __init__(
        self,
        columns: dict[str, NDArray[Any]] | None = None,
        owners: Sequence[str] = (),
    ) -> None:
        """Empty, or with what `columns` and `owners` of another one have returned."""
        given = columns or {name: np.empty(0, dtype) for name, dtype in DTYPES.items()}
        self._room = given
        self._size = len(given["id"])
        self._owners = {owner: code for code, owner in enumerate(owners)}
        self._places: dict[int, Places] = {}

    def __len__(self) -> int:
        return self._size

    def columns(self) -> dict[str, NDArray[Any]]:
        """Every column, shape (n,), moods (n, 3); views, not copies."""
        return {name: room[: self._size] for name, room in self._room.items()}

    def owners(self) -> list[str]:
        """Everybody who has or had memories; the place of each is its code."""
        return list(self._owners)

    def put(self, batch: Batch) -> NDArray[np.int32]:
        """Add rows, all above the last id, or replace those that are there; return owner codes."""
        values = self._encoded(batch)
        places, there = self._find(batch.ids)
        fresh = int((~there).sum())
        self._reserve(fresh)
        places[~there] = np.arange(self._size, self._size + fresh)
        for name, value in values.items():
            self._room[name][places] = value
        self._size += fresh
        self._places.clear()
        return values["owner"].astype(np.int32, copy=False)

    def remove(self, ids: Ids) -> None:
        """Drop the rows with these ids, as far as they are there."""
        places, there = self._find(ids)
        if not there.any():
            return
        kept = np.ones(self._size, dtype=bool)
        kept[places[there]] = False
        self._room = {name: column[kept] for name, column in self.columns().items()}
        self._size = len(self._room["id"])
        self._places.clear()

    def ids(self) -> Ids:
        """All ids, shape (n,), ascending."""
        return self.columns()["id"].astype(np.int64, copy=False)

    def ids_of(self, meant: Selection) -> Ids:
        """Ids of the memories that are meant, shape (n,), ascending."""
        code = self._owners.get(meant.owner)
        if code is None:
            return np.empty(0, dtype=np.int64)
        places = self._places_of(code)
        meets = self._meets_labels(meant, places) & self._meets_times(meant, places)
        if meant.id is not None:
            meets &= self._room["id"][places] == meant.id
        if meant.pinned is not None:
            meets &= self._room["pinned"][places] == meant.pinned
        if not meant.include_superseded:
            meets &= ~self._room["superseded"][places].astype(bool)
        return self.ids()[places[meets]]

    def count(self, owner: str) -> int:
        """How many memories an owner has."""
        code = self._owners.get(owner)
        return 0 if code is None else len(self._places_of(code))

    def of_owner(self, owner: str) -> dict[str, NDArray[Any]]:
        """The columns of one owner's memories, by ascending id; copies."""
        code = self._owners.get(owner)
        places = np.empty(0, dtype=np.intp) if code is None else self._places_of(code)
        return {name: column[places] for name, column in self.columns().items()}

    def owner_of(self, memory_id: int) -> int:
        """The owner's code of a memory that is there."""
        [place], _ = self._find(np.array([memory_id]))
        return int(self._room["owner"][place])

    def sizes(self) -> NDArray[np.int64]:
        """How many memories each owner has, by code."""
        return np.bincount(self.columns()["owner"], minlength=len(self._owners))

    def moods(self, ids: Ids) -> Vectors:
        """The unit moods of memories that are there, shape (n, 3)."""
        places, _ = self._find(ids)
        return self.columns()["mood"][places].astype(np.float32, copy=False)

    def _meets_labels(self, meant: Selection, places: Places) -> NDArray[np.bool_]:
        meets = np.ones(len(places), dtype=bool)
        if meant.kinds is not None:
            meets &= np.isin(self._room["kind"][places], [_KINDS[kind] for kind in meant.kinds])
        if meant.sessions is not None:
            sessions = [key(session) for session in meant.sessions]
            meets &= np.isin(self._room["session"][places], sessions)
        if meant.exclude_session is not None:
            meets &= self._room["session"][places] != key(meant.exclude_session)
        return meets

    def _meets_times(self, meant: Selection, places: Places) -> NDArray[np.bool_]:
        meets = np.ones(len(places), dtype=bool)
        if meant.since is not None:
            meets &= self._room["at"][places] >= _microseconds(meant.since)
        if meant.until is not None:
            meets &= self._room["at"][places] < _microseconds(meant.until)
        return meets

    def _places_of(self, code: int) -> Places:
        if code not in self._places:
            self._places[code] = np.flatnonzero(self.columns()["owner"] == code)
        return self._places[code]

    def _find(self, ids: Ids) -> tuple[Places, NDArray[np.bool_]]:
        known = self.ids()
        places = np.searchsorted(known, ids)
        there = np.zeros(len(ids), dtype=bool)
        inside = places < self._size
        there[inside] = known[places[inside]] == ids[inside]
        return places, there

    def _reserve(self, fresh: int) -> None:
        needed = self._size + fresh
        if needed <= len(self._room["id"]):
            return
        for name, old in self.columns().items():
            room = np.empty((max(needed, self._size * 3 // 2), *old.shape[1:]), old.dtype)
            room[: self._size] = old
            self._room[name] = room

    def _encoded(self, batch: Batch) -> dict[str, NDArray[Any]]:
        codes = [self._owners.setdefault(owner, len(self._owners)) for owner in batch.owners]
        return {
            "id": batch.ids,
            "owner": np.array(codes, dtype=np.int32),
            "session": np.fromiter(map(key, batch.sessions), dtype=np.int64),
            # A kind that there is not is damage, which is reported when the row itself is read.
            "kind": np.array([_KINDS.get(kind, -1) for kind in batch.kinds], dtype=np.int8),
            "at": batch.times,
            "importance": batch.importances,
            "pinned": batch.pinned,
            "superseded": batch.superseded,
            "mood": unit_moods(batch.moods),
        }


@lru_cache(maxsize=4096)
def key(session: str) -> int:
    """What a conversation is called here."""
    # Sessions are many and are compared within one owner only: a hash of 64 bits tells them apart.
    digest = hashlib.blake2b(session.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _microseconds(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND
