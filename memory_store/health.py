"""What can be wrong with a store, and how to tell. Knows nothing of repairs."""

from __future__ import annotations

import numpy as np
from sqlite_utils import Database

from memory_store import changes, rows, vectors
from memory_store.index import Part
from memory_store.state import State


def problems_in_database(database: Database, dimension: int) -> list[str]:
    """Damage to the file and to single memories, one sentence each."""
    findings = [row[0] for row in database.execute("PRAGMA integrity_check")]
    if findings != ["ok"]:
        return [f"the database is damaged; restore it from a backup (SQLite: {findings[0]})"]
    return rows.damaged(database, dimension)


def problems_in_index(database: Database, state: State) -> list[str]:
    """Where a state that is level with the database differs from it, one sentence each."""
    ids = np.sort(changes.all_ids(database))
    held = np.sort(np.concatenate([ids[:0], *(part.ids for part in state.index.parts())]))
    if not (np.array_equal(ids, held) and np.array_equal(ids, state.catalogue.ids())):
        return ["the index does not hold the same memories as the database; open the store anew"]
    return [
        f"the index has other vectors than the database, as of memory {part.ids.min()}; "
        "open the store anew"
        for part in state.index.parts()
        if not _agrees(database, state, part)
    ]


def _agrees(database: Database, state: State, part: Part) -> bool:
    order = np.argsort(part.ids)
    place = 0
    for batch in changes.those(database, part.ids, state.dimension):
        held = part.vectors[order[place : place + len(batch.ids)]]
        if not np.allclose(held, state.index.rounded(vectors.stored(batch.meanings, batch.moods))):
            return False
        place += len(batch.ids)
    return True
