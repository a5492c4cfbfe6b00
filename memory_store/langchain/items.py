"""LangGraph items as rows of their own table, beside the memories that make them findable.

An item's texts are memories of the owner that its namespace names; their provenance says which
item they belong to. Forgetting a memory deletes its item, by whatever way it is done: what an item
says must not outlive it. Knows nothing of searching.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from langgraph.store.base import Item
from sqlite_utils import Database, Migrations

from memory_store.deletion import forget_many
from memory_store.store import MemoryStore

PROVENANCE = "langgraph"
"""Under which key of the provenance a memory's item is."""

Namespace = tuple[str, ...]
Name = tuple[Namespace, str]
"""Namespace and key."""

_KEY = "CASE WHEN json_valid({0}) THEN json_extract({0}, '$.langgraph.key') END"
"""The key of the item that a row's provenance names; NULL if there is none, or if it is damaged."""

migrations = Migrations("memory_store.langgraph")


@migrations()
def m001_items(database: Any) -> None:
    """Items, an index from them to their memories, and a trigger that deletes them with those."""
    database.executescript(f"""
        CREATE TABLE langgraph_item (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            namespace TEXT NOT NULL,
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            ttl_minutes REAL,
            expires_at REAL,
            UNIQUE (namespace, key)
        );
        CREATE INDEX langgraph_expiry ON langgraph_item (expires_at) WHERE expires_at IS NOT NULL;
        CREATE INDEX langgraph_memory ON memory (owner, {_KEY.format("provenance")});
        CREATE TRIGGER langgraph_memory_deleted AFTER DELETE ON memory
        WHEN {_KEY.format("OLD.provenance")} IS NOT NULL BEGIN
            DELETE FROM langgraph_item
            WHERE namespace = OLD.owner AND key = {_KEY.format("OLD.provenance")};
        END;
    """)


def prepare(store: MemoryStore) -> None:
    """Make the table if the database does not have it."""
    if migrations.pending(store.database):
        with store.transaction() as database:
            migrations.apply(database)


def owner_of(namespace: Namespace) -> str:
    """The owner whose memories an item's texts are: ("users", "ada") is "users.ada"."""
    return ".".join(namespace)


def provenance(key: str, path: str) -> dict[str, Any]:
    """What a memory keeps of its item: the key, and where in the value the text is."""
    return {PROVENANCE: {"key": key, "path": path}}


def key_of(provenance: dict[str, Any]) -> str | None:
    """The key of the item that a memory belongs to, None if it belongs to none."""
    kept = provenance.get(PROVENANCE)
    return kept["key"] if isinstance(kept, dict) else None


def get(database: Database, namespace: Namespace, key: str) -> Item | None:
    """The item, None if there is none."""
    sql = "SELECT * FROM langgraph_item WHERE namespace = ? AND key = ?"
    row = next(database.query(sql, (owner_of(namespace), key)), None)
    return None if row is None else _item(row)


def beneath(database: Database, prefix: Namespace) -> Iterator[Item]:
    """All items whose namespaces begin with the prefix, in the order they were created in."""
    where, parameters = _beneath(prefix)
    sql = f"SELECT * FROM langgraph_item WHERE {where} ORDER BY created_at, id"
    return (_item(row) for row in database.query(sql, parameters))


def namespaces(database: Database, prefix: Namespace = ()) -> list[Namespace]:
    """The namespaces that begin with the prefix and have items, in the order of their labels."""
    where, parameters = _beneath(prefix)
    rows = database.execute(
        f"SELECT DISTINCT namespace FROM langgraph_item WHERE {where}", parameters
    )
    return sorted(tuple(row[0].split(".")) for row in rows)


def put(database: Database, item: Item, ttl_minutes: float | None) -> None:
    """Add an item that is not there."""
    now = datetime.now(UTC).timestamp()
    database.table("langgraph_item").insert(
        {
            "namespace": owner_of(item.namespace),
            "key": item.key,
            "value": json.dumps(item.value, ensure_ascii=False),
            "created_at": item.created_at.isoformat(timespec="microseconds"),
            "updated_at": item.updated_at.isoformat(timespec="microseconds"),
            "ttl_minutes": ttl_minutes,
            "expires_at": None if ttl_minutes is None else now + 60 * ttl_minutes,
        }
    )


def delete(store: MemoryStore, namespace: Namespace, key: str) -> None:
    """Forget the item and its memories, if there are any; joins a transaction."""
    owner = owner_of(namespace)
    memories = f"SELECT id FROM memory WHERE owner = ? AND {_KEY.format('provenance')} = ?"
    with store.transaction() as database:
        found = [row[0] for row in database.execute(memories, (owner, key))]
        forget_many(store, owner, found)
        database.execute("DELETE FROM langgraph_item WHERE namespace = ? AND key = ?", (owner, key))


def expiring(database: Database, names: Iterable[Name]) -> list[Name]:
    """Those of the items that expire at all."""
    sql = "SELECT 1 FROM langgraph_item WHERE namespace = ? AND key = ? AND expires_at IS NOT NULL"
    return [
        (namespace, key)
        for namespace, key in names
        if database.execute(sql, (owner_of(namespace), key)).fetchone()
    ]


def prolong(database: Database, names: Iterable[Name]) -> None:
    """Let the time of these items begin anew."""
    sql = """
        UPDATE langgraph_item SET expires_at = ? + 60 * ttl_minutes
        WHERE namespace = ? AND key = ? AND ttl_minutes IS NOT NULL
    """
    now = datetime.now(UTC).timestamp()
    for namespace, key in names:
        database.execute(sql, (now, owner_of(namespace), key))


def expired(database: Database) -> list[Name]:
    """Namespace and key of every item whose time is over."""
    sql = "SELECT namespace, key FROM langgraph_item WHERE expires_at <= ?"
    rows = database.execute(sql, (datetime.now(UTC).timestamp(),))
    return [(tuple(namespace.split(".")), key) for namespace, key in rows]


def _beneath(prefix: Namespace) -> tuple[str, tuple[str, ...]]:
    # "/" is the character after ".", so the range holds what begins with the prefix and a period.
    if not prefix:
        return "true", ()
    within = owner_of(prefix)
    return "(namespace = ? OR namespace > ? AND namespace < ?)", (
        within,
        within + ".",
        within + "/",
    )


def _item(row: dict[str, Any]) -> Item:
    return Item(
        namespace=tuple(row["namespace"].split(".")),
        key=row["key"],
        value=json.loads(row["value"]),
        created_at=datetime.fromisoformat(row["created_at"]),
        updated_at=datetime.fromisoformat(row["updated_at"]),
    )
