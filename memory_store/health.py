"""What can be wrong with a store, and how to tell. Knows nothing of repairs."""

from __future__ import annotations

import numpy as np
from sqlite_utils import Database

from memory_store import changes, rows, vectors
from memory_store.index import VectorIndex


def problems_in_database(database: Database, dimension: int) -> list[str]:
    """Damage to the file and to single memories, one sentence each."""
    findings = [row[0] for row in database.execute("PRAGMA integrity_check")]
    if findings != ["ok"]:
        return [f"the database is damaged; restore it from a backup (SQLite: {findings[0]})"]
    return rows.damaged(database, dimension)


def problems_in_index(database: Database, index: VectorIndex, dimension: int) -> list[str]:
    """Where an index that has caught up differs from the database, one sentence each."""
    if not np.array_equal(np.sort(changes.all_ids(database)), index.ids()):
        return ["the index does not hold the same memories as the database; open the store anew"]
    return [
        f"the index has other vectors than the database from memory {batch.ids[0]} on; "
        "open the store anew"
        for batch in changes.added_after(database, 0, dimension)
        if not np.allclose(index.vectors(batch.ids), vectors.stored(batch.meanings, batch.moods))
    ]
