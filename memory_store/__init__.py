"""An emotional memory for agents: SQLite is the truth, FAISS a rebuildable index beside it."""

from memory_store.errors import StoreError
from memory_store.records import (
    NEUTRAL,
    Attunement,
    Channel,
    Health,
    Hit,
    Kind,
    Memory,
    Mood,
    MoodRange,
    NewMemory,
    Query,
    Strategy,
    Weights,
)
from memory_store.store import MemoryStore

__all__ = [
    "NEUTRAL",
    "Attunement",
    "Channel",
    "Health",
    "Hit",
    "Kind",
    "Memory",
    "MemoryStore",
    "Mood",
    "MoodRange",
    "NewMemory",
    "Query",
    "StoreError",
    "Strategy",
    "Weights",
]
