"""The agent with its memories in Milvus and its journal in SQLite."""

from __future__ import annotations

from pathlib import Path

import pytest

from empathic_agent.agent import EmpathicAgent
from empathic_agent.assembly import assemble
from empathic_agent.elsewhere import MemoriesElsewhere
from empathic_agent.encoder import CachedEncoder
from empathic_agent.errors import StorageError
from empathic_agent.forgetting import Forgetting
from empathic_agent.settings import load_settings
from memory_store import NewMemory
from memory_store.milvus import MilvusStore

pytest.importorskip("pymilvus", reason="pip install 'empathic-agent[milvus]' to run this")
pytest.importorskip("milvus_lite", reason="milvus-lite is not made for this platform")


@pytest.fixture
def milvus(tmp_path: Path) -> str:
    return str(tmp_path / "memories.db")


def test_one_setting_switches(home: Path, milvus: str, encoder: CachedEncoder) -> None:
    settings = load_settings(home=home, memory=milvus)
    with EmpathicAgent(assemble(settings, encoder=encoder)) as agent:
        agent.invoke("My dog Rex died in spring.", session="one")
        later = agent.invoke("I miss my dog.", session="two")
        assert [one.text for one in later.recollections] == ["My dog Rex died in spring."]
        assert agent.parts.store.count("me") == 0
        assert agent.parts.memories.count("me") == 2
        assert len(agent.history(session="one")) == 1
    with MilvusStore.open(milvus, encoder.dimension, encoder.name) as store:
        assert {memory.text for memory in store.list("me")} == {
            "My dog Rex died in spring.",
            "I miss my dog.",
        }


def test_a_turn_that_fails_leaves_no_memory(
    home: Path, milvus: str, encoder: CachedEncoder
) -> None:
    settings = load_settings(home=home, memory=milvus)
    with EmpathicAgent(assemble(settings, encoder=encoder)) as agent:
        with agent.parts.store.transaction() as database:
            database.execute(
                "create trigger full before insert on turns begin select raise(abort, 'full'); end"
            )
        with pytest.raises(StorageError, match="full"):
            agent.invoke("Hello there.")
        assert agent.parts.memories.count() == 0
        # The journal is written first, so let the failure come after the memory, too.
        memories = agent.parts.memories
        assert isinstance(memories, MemoriesElsewhere)
        with pytest.raises(InterruptedError):
            _interrupted(memories, _any(encoder))
        assert memories.count() == 0
        with memories.transaction():
            memories.remember(_any(encoder))
        assert memories.count() == 1


def test_forgetting_takes_both(home: Path, milvus: str, encoder: CachedEncoder) -> None:
    settings = load_settings(home=home, memory=milvus)
    with EmpathicAgent(assemble(settings, encoder=encoder)) as agent:
        agent.invoke("My dog Rex died in spring.", session="one")
        agent.invoke("It rains.", session="two")
        gone = Forgetting(agent.parts.memories, agent.parts.journal).session("me", "one")
        assert (gone.memories, gone.turns) == (1, 1)
        assert agent.history(session="one") == ()
        assert agent.parts.memories.count() == 1


def test_a_milvus_that_cannot_be_reached_is_one_clear_error(
    home: Path, encoder: CachedEncoder
) -> None:
    settings = load_settings(home=home, memory="http://127.0.0.1:1")
    with pytest.raises(StorageError, match="start it"):
        assemble(settings, encoder=encoder)


def _interrupted(memories: MemoriesElsewhere, memory: NewMemory) -> None:
    with memories.transaction():
        memories.remember(memory)
        raise InterruptedError


def _any(encoder: CachedEncoder) -> NewMemory:
    return NewMemory(owner="me", text="tea", vector=encoder.encode(["tea"])[0])
