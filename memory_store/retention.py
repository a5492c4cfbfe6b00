"""How long memories are kept. Knows nothing of why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from memory_store.deletion import forget_many
from memory_store.protocols import Memories, TransactionalMemories
from memory_store.records import Memory


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Retention:
    """A policy. By default everything is kept."""

    max_age: Annotated[timedelta, Field(gt=timedelta(0))] | None = None
    """What is older goes; None for any age."""
    max_count: Annotated[int, Field(ge=0)] | None = None
    """Of an owner's memories, so many stay, the latest; None for any number."""
    keep_pinned: bool = True
    """Whether pinned memories stay whatever their age and number."""
    keep_importance: Annotated[float, Field(ge=0.0, le=1.0)] | None = None
    """More important memories stay whatever their age and number; None for no exception."""

    def protects(self, memory: Memory) -> bool:
        """Whether the memory stays whatever its age and number."""
        important = self.keep_importance is not None and memory.importance > self.keep_importance
        return important or (self.keep_pinned and memory.pinned)


def due(
    store: Memories, owner: str, policy: Retention, now: datetime | None = None
) -> list[Memory]:
    """The owner's memories that are to go, latest first; superseded ones go with their successors.

    Protected memories count towards `max_count`, so that the others make room for them.
    """
    oldest = None if policy.max_age is None else (now or datetime.now(UTC)) - policy.max_age
    memories = store.list(owner, limit=max(store.count(owner), 1))
    going: list[Memory] = []
    room = len(memories) if policy.max_count is None else policy.max_count
    room -= sum(policy.protects(memory) for memory in memories)
    for memory in memories:
        if policy.protects(memory):
            continue
        if room <= 0 or (oldest is not None and memory.at < oldest):
            going.append(memory)
        else:
            room -= 1
    return going


def retain(
    store: TransactionalMemories, owner: str, policy: Retention, now: datetime | None = None
) -> list[Memory]:
    """Forget the owner's memories that are due, all or none, and return them."""
    with store.transaction():
        going = due(store, owner, policy, now)
        forget_many(store, owner, (memory.id for memory in going))
    return going
