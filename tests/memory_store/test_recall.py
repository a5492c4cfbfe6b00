"""Recall: exact, full, within one owner, explained, and level with the file."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory_store import Hit, Kind, MemoryStore, Mood, NewMemory, Query, Strategy
from tests.memory_store.samples import DIMENSION, a_memory, a_query, direction

OWNERS = [f"owner {number}" for number in range(50)]
KINDS = list(Kind)


class Crowd:
    """A full store, and what is in it."""

    def __init__(self, store: MemoryStore, kept: dict[int, NewMemory]) -> None:
        self.store = store
        self.kept = kept


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    """50 owners with 5 to 200 memories each, in mixed order; one in ten has a neutral mood."""
    random = np.random.default_rng(7)
    owners = [owner for place, owner in enumerate(OWNERS) for _ in range(5 + 4 * place)]
    random.shuffle(owners)
    with MemoryStore.open(tmp_path_factory.mktemp("crowd") / "db", DIMENSION) as store:
        with store.transaction():
            memories = [
                NewMemory(
                    owner=owner,
                    text=f"memory {number}",
                    kind=KINDS[number % len(KINDS)],
                    vector=random.standard_normal(DIMENSION).astype(np.float32),
                    mood=Mood(*(random.uniform(-1, 1, 3) * (number % 10 > 0))),
                )
                for number, owner in enumerate(owners)
            ]
            kept = {store.remember(memory): memory for memory in memories}
        yield Crowd(store, kept)


def plain_cosine(one: list[float], other: list[float]) -> float:
    lengths = math.hypot(*one) * math.hypot(*other)
    return sum(a * b for a, b in zip(one, other, strict=True)) / lengths if lengths else 0.0


def brute_force(kept: dict[int, NewMemory], query: Query) -> list[float]:
    """The best scores for `query`, computed one memory at a time and without the library."""
    kinds = KINDS if query.kinds is None else query.kinds
    assert query.meaning_weight is not None
    scores = [
        query.meaning_weight * plain_cosine(memory.vector.tolist(), query.vector.tolist())
        + (1 - query.meaning_weight) * plain_cosine(list(memory.mood), list(query.mood))
        for memory in kept.values()
        if memory.owner == query.owner and memory.kind in kinds
    ]
    return sorted(scores, reverse=True)[: query.limit]


axis = st.integers(-10, 10).map(lambda n: n / 10)
queries = st.builds(
    Query,
    owner=st.sampled_from(OWNERS),
    vector=st.integers(0, 10_000).map(direction),
    mood=st.builds(Mood, axis, axis, axis),
    strategy=st.just(Strategy.COMBINE_ADD),
    meaning_weight=st.floats(0, 1),
    limit=st.integers(1, 300),
    kinds=st.none() | st.frozensets(st.sampled_from(KINDS)),
)


@settings(max_examples=40, deadline=None)
@given(query=queries)
def test_recall_agrees_with_brute_force(crowd: Crowd, query: Query) -> None:
    hits = crowd.store.recall(query)
    assert [hit.score for hit in hits] == pytest.approx(brute_force(crowd.kept, query), abs=1e-5)
    assert len({hit.memory.id for hit in hits}) == len(hits)
    for hit in hits:
        assert hit.memory.owner == query.owner
        assert hit.memory.text == crowd.kept[hit.memory.id].text


@settings(max_examples=40, deadline=None)
@given(query=queries)
def test_each_part_of_the_score_is_what_it_says(crowd: Crowd, query: Query) -> None:
    for hit in crowd.store.recall(query):
        memory = crowd.kept[hit.memory.id]
        meaning = plain_cosine(memory.vector.tolist(), query.vector.tolist())
        assert hit.meaning == pytest.approx(meaning, abs=1e-5)
        assert hit.mood == pytest.approx(plain_cosine([*memory.mood], [*query.mood]), abs=1e-5)
        weight = query.meaning_weight
        assert weight is not None
        assert hit.score == pytest.approx(weight * hit.meaning + (1 - weight) * hit.mood)


def test_the_top_ten_are_full_for_every_owner_who_has_ten(crowd: Crowd) -> None:
    for owner in OWNERS:
        have = sum(memory.owner == owner for memory in crowd.kept.values())
        assert len(crowd.store.recall(a_query(owner=owner))) == min(10, have)


def test_nobody_is_crowded_out_by_closer_memories_of_others(store: MemoryStore) -> None:
    far = store.remember(a_memory(owner="ada", vector=-direction(0)))
    with store.transaction():
        for _ in range(500):
            store.remember(a_memory(owner="bob", vector=direction(0)))
    [hit] = store.recall(a_query(owner="ada", limit=1))
    assert hit.memory.id == far
    assert hit.meaning == pytest.approx(-1.0)


def ids(hits: list[Hit]) -> list[int]:
    return [hit.memory.id for hit in hits]


def test_the_mood_brings_back_what_was_felt_likewise(store: MemoryStore) -> None:
    grief = store.remember(a_memory("the dog died", seed=1, mood=Mood(-0.8, -0.3, -0.5)))
    joy = store.remember(a_memory("the dog won", seed=1, mood=Mood(0.8, 0.6, 0.5)))
    sad, glad = Mood(-0.2, -0.1, -0.1), Mood(0.3, 0.2, 0.1)
    assert ids(store.recall(a_query(1, mood=sad, meaning_weight=0.5))) == [grief, joy]
    assert ids(store.recall(a_query(1, mood=glad, meaning_weight=0.5))) == [joy, grief]


def test_the_weight_decides_between_meaning_and_mood(store: MemoryStore) -> None:
    mood = Mood(-0.8, -0.3, -0.5)
    alike = store.remember(a_memory(vector=direction(1)))
    felt_alike = store.remember(a_memory(vector=-direction(1), mood=mood))
    assert ids(store.recall(a_query(1, mood=mood, meaning_weight=0.9))) == [alike, felt_alike]
    assert ids(store.recall(a_query(1, mood=mood, meaning_weight=0.1))) == [felt_alike, alike]


def test_among_equals_the_later_comes_first(store: MemoryStore) -> None:
    first, second = (store.remember(a_memory()) for _ in range(2))
    assert ids(store.recall(a_query())) == [second, first]


def test_only_the_wanted_kinds_come_to_mind(store: MemoryStore) -> None:
    fact = store.remember(a_memory(kind=Kind.FACT))
    lore = store.remember(a_memory(kind=Kind.LORE))
    store.remember(a_memory(kind=Kind.TURN))
    assert ids(store.recall(a_query(kinds={Kind.FACT, Kind.LORE}))) == [lore, fact]
    assert store.recall(a_query(kinds=frozenset())) == []


def test_an_empty_store_recalls_nothing(store: MemoryStore) -> None:
    assert store.recall(a_query()) == []


def test_what_another_store_writes_and_forgets_is_noticed(store: MemoryStore, path: Path) -> None:
    mine = store.remember(a_memory())
    assert ids(store.recall(a_query())) == [mine]
    with MemoryStore.open(path, DIMENSION) as other:
        theirs = other.remember(a_memory())
        assert ids(store.recall(a_query())) == [theirs, mine]
        other.forget(owner="ada", id=mine)
        assert ids(store.recall(a_query())) == [theirs]
        other.forget(owner="ada")
        assert store.recall(a_query()) == []
        again = other.remember(a_memory())
        assert ids(store.recall(a_query())) == [again]
    assert store.check().ok


def test_what_plain_sql_deletes_is_noticed(store: MemoryStore, path: Path) -> None:
    for seed in range(5):
        store.remember(a_memory(f"memory {seed}", seed))
    assert len(store.recall(a_query())) == 5
    with closing(connect(path)) as tool, tool:
        tool.execute("DELETE FROM memory WHERE text != 'memory 3'")
    assert [hit.memory.text for hit in store.recall(a_query())] == ["memory 3"]
    assert store.check().ok


def test_rolled_back_memories_never_come_to_mind(store: MemoryStore) -> None:
    kept = store.remember(a_memory("kept", seed=1))

    def change_of_mind() -> None:
        with store.transaction():
            store.remember(a_memory("rolled back", seed=2))
            store.forget(owner="ada", id=kept)
            # Not committed, so recall sees neither the addition nor the deletion.
            assert ids(store.recall(a_query(2))) == [kept]
            raise InterruptedError

    with pytest.raises(InterruptedError):
        change_of_mind()
    assert ids(store.recall(a_query(2))) == [kept]
    # SQLite gives the id that was rolled back to the next memory: its vector must be the new one.
    successor = store.remember(a_memory("successor", seed=3))
    [hit, _] = store.recall(a_query(3))
    assert (hit.memory.id, hit.memory.text) == (successor, "successor")
    assert hit.score == pytest.approx(1.0)
    assert store.check().ok
