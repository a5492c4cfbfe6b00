"""Merges memories that say the same. Knows nothing of encoders or dialogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np
from pydantic import AwareDatetime, ConfigDict, Field, TypeAdapter
from pydantic.dataclasses import dataclass

from memory_store.deletion import forget_many
from memory_store.records import Memory
from memory_store.store import MemoryStore

THRESHOLD = 0.95
"""Cosine from which two memories say the same, unless told otherwise."""

MERGED = "merged"
"""Under which key of a memory's provenance those are that were merged into it."""

_AT_ONCE = 512


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Merger:
    """One memory and those that go into it."""

    kept: Memory
    merged: tuple[Memory, ...] = Field(min_length=1)
    similarities: tuple[float, ...]
    """Cosine with `kept` of each that is merged, in [-1, 1]."""


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class MergedMemory:
    """What stays known of a memory that was merged into another."""

    id: int
    at: AwareDatetime
    session: str


_ENTRIES = TypeAdapter(list[MergedMemory])


def merge_duplicates(
    store: MemoryStore, owner: str, *, threshold: float = THRESHOLD, dry_run: bool = False
) -> list[Merger]:
    """Merge the owner's memories of one kind whose meanings are nearly the same; all or none.

    Of each group the pinned, then the more important, then the older memory stays. It becomes as
    important as the most important of them, and its provenance names the others (id, time and
    session, never their words) under "merged". Pinned memories and those with a history are never
    merged into others, and superseded ones are left alone.

    Args:
        store: where the memories are.
        owner: whose memories.
        threshold: smallest cosine of two meanings that are the same, in (0, 1].
        dry_run: only tell what would be merged.

    Raises:
        ValueError: an impossible threshold.
    """
    if not 0.0 < threshold <= 1.0:
        raise ValueError(f"got a threshold of {threshold}, expected more than 0 and at most 1")
    with store.transaction():
        found = [*_mergers(_current(store, owner), threshold)]
        if not dry_run:
            for merger in found:
                _note(store, merger)
            forget_many(store, owner, (one.id for merger in found for one in merger.merged))
    return found


def merged_into(memory: Memory) -> list[MergedMemory]:
    """What has been merged into the memory."""
    return _ENTRIES.validate_python(memory.provenance.get(MERGED, []))


def _current(store: MemoryStore, owner: str) -> list[Memory]:
    """In the order of who stays: by kind, then pinned, important and old ones first."""
    memories = store.list(owner, limit=max(store.count(owner), 1))
    return sorted(memories, key=lambda m: (m.kind, not m.pinned, -m.importance, m.at, m.id))


def _mergers(memories: Sequence[Memory], threshold: float) -> Iterator[Merger]:
    for _, kind in groupby(memories, key=lambda memory: memory.kind):
        same_kind = [*kind]
        vectors = np.array([memory.vector for memory in same_kind])
        gone: set[int] = set()
        for start in range(0, len(same_kind), _AT_ONCE):
            cosines = np.clip(vectors[start : start + _AT_ONCE] @ vectors.T, -1.0, 1.0)
            for place, row in enumerate(cosines, start):
                if place in gone:
                    continue
                others = [
                    int(other)
                    for other in np.flatnonzero(row >= threshold)
                    if other > place and other not in gone and _may_go(same_kind[other])
                ]
                if others:
                    gone.update(others)
                    yield Merger(
                        kept=same_kind[place],
                        merged=tuple(same_kind[other] for other in others),
                        similarities=tuple(float(row[other]) for other in others),
                    )


def _may_go(memory: Memory) -> bool:
    return not memory.pinned and memory.supersedes is None


def _note(store: MemoryStore, merger: Merger) -> None:
    kept, together = merger.kept, (merger.kept, *merger.merged)
    entries = [entry for one in together for entry in merged_into(one)]
    entries += [MergedMemory(id=one.id, at=one.at, session=one.session) for one in merger.merged]
    store.edit(
        kept.owner,
        kept.id,
        importance=max(one.importance for one in together),
        provenance={**kept.provenance, MERGED: _ENTRIES.dump_python(entries, mode="json")},
    )
