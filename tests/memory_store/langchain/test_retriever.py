from __future__ import annotations

import pytest
from langchain_core.embeddings import Embeddings
from pydantic import ValidationError

from memory_store import Kind, MemoryStore, Mood, NewMemory
from memory_store.langchain import EmotionalRetriever
from memory_store.records import Strategy
from tests.memory_store.langchain.samples import encode, mood_of


@pytest.fixture
def retriever(store: MemoryStore, embeddings: Embeddings) -> EmotionalRetriever:
    for text in ("sad news from home", "glad news from home", "tea is cold"):
        vector = encode([text])[0]
        store.remember(
            NewMemory(owner="ada", text=text, vector=vector, mood=mood_of(text), session="monday")
        )
    vector = encode(["kim has news from home"])[0]
    store.remember(
        NewMemory(owner="kim", text="kim has news from home", vector=vector, kind=Kind.FACT)
    )
    return EmotionalRetriever(
        store=store, embeddings=embeddings, owner="ada", k=2, strategy=Strategy.COMBINE_ADD
    )


def found(
    retriever: EmotionalRetriever, question: str = "news from home", **kw: object
) -> list[str]:
    return [document.page_content for document in retriever.invoke(question, None, **kw)]


def test_the_score_is_explained(retriever: EmotionalRetriever) -> None:
    first, _ = retriever.invoke(
        "news from home",
        mood=Mood(-0.5, 0.0, 0.0),
        meaning_weight=0.5,
        strategy=Strategy.COMBINE_ADD,
    )
    score = first.metadata["score"]
    assert first.page_content == "sad news from home"
    assert score["score"] == pytest.approx(0.5 * score["meaning"] + 0.5 * score["mood"])
    assert first.metadata["session"] == "monday"
    assert first.metadata["mood"] == [-0.8, -0.3, -0.4]


def test_a_mood_brings_back_what_was_felt_like_it(retriever: EmotionalRetriever) -> None:
    assert found(retriever, mood=Mood(0.5, 0.0, 0.0))[0] == "glad news from home"
    assert found(retriever, mood=Mood(-0.5, 0.0, 0.0))[0] == "sad news from home"


def test_the_mood_can_be_read_in_the_question(retriever: EmotionalRetriever) -> None:
    by_mood = {"mood_of": mood_of, "meaning_weight": 0.1, "strategy": Strategy.COMBINE_ADD}
    feeling = retriever.model_copy(update=by_mood)
    assert found(feeling, "a glad day")[0] == "glad news from home"
    assert found(feeling, "a sad day")[0] == "sad news from home"


def test_nobody_sees_anothers_memories(retriever: EmotionalRetriever) -> None:
    assert all("kim" not in text for text in found(retriever, k=10))
    assert found(retriever, owner="kim") == ["kim has news from home"]
    assert found(retriever, owner="kim", kinds=frozenset({Kind.TURN})) == []


def test_what_is_chosen_for_a_call_is_validated(retriever: EmotionalRetriever) -> None:
    for wrong in ({"k": 0}, {"meaning_weight": 2.0}, {"moood": None}, {"owner": ""}):
        with pytest.raises(ValidationError):
            found(retriever, **wrong)


async def test_async_is_the_same(retriever: EmotionalRetriever) -> None:
    assert [d.id for d in await retriever.ainvoke("tea")] == [d.id for d in retriever.invoke("tea")]
