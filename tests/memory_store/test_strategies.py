"""Recall strategies: each against one written out by hand, on a store of many owners."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from statistics import fmean, pstdev

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory_store import (
    Attunement,
    Channel,
    Hit,
    MemoryStore,
    Mood,
    NewMemory,
    Query,
    Strategy,
    Weights,
)
from tests.memory_store.samples import DIMENSION, a_memory, direction

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
VOCABULARY = ["dog", "cat", "rain", "Oslo", "job", "wife", "tea", "garden", "night", "train"]
OWNERS = ("ada", "bob", "cleo")
AXES = st.integers(-10, 10).map(lambda n: n / 10)


class Crowd:
    """A store, and what was put in."""

    def __init__(self, store: MemoryStore, kept: dict[int, NewMemory]) -> None:
        self.store = store
        self.kept = kept


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    """Three owners with 60 memories in mixed order, in conversations or in none."""
    random = np.random.default_rng(11)
    memories = [
        NewMemory(
            owner=OWNERS[number % 3],
            text=" ".join(random.choice(VOCABULARY, random.integers(1, 4))),
            session=("", "monday", "tuesday")[int(random.integers(3))],
            at=NOW - timedelta(days=float(random.uniform(0, 90))),
            vector=random.standard_normal(DIMENSION).astype(np.float32),
            mood=Mood(*(random.uniform(-1, 1, 3) * (number % 10 > 0))),
            importance=float(random.uniform()),
        )
        for number in range(180)
    ]
    with MemoryStore.open(tmp_path_factory.mktemp("crowd") / "db", DIMENSION) as store:
        yield Crowd(store, dict(zip(store.remember_many(memories), memories, strict=True)))


queries = st.builds(
    Query,
    owner=st.sampled_from(OWNERS),
    text=st.lists(st.sampled_from([*VOCABULARY, "the", "?"]), max_size=4).map(" ".join),
    vector=st.integers(0, 10_000).map(direction),
    mood=st.builds(Mood, AXES, AXES, AXES),
    strategy=st.sampled_from(Strategy),
    attunement=st.sampled_from(Attunement),
    meaning_weight=st.none() | st.floats(0, 1),
    depth=st.none() | st.integers(1, 60),
    limit=st.integers(1, 80),
    now=st.just(NOW),
)


def cosine(one: list[float], other: list[float]) -> float:
    lengths = math.hypot(*one) * math.hypot(*other)
    return sum(a * b for a, b in zip(one, other, strict=True)) / lengths if lengths else 0.0


def words_by_hand(mine: dict[int, NewMemory], text: str) -> dict[int, float]:
    """BM25 with the words of neighbours, from its definition."""
    near: dict[int, dict[int, float]] = {}
    for number, memory in mine.items():
        talk = [n for n, m in mine.items() if m.session == memory.session and m.session]
        talk = sorted(talk, key=lambda n: (mine[n].at, n)) or [number]
        place = talk.index(number)
        weights = {talk[p]: 2.0 / 2 ** abs(p - place) for p in range(len(talk))}
        near[number] = {n: w for n, w in weights.items() if w >= 0.5}
    scores = dict.fromkeys(mine, 0.0)
    for word in {*re.findall(r"\w+", text.lower())} - {"the"}:
        having = {n for n, m in mine.items() if word in m.text.lower().split()}
        rarity = math.log(1 + (len(mine) - len(having) + 0.5) / (len(having) + 0.5))
        for number in mine if having else ():
            frequency = sum(w for n, w in near[number].items() if n in having)
            scores[number] += rarity * frequency * 2.2 / (frequency + 1.2)
    return scores


def standard(values: dict[int, float], least: float) -> dict[int, float]:
    mean, spread = fmean(values.values()), pstdev(values.values())
    return {number: (value - mean) / max(spread, least) for number, value in values.items()}


def by_hand(crowd: Crowd, query: Query) -> list[float]:
    """The scores of the hits, best first, one memory at a time and without the library."""
    mine = {n: m for n, m in crowd.kept.items() if m.owner == query.owner}
    sought = list(query.mood)
    if query.attunement is Attunement.REPAIRING and query.mood.valence < 0:
        sought = [-sought[0], -sought[1], abs(sought[2])]
    meaning = {n: cosine(m.vector.tolist(), query.vector.tolist()) for n, m in mine.items()}
    mood = {n: cosine(list(m.mood), sought) for n, m in mine.items()}
    w = query.meaning_weight
    depth = max(query.limit, query.depth or 2 * query.limit)

    def first(by: dict[int, float]) -> list[int]:
        return sorted(mine, key=lambda n: (by[n], n), reverse=True)[:depth]

    match query.strategy:
        case Strategy.SEMANTIC:
            scores = list(meaning.values())
        case Strategy.COMBINE_ADD:
            w = 0.85 if w is None else w
            scores = [w * meaning[n] + (1 - w) * mood[n] for n in mine]
        case Strategy.COMBINE_MULTIPLY:
            w = 0.75 if w is None else w
            scores = [max(meaning[n], 0.0) * (w + (1 - w) * mood[n]) for n in mine]
        case Strategy.SEMANTIC_FIRST:
            scores = [mood[n] for n in first(meaning)]
        case Strategy.EMOTION_FIRST:
            scores = [meaning[n] for n in first(mood if any(mood.values()) else meaning)]
        case Strategy.HYBRID:
            close = standard(meaning, 0.05)
            named = standard(words_by_hand(mine, query.text), 0.5)
            scores = [
                close[n]
                + named[n]
                + 3.0 * mood[n]
                + 0.1 * 0.5 ** ((NOW - m.at) / timedelta(days=30))
                + 0.1 * m.importance
                for n, m in mine.items()
            ]
    return sorted(scores, reverse=True)[: query.limit]


@settings(max_examples=150, deadline=None)
@given(query=queries)
def test_every_strategy_agrees_with_one_written_out_by_hand(crowd: Crowd, query: Query) -> None:
    hits = crowd.store.recall(query)
    assert [hit.score for hit in hits] == pytest.approx(by_hand(crowd, query), abs=1e-5)
    assert {hit.memory.owner for hit in hits} <= {query.owner}
    assert len({hit.memory.id for hit in hits}) == len(hits)


@settings(max_examples=40, deadline=None)
@given(query=queries)
def test_ranks_are_places_by_each_part_alone(crowd: Crowd, query: Query) -> None:
    hits = crowd.store.recall(query)
    for part in (Channel.MEANING, Channel.MOOD, Channel.WORDS, Channel.RECENCY):
        ranked = [(hit.ranks[part], getattr(hit, part.value)) for hit in hits if part in hit.ranks]
        by_rank = [value for _, value in sorted(ranked, key=lambda pair: pair[0])]
        assert by_rank == sorted(by_rank, reverse=True)
        assert all(rank >= 1 for rank, _ in ranked)


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=200), owner=st.sampled_from(OWNERS))
def test_any_words_can_be_asked_and_stay_with_their_owner(
    crowd: Crowd, text: str, owner: str
) -> None:
    hits = crowd.store.recall(Query(owner=owner, text=text, vector=direction(1), limit=5))
    assert len(hits) == 5
    assert {hit.memory.owner for hit in hits} == {owner}


@pytest.mark.parametrize(
    "text",
    ['"', "a OR b", "NEAR(dog)", "dog*", "^dog", "-dog", "document:dog", "'; --", "😀", "犬"],
)
def test_what_looks_like_a_query_language_is_words(crowd: Crowd, text: str) -> None:
    assert len(crowd.store.recall(Query(owner="ada", text=text, vector=direction(1)))) == 10


def hits_for(store: MemoryStore, text: str, **fields: object) -> list[Hit]:
    asked = {"owner": "ada", "text": text, "vector": direction(9), "now": NOW, **fields}
    return store.recall(Query(**asked))  # type: ignore[arg-type]


def test_an_answer_is_found_by_the_words_of_the_question_before_it(store: MemoryStore) -> None:
    said = ["hello you", "where do you live now", "up north", "good", "yes", "and no", "a day"]
    for minute, text in enumerate(said):
        at = NOW - timedelta(minutes=60 - minute)
        store.remember(a_memory(text, session="talk", at=at))
    words = {hit.memory.text: hit.words for hit in hits_for(store, "live")}
    assert words["where do you live now"] > words["up north"] == words["hello you"]
    assert words["up north"] > words["good"] > words["yes"] == 0.0


def test_neighbours_are_of_the_same_conversation_and_owner(store: MemoryStore) -> None:
    for session, owner in (("", "ada"), ("b", "ada"), ("a", "ada"), ("a", "bob")):
        store.remember(
            a_memory(
                "apple" if (session, owner) == ("a", "ada") else "pear",
                session=session,
                owner=owner,
            )
        )
    words = [hit.words for hit in hits_for(store, "apple")]
    assert sorted(words)[:2] == [0.0, 0.0]
    assert max(words) > 0.0
    for _ in range(2):
        store.remember(a_memory("fig", session=""))
    assert sum(hit.words > 0 for hit in hits_for(store, "apple")) == 1


def test_a_memory_is_found_by_its_date_and_speaker(store: MemoryStore) -> None:
    store.remember(a_memory("one", seed=9, at=datetime(2023, 5, 8, tzinfo=UTC), speaker="Melanie"))
    store.remember(a_memory("two", seed=9, at=datetime(2023, 7, 8, tzinfo=UTC), speaker="Caroline"))
    assert hits_for(store, "What happened in May 2023?")[0].memory.text == "one"
    assert hits_for(store, "What did Caroline say?")[0].memory.text == "two"


def test_a_low_person_can_be_met_with_a_brighter_memory(store: MemoryStore) -> None:
    dark, bright = Mood(-0.7, -0.3, -0.4), Mood(0.7, 0.3, 0.4)
    store.remember(a_memory("the funeral", seed=9, mood=dark))
    store.remember(a_memory("the wedding", seed=9, mood=bright))

    def first(mood: Mood, attunement: Attunement, strategy: Strategy) -> str:
        hit, *_ = hits_for(store, "", mood=mood, attunement=attunement, strategy=strategy)
        return hit.memory.text

    for strategy in set(Strategy) - {Strategy.SEMANTIC, Strategy.EMOTION_FIRST}:
        assert first(dark, Attunement.CONGRUENT, strategy) == "the funeral"
        assert first(dark, Attunement.REPAIRING, strategy) == "the wedding"
        assert first(bright, Attunement.REPAIRING, strategy) == "the wedding"


def test_what_is_new_or_important_is_ahead_among_equals(store: MemoryStore) -> None:
    for text, days, importance in (("old", 300, 0.5), ("new", 1, 0.5), ("grave", 300, 1.0)):
        at = NOW - timedelta(days=days)
        store.remember(a_memory(text, seed=9, at=at, importance=importance))
    assert [hit.memory.text for hit in hits_for(store, "")] == ["new", "grave", "old"]
    calm = Weights(recency=0.0)
    assert hits_for(store, "", weights=calm)[0].memory.text == "grave"


def test_what_was_superseded_only_comes_if_it_is_asked_for(store: MemoryStore) -> None:
    old = store.remember(a_memory("lives in Bonn", seed=9))
    new = store.supersede("ada", old, a_memory("lives in Oslo", seed=9))
    for strategy in Strategy:
        asked = {"strategy": strategy, "mood": Mood(0.5, 0.5, 0.5)}
        assert [h.memory.id for h in hits_for(store, "Bonn", **asked)] == [new]
        both = hits_for(store, "Bonn", include_superseded=True, **asked)
        assert {h.memory.id for h in both} == {old, new}


def test_a_store_of_nobody_recalls_nothing_by_any_strategy(store: MemoryStore) -> None:
    store.remember(a_memory(owner="bob"))
    for strategy in Strategy:
        assert hits_for(store, "dog", strategy=strategy) == []
