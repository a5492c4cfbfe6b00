"""The same operations on LangGraph's own InMemoryStore and on ours give the same results.

What the reference gets wrong, the operations avoid: it lists namespaces that are empty, repeats
items without a score on later pages, still finds an item by a text that it has lost, and fails if
two items of one batch have the same text. Ties it breaks in another order.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from langgraph.store.base import (
    BaseStore,
    GetOp,
    ListNamespacesOp,
    MatchCondition,
    Op,
    PutOp,
    SearchOp,
)
from langgraph.store.memory import InMemoryStore

from memory_store import MemoryStore
from memory_store.langchain import EmotionalStore
from tests.memory_store.langchain.samples import DIMENSION, encode

NAMESPACES = (("a",), ("a", "b"), ("ab",), ("b", "a"), ("a", "b", "c"))
INDEX: Any = {"dims": DIMENSION, "embed": lambda texts: encode(texts).tolist(), "fields": ["text"]}
EVERYTHING = 1_000

labels = st.sampled_from(["a", "b", "c", "ab", "*"])
namespaces = st.sampled_from(NAMESPACES)
keys = st.sampled_from(["k1", "k2", "k3"])
texts = st.lists(
    st.sampled_from(["red", "blue", "fox", "hen", "sea", "tea"]), min_size=1, max_size=3
)
values = st.fixed_dictionaries(
    {
        "n": st.integers(0, 5),
        "tag": st.sampled_from("xyz"),
        "meta": st.fixed_dictionaries({"d": st.integers(0, 1)}),
        "text": texts.map(" ".join),
    },
    optional={"list": st.lists(st.integers(0, 1), max_size=2)},
)
operators = st.dictionaries(
    st.sampled_from(["$eq", "$ne", "$gt", "$gte", "$lt", "$lte"]), st.integers(0, 5), min_size=1
)
filters = st.none() | st.fixed_dictionaries(
    {},
    optional={
        "n": st.integers(0, 5) | operators,
        "tag": st.sampled_from("xyz") | st.fixed_dictionaries({"$ne": st.sampled_from("xyz")}),
        "meta": st.fixed_dictionaries({"d": st.integers(0, 1)}),
        "list": st.lists(st.integers(0, 1), max_size=2),
        "absent": st.none(),
    },
)
prefixes = st.sampled_from([(), ("a",), ("a", "b"), ("b",), ("c",)])
puts = st.builds(PutOp, namespaces, keys, st.none() | values, index=st.none(), ttl=st.none())
gets = st.builds(GetOp, namespaces, keys)
searches = st.builds(
    SearchOp,
    prefixes,
    filters,
    limit=st.just(EVERYTHING),
    offset=st.just(0),
    query=st.none() | texts.map(" ".join),
)
conditions = st.builds(
    MatchCondition,
    st.sampled_from(["prefix", "suffix"]),
    st.lists(labels, max_size=3).map(tuple),
)
listings = st.builds(
    ListNamespacesOp,
    st.none() | st.lists(conditions, max_size=2).map(tuple),
    st.none() | st.integers(1, 3),
    st.integers(1, 6),
    st.integers(0, 3),
)


@contextmanager
def both() -> Iterator[tuple[BaseStore, BaseStore]]:
    """The reference and ours; every namespace holds an item that stays."""
    with (
        tempfile.TemporaryDirectory() as folder,
        MemoryStore.open(Path(folder) / "db", DIMENSION) as store,
    ):
        stores = InMemoryStore(index=INDEX), EmotionalStore(store, index=INDEX)
        for one in stores:
            for namespace in NAMESPACES:
                one.batch([PutOp(namespace, "anchor", {"text": "red hen", "n": 3})])
        yield stores


def plain(op: Op, result: Any) -> Any:
    """A result without what the two may differ in."""
    if isinstance(op, GetOp):
        return None if result is None else (result.namespace, result.key, result.value)
    if isinstance(op, SearchOp):
        found = [
            (
                item.namespace,
                item.key,
                str(item.value),
                None if item.score is None else round(item.score, 5),
            )
            for item in result
        ]
        return sorted(found, key=str)
    return result


@given(st.lists(puts, max_size=5), st.lists(gets | searches | listings, min_size=1, max_size=6))
@settings(max_examples=20, deadline=None, derandomize=True)
def test_the_same_results_as_the_reference(writes: list[Op], reads: list[Op]) -> None:
    with both() as (reference, ours):
        for op in writes:
            assert reference.batch([op]) == ours.batch([op])
        for op, expected, got in zip(reads, reference.batch(reads), ours.batch(reads), strict=True):
            assert plain(op, got) == plain(op, expected), op


@given(
    st.lists(puts, max_size=5), texts.map(" ".join), prefixes, st.integers(1, 8), st.integers(0, 4)
)
@settings(max_examples=10, deadline=None, derandomize=True)
def test_the_same_scores_in_the_same_places(
    writes: list[Op], query: str, prefix: tuple[str, ...], limit: int, offset: int
) -> None:
    with both() as (reference, ours):
        for op in writes:
            reference.batch([op])
            ours.batch([op])
        search = SearchOp(prefix, limit=limit, offset=offset, query=query)
        [expected], [got] = reference.batch([search]), ours.batch([search])
        assert scores(got) == scores(expected)


def scores(found: Any) -> list[float]:
    return [round(item.score, 5) for item in found]
