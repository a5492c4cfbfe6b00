"""LangChain documents as memories. Knows the memory table, and nothing of searching it.

A document's id and metadata are kept in the memory's provenance, so that exports hold them, too:
`{"langchain": {"id": …, "metadata": {…}}}`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from langchain_core.documents import Document
from sqlite_utils import Migrations

from memory_store.langchain.filters import Filter, matches
from memory_store.records import Hit, Memory
from memory_store.store import MemoryStore

PROVENANCE = "langchain"
"""Under which key of the provenance a document's id and metadata are."""

Condition = Filter | Callable[[Document], bool]
"""Which documents are wanted: a filter over their metadata, or any function."""

_ID = "CASE WHEN json_valid(provenance) THEN json_extract(provenance, '$.langchain.id') END"
"""The id of the document that a row is; NULL if it is none, or if it is damaged."""

migrations = Migrations("memory_store.langchain")


@migrations()
def m001_document_ids(database: Any) -> None:
    """An index over the ids of documents, which are texts of the caller's choice."""
    database.execute(f"CREATE INDEX langchain_document ON memory (owner, {_ID})")


def prepare(store: MemoryStore) -> None:
    """Make the index if the database does not have it."""
    if migrations.pending(store.database):
        with store.transaction() as database:
            migrations.apply(database)


def provenance(document_id: str, metadata: Mapping[str, Any]) -> dict[str, Any]:
    """What a memory keeps of a document beside its text."""
    return {PROVENANCE: {"id": document_id, "metadata": dict(metadata)}}


def memory_ids(store: MemoryStore, owner: str, ids: Sequence[str]) -> dict[str, int]:
    """The memory's id for each of `ids` that the owner has a document under."""
    sql = f"SELECT id FROM memory WHERE owner = ? AND superseded_by IS NULL AND {_ID} = ?"
    with store.snapshot() as database:
        found = {one: database.execute(sql, (owner, one)).fetchone() for one in ids}
    return {one: row[0] for one, row in found.items() if row is not None}


def all_memory_ids(store: MemoryStore, owner: str) -> list[int]:
    """The ids of all memories of the owner's that are documents."""
    sql = f"SELECT id FROM memory WHERE owner = ? AND {_ID} IS NOT NULL"
    with store.snapshot() as database:
        return [row[0] for row in database.execute(sql, (owner,))]


def is_document(memory: Memory) -> bool:
    """Whether the memory was kept as a document."""
    return PROVENANCE in memory.provenance


def document_of(memory: Memory) -> Document:
    """The document as it was handed in."""
    kept: Any = memory.provenance[PROVENANCE]
    return Document(id=kept["id"], page_content=memory.text, metadata=dict(kept["metadata"]))


def is_wanted(memory: Memory, condition: Condition | None) -> bool:
    """Whether the memory is a document that meets the condition."""
    if not is_document(memory):
        return False
    document = document_of(memory)
    if callable(condition):
        return condition(document)
    return matches(document.metadata, condition)


def recollection(hit: Hit) -> Document:
    """A hit as a document: what is known of the memory, and each part of its score, as metadata."""
    memory = hit.memory
    parts = {field.name: getattr(hit, field.name) for field in fields(hit)}
    parts.pop("memory")
    return Document(
        id=str(memory.id),
        page_content=memory.text,
        metadata={
            "memory_id": memory.id,
            "owner": memory.owner,
            "session": memory.session,
            "kind": str(memory.kind),
            "speaker": memory.speaker,
            "at": memory.at.isoformat(),
            "emotion": memory.emotion,
            "mood": list(memory.mood),
            "importance": memory.importance,
            "pinned": memory.pinned,
            "score": parts,
        },
    )
