"""Forgets many memories at once, whichever store they are in. Knows nothing of why."""

from __future__ import annotations

import json
from collections.abc import Iterable

from memory_store import rows, selection, words
from memory_store.protocols import TransactionalMemories
from memory_store.store import MemoryStore


def forget_many(store: TransactionalMemories, owner: str, ids: Iterable[int]) -> int:
    """Forget those of the memories that are the owner's, all or none, and return how many.

    As `forget` does for each, but overwriting what is left of their words once and not each time,
    which takes longer than everything else.
    """
    wanted = [*ids]
    with store.transaction():
        if not isinstance(store, MemoryStore):
            return sum(store.forget(owner=owner, id=one) for one in wanted)
        return _forget_many(store, owner, wanted)


def _forget_many(store: MemoryStore, owner: str, ids: list[int]) -> int:
    sql = "SELECT id FROM memory WHERE owner = ? AND id IN (SELECT value FROM json_each(?))"
    with store.transaction() as database:
        owned = [int(row[0]) for row in database.execute(sql, [owner, json.dumps(ids)])]
        if not owned:
            return 0
        *most, last = owned
        gone = selection.with_history(database, most)
        words.remove(database, gone)
        rows.delete(database, gone)
        # The store's own way for the last one: it overwrites what is left of all of them.
        return len(gone) + store.forget(owner=owner, id=last)
