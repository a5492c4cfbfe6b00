"""Opens what is remembered without an agent: no detector, no replies, no encoder's weights."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from empathic_agent.assembly import DATABASE, open_storage
from empathic_agent.elsewhere import MemoriesElsewhere, open_memories
from empathic_agent.encoder import SentenceEncoder
from empathic_agent.errors import InputError, StorageError
from empathic_agent.forgetting import Forgetting
from empathic_agent.intake import accept
from empathic_agent.journal import Journal, storage_errors
from empathic_agent.protocols import Encoder
from empathic_agent.settings import Settings
from empathic_agent.turn import Dialogue, Record, Speaker, Utterance
from memory_store import Memory, MemoryStore, Mood, NewMemory


@dataclass(frozen=True, slots=True)
class Storage:
    """The memories and the journal of a data directory."""

    owner: str
    """Whose they are, as far as an operation concerns one owner."""
    encoder: Encoder
    """Its weights are loaded when something is encoded."""
    memories: MemoryStore | MemoriesElsewhere
    journal: Journal

    @property
    def store(self) -> MemoryStore:
        """The store, for what only it can do. Raises StorageError if memories are in Milvus."""
        if isinstance(self.memories, MemoriesElsewhere):
            raise StorageError(
                "Memories are kept in Milvus, which can list, show, find and forget them only. "
                'For everything else keep them in the setting memory = "sqlite".'
            )
        return self.memories

    @property
    def forgetting(self) -> Forgetting:
        """Forgets memories and turns together."""
        return Forgetting(self.memories, self.journal)

    def owned(self, memory_id: int) -> Memory:
        """The owner's memory with this id. Raises InputError if there is none."""
        memory = self.memories.get(memory_id)
        if memory is None or memory.owner != self.owner:
            raise InputError(
                f"{self.owner!r} has no memory {memory_id}; `empathic-agent memory list` shows "
                "what there is."
            )
        return memory


class Figures(Record):
    """How much is remembered."""

    kept_in: str
    """Where the memories are."""
    memories: int
    owners: dict[str, int]
    """How many memories of each."""
    turns: int
    """In the journal, of the settings' owner."""
    file: Path
    """The journal, and usually the memories."""
    file_bytes: int


@contextmanager
def open_existing(settings: Settings) -> Iterator[Storage]:
    """The storage of the data directory, closed at the end; its errors are StorageErrors."""
    encoder = SentenceEncoder(settings.encoder)
    store, journal = open_storage(settings, encoder)
    with storage_errors(), store:
        memories = open_memories(settings, encoder, store)
        try:
            yield Storage(settings.owner, encoder, memories, journal)
        finally:
            memories.close()


def edited(storage: Storage, memory_id: int, changes: dict[str, Any]) -> Memory:
    """Change parts of a memory; a new text is encoded. Raises InputError or StorageError."""
    storage.owned(memory_id)
    if "text" in changes:
        text = accept(changes["text"])
        changes |= {"text": text, "vector": storage.encoder.encode([text])[0]}
    if "mood" in changes:
        changes |= {"mood": Mood(*changes["mood"])}
    with _refused():
        return storage.store.edit(storage.owner, memory_id, **changes)


def superseded(storage: Storage, settings: Settings, memory_id: int, text: str) -> int:
    """Put a new text in the place of a memory, with what is felt in it; returns the new id."""
    from empathic_agent.perception.loading import load_detector

    old, said = storage.owned(memory_id), accept(text)
    if old.superseded_by is not None:
        raise InputError(f"Memory {memory_id} was replaced by {old.superseded_by} already.")
    alone = Dialogue(utterances=(Utterance(speaker=Speaker.SEEKER, text=said),))
    felt = load_detector(settings).detect(alone)
    new = NewMemory(
        owner=storage.owner,
        text=said,
        vector=storage.encoder.encode([said])[0],
        session=old.session,
        kind=old.kind,
        speaker=old.speaker,
        emotion=felt.emotion,
        mood=Mood(*felt.vad.as_tuple()),
        distribution=felt.distribution,
        importance=old.importance,
    )
    return storage.store.supersede(storage.owner, memory_id, new)


def figures(storage: Storage, settings: Settings) -> Figures:
    """How much there is; in Milvus, owners cannot be listed and only the settings' one is told."""
    file = settings.home / DATABASE
    elsewhere = isinstance(storage.memories, MemoriesElsewhere)
    owners = [storage.owner] if elsewhere else storage.store.owners()
    return Figures(
        kept_in=settings.memory if elsewhere else str(file),
        memories=storage.memories.count(),
        owners={name: storage.memories.count(name) for name in owners},
        turns=sum(1 for _ in storage.journal.turns_of(storage.owner)),
        file=file,
        file_bytes=file.stat().st_size,
    )


@contextmanager
def _refused() -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join(map(str, problem["loc"]))
        raise InputError(f"{where}: {problem['msg']} (got {problem['input']!r}).") from error
