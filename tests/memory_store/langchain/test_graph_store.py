from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from langgraph.store.base import (
    GetOp,
    InvalidNamespaceError,
    ListNamespacesOp,
    MatchCondition,
    PutOp,
    SearchItem,
    SearchOp,
)

from memory_store import MemoryStore
from memory_store.langchain import EmotionalStore
from tests.memory_store.langchain.samples import DIMENSION, encode, mood_of

INDEX: Any = {"dims": DIMENSION, "embed": lambda texts: encode(texts).tolist(), "fields": ["text"]}


@pytest.fixture
def graph(store: MemoryStore) -> EmotionalStore:
    return EmotionalStore(store, index=INDEX)


def keys(found: list[SearchItem]) -> list[str]:
    return [item.key for item in found]


def test_an_item_comes_back_as_it_was(graph: EmotionalStore) -> None:
    value = {"text": "tea ☃", "n": 1.5, "nested": {"list": [1, None, {"a": True}]}}
    before = datetime.now(UTC)
    graph.put(("users", "ada"), "k", value)
    item = graph.get(("users", "ada"), "k")
    assert item is not None
    assert (item.namespace, item.key, item.value) == (("users", "ada"), "k", value)
    assert before <= item.created_at == item.updated_at <= datetime.now(UTC)
    assert graph.get(("users", "kim"), "k") is None
    assert graph.get(("users",), "k") is None


def test_putting_again_replaces_and_keeps_the_date_of_creation(graph: EmotionalStore) -> None:
    graph.put(("a",), "k", {"text": "old"})
    old = graph.get(("a",), "k")
    graph.put(("a",), "k", {"text": "new"})
    new = graph.get(("a",), "k")
    assert old is not None
    assert new is not None
    assert new.value == {"text": "new"}
    assert new.created_at == old.created_at < new.updated_at
    assert keys(graph.search(("a",), query="old", limit=5)) == ["k"]


def test_none_and_delete_delete(graph: EmotionalStore, store: MemoryStore) -> None:
    for key in ("one", "two"):
        graph.put(("a",), key, {"text": key})
    graph.batch([PutOp(("a",), "one", None)])
    graph.delete(("a",), "two")
    graph.delete(("a",), "never there")
    assert graph.search(("a",)) == []
    assert graph.list_namespaces() == []
    assert store.count() == 0


def test_a_search_finds_by_meaning(graph: EmotionalStore) -> None:
    for key, text in (("fox", "a red fox"), ("sea", "the blue sea"), ("hen", "a red hen")):
        graph.put(("zoo",), key, {"text": text})
    graph.put(("zoo",), "mute", {"size": 3})
    found = graph.search(("zoo",), query="red fox", limit=10)
    assert keys(found) == ["fox", "hen", "sea", "mute"]
    scores = [item.score for item in found]
    assert scores[-1] is None
    assert scores[:3] == sorted((s for s in scores if s is not None), reverse=True)
    assert keys(graph.search(("zoo",), query="red fox", limit=1, offset=1)) == ["hen"]
    assert keys(graph.search(("zoo",), query="red fox", limit=5, offset=3)) == ["mute"]


def test_a_prefix_is_of_labels_and_not_of_letters(graph: EmotionalStore) -> None:
    for namespace in (("a",), ("a", "b"), ("ab",), ("a", "b", "c"), ("b", "a"), ("a-",), ("a/",)):
        graph.put(namespace, "/".join(namespace), {"text": "x"})
    assert set(keys(graph.search(("a",)))) == {"a", "a/b", "a/b/c"}
    assert set(keys(graph.search(("a",), query="x"))) == {"a", "a/b", "a/b/c"}
    assert set(keys(graph.search(("a", "b")))) == {"a/b", "a/b/c"}
    assert len(graph.search((), query="x")) == 7


def test_neither_neighbours_nor_what_is_filtered_out_take_a_place(graph: EmotionalStore) -> None:
    graph.batch([PutOp(("kim",), str(n), {"text": "red fox", "n": n}) for n in range(60)])
    graph.batch([PutOp(("ada",), str(n), {"text": "red fox", "n": n}) for n in range(60)])
    graph.put(("ada",), "far", {"text": "the blue sea", "n": 99})
    assert keys(graph.search(("ada",), query="red fox", filter={"n": {"$gt": 60}})) == ["far"]
    assert len(graph.search(("ada",), query="red fox", limit=61)) == 61


def test_several_texts_of_an_item_count_by_the_best(graph: EmotionalStore) -> None:
    graph.put(("a",), "both", {"parts": [{"t": "red fox"}, {"t": "sea"}]}, index=["parts[*].t"])
    graph.put(("a",), "one", {"text": "red hen"})
    found = graph.search(("a",), query="red fox", limit=5)
    assert keys(found) == ["both", "one"]
    assert found[0].score == pytest.approx(1.0, abs=1e-6)


def test_what_is_not_to_be_indexed_is_not(graph: EmotionalStore, store: MemoryStore) -> None:
    graph.put(("a",), "k", {"text": "red fox"}, index=False)
    assert store.count() == 0
    assert [item.score for item in graph.search(("a",), query="red fox")] == [None]
    EmotionalStore(store).put(("b",), "k", {"text": "red fox"})
    assert store.count() == 0


def test_without_fields_the_whole_value_is_indexed(store: MemoryStore) -> None:
    graph = EmotionalStore(store, index={"dims": DIMENSION, "embed": INDEX["embed"]})
    graph.put(("a",), "k", {"colour": "red"})
    assert store.list("a")[0].text == '{"colour": "red"}'


def test_pages_share_nothing_and_leave_nothing_out(graph: EmotionalStore) -> None:
    graph.batch([PutOp(("a",), f"{n:02}", {"text": f"word{n}"}) for n in range(25)])
    for query in (None, "word3"):
        pages = [graph.search(("a",), query=query, limit=10, offset=at) for at in (0, 10, 20, 30)]
        assert [len(page) for page in pages] == [10, 10, 5, 0]
        assert len({key for page in pages for key in keys(page)}) == 25


@pytest.mark.parametrize("query", [None, "red"])
def test_impossible_pages_are_refused_and_those_beyond_the_end_are_empty(
    graph: EmotionalStore, query: str | None
) -> None:
    graph.put(("a",), "k", {"text": "red"})
    for limit, offset in ((-1, 0), (5, -1)):
        with pytest.raises(ValueError, match="expected 0 or more"):
            graph.search(("a",), query=query, limit=limit, offset=offset)
    assert graph.search(("a",), query=query, limit=0) == []
    assert graph.search(("a",), query=query, limit=10**12, offset=10**12) == []


def test_a_batch_reads_before_it_writes_and_the_last_write_counts(graph: EmotionalStore) -> None:
    graph.put(("a",), "k", {"text": "before"})
    results = graph.batch(
        [
            PutOp(("a",), "k", {"text": "between"}),
            GetOp(("a",), "k"),
            SearchOp(("a",), query="before"),
            PutOp(("a",), "k", {"text": "after"}),
            ListNamespacesOp(),
        ]
    )
    assert [type(result).__name__ for result in results] == [
        *("NoneType", "Item", "list", "NoneType", "list")
    ]
    assert results[1].value == {"text": "before"}  # type: ignore[union-attr]
    assert graph.get(("a",), "k").value == {"text": "after"}  # type: ignore[union-attr]


def test_a_batch_is_written_whole_or_not_at_all(graph: EmotionalStore) -> None:
    wrong: Any = {"text": "x", "when": object()}
    with pytest.raises(TypeError):
        graph.batch([PutOp(("a",), "good", {"text": "x"}), PutOp(("a",), "bad", wrong)])
    assert graph.search(("a",)) == []
    with pytest.raises(InvalidNamespaceError):
        graph.batch([PutOp(("a",), "good", {"text": "x"}), PutOp(("a.b",), "bad", {})])
    assert graph.search(()) == []


def test_namespaces_are_listed_by_conditions_and_depth(graph: EmotionalStore) -> None:
    for namespace in (
        ("users", "ada", "facts"),
        ("users", "kim", "facts"),
        ("users", "kim", "log"),
    ):
        graph.put(namespace, "k", {"text": "x"})
    graph.put(("docs",), "k", {})
    assert graph.list_namespaces() == [
        ("docs",),
        ("users", "ada", "facts"),
        ("users", "kim", "facts"),
        ("users", "kim", "log"),
    ]
    assert graph.list_namespaces(max_depth=2) == [("docs",), ("users", "ada"), ("users", "kim")]
    assert graph.list_namespaces(prefix=("users", "*", "log")) == [("users", "kim", "log")]
    assert graph.list_namespaces(suffix=("facts",), limit=1, offset=1) == [
        ("users", "kim", "facts")
    ]
    both = (MatchCondition("prefix", ("users", "kim")), MatchCondition("suffix", ("*", "facts")))
    assert graph.batch([ListNamespacesOp(both)]) == [[("users", "kim", "facts")]]
    assert graph.list_namespaces(prefix=("users", "ada", "facts", "more")) == []


def test_items_expire(store: MemoryStore) -> None:
    graph = EmotionalStore(store, index=INDEX, ttl={"default_ttl": 60.0})
    graph.put(("a",), "short", {"text": "x"}, ttl=1e-9)
    graph.put(("a",), "long", {"text": "x"})
    graph.put(("a",), "ever", {"text": "x"}, ttl=None)
    assert graph.get(("a",), "short") is None
    assert set(keys(graph.search(("a",), query="x"))) == {"long", "ever"}
    assert store.count() == 2  # what it said is gone, not only hidden


def test_reading_lets_the_time_begin_anew(store: MemoryStore) -> None:
    graph = EmotionalStore(store, index=INDEX)
    graph.put(("a",), "k", {"text": "x"}, ttl=10.0)

    def expiry() -> float:
        with store.snapshot() as database:
            return float(database.execute("SELECT expires_at FROM langgraph_item").fetchone()[0])

    first = expiry()
    graph.get(("a",), "k", refresh_ttl=False)
    graph.search(("a",), refresh_ttl=False)
    assert expiry() == first
    graph.get(("a",), "k")
    second = expiry()
    assert second > first
    graph.search(("a",), query="x")
    assert expiry() > second


def test_forgetting_the_memory_deletes_the_item(graph: EmotionalStore, store: MemoryStore) -> None:
    graph.put(("users", "ada"), "secret", {"text": "my secret"})
    graph.put(("users", "kim"), "other", {"text": "tea"})
    assert store.owners() == ["users.ada", "users.kim"]
    store.forget(owner="users.ada")
    assert graph.get(("users", "ada"), "secret") is None
    assert keys(graph.search(())) == ["other"]


def test_moods_have_their_say(store: MemoryStore) -> None:
    graph = EmotionalStore(store, index=INDEX, mood_of=mood_of, meaning_weight=0.3)
    for key in ("sad", "glad"):
        graph.put(("a",), key, {"text": f"{key} news from home"})
    assert keys(graph.search(("a",), query="a glad day from home"))[0] == "glad"
    assert keys(graph.search(("a",), query="a sad day from home"))[0] == "sad"


async def test_async_is_the_same(graph: EmotionalStore) -> None:
    await asyncio.gather(*(graph.aput(("a",), str(n), {"text": f"w{n}"}) for n in range(20)))
    assert len(await graph.asearch(("a",), limit=50)) == 20
    assert keys(await graph.asearch(("a",), query="w7", limit=1)) == ["7"]
    item = await graph.aget(("a",), "7")
    assert item is not None
    assert item.value == {"text": "w7"}
    await graph.adelete(("a",), "7")
    assert await graph.aget(("a",), "7") is None
    assert await graph.alist_namespaces() == [("a",)]


def test_items_outlive_the_process(tmp_path: Path) -> None:
    for _ in range(2):
        with MemoryStore.open(tmp_path / "kept", DIMENSION) as store:
            graph = EmotionalStore(store, index=INDEX)
            graph.put(("a",), "k", {"text": "red fox"})
    with MemoryStore.open(tmp_path / "kept", DIMENSION) as store:
        assert keys(EmotionalStore(store, index=INDEX).search(("a",), query="fox")) == ["k"]


def test_an_agent_of_langgraph_remembers_with_it(graph: EmotionalStore) -> None:
    from langgraph.config import get_store
    from langgraph.graph import START, StateGraph

    def node(state: dict[str, str]) -> dict[str, str]:
        memory = get_store()
        memory.put(("users", "ada"), "last", {"text": state["said"]})
        return {"said": str(len(memory.search(("users",), query=state["said"])))}

    builder: Any = StateGraph(dict)
    builder.add_node("node", node)
    builder.add_edge(START, "node")
    assert builder.compile(store=graph).invoke({"said": "hello"}) == {"said": "1"}
