"""What LangChain's own tests leave open."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from pydantic import ValidationError

from memory_store import MemoryStore, NewMemory
from memory_store.export import export_memories
from memory_store.importing import import_memories
from memory_store.langchain import EmotionalVectorStore
from tests.memory_store.langchain.samples import DIMENSION, encode, mood_of


@pytest.fixture
def documents(store: MemoryStore, embeddings: Embeddings) -> EmotionalVectorStore:
    return EmotionalVectorStore(store, embeddings, mood_of=mood_of)


def texts(found: list[Document]) -> list[str]:
    return [document.page_content for document in found]


def test_documents_are_memories_and_outlive_the_process(
    tmp_path: Path, embeddings: Embeddings
) -> None:
    with MemoryStore.open(tmp_path / "kept", DIMENSION) as store:
        EmotionalVectorStore(store, embeddings).add_texts(["a red fox"], [{"n": 1}], ids=["fox"])
    with MemoryStore.open(tmp_path / "kept", DIMENSION) as store:
        again = EmotionalVectorStore(store, embeddings)
        [found] = again.get_by_ids(["fox"])
        assert found == Document(id="fox", page_content="a red fox", metadata={"n": 1})
        assert store.list("documents")[0].text == "a red fox"


@pytest.mark.parametrize("identity", ["42", "ünïcode ☃", "'; DROP TABLE memory; --", "a" * 500])
def test_any_text_is_an_id(documents: EmotionalVectorStore, identity: str) -> None:
    documents.add_texts(["first"], ids=[identity])
    documents.add_texts(["second"], ids=[identity])
    assert texts(documents.get_by_ids([identity])) == ["second"]
    assert texts(documents.similarity_search("first", k=5)) == ["second"]
    documents.delete([identity])
    assert documents.get_by_ids([identity]) == []


def test_documents_come_back_in_the_order_of_the_ids(documents: EmotionalVectorStore) -> None:
    documents.add_texts(["a", "b", "c"], ids=["1", "2", "3"])
    assert texts(documents.get_by_ids(["3", "1", "nobody", "2"])) == ["c", "a", "b"]


def test_of_two_documents_with_one_id_the_last_stays(documents: EmotionalVectorStore) -> None:
    assert documents.add_texts(["first", "last"], ids=["x", "x"]) == ["x", "x"]
    assert texts(documents.similarity_search("first", k=5)) == ["last"]


def test_a_filter_is_part_of_the_search(documents: EmotionalVectorStore) -> None:
    # A hundred better ones would take every place if the filter came after the search.
    documents.add_texts(["red fox"] * 100, [{"topic": "animals", "n": n} for n in range(100)])
    documents.add_texts(["blue sea", "green sea"], [{"topic": "water", "n": 1}] * 2)
    for wanted in (
        {"topic": "water"},
        {"topic": {"$ne": "animals"}},
        {"topic": {"$in": ["water"]}},
    ):
        found = documents.similarity_search("red fox", k=2, filter=wanted)
        assert {document.metadata["topic"] for document in found} == {"water"}, wanted
        assert len(found) == 2
    last = documents.similarity_search("fox", k=1, filter=lambda d: d.metadata["n"] == 99)
    assert last[0].metadata == {"topic": "animals", "n": 99}
    assert len(documents.similarity_search("fox", k=200, filter={"n": {"$gte": 98}})) == 2


def test_owners_are_kept_apart(
    store: MemoryStore, embeddings: Embeddings, documents: EmotionalVectorStore
) -> None:
    other = EmotionalVectorStore(store, embeddings, owner="kim")
    documents.add_texts(["mine"], ids=["1"])
    other.add_texts(["yours"], ids=["1"])
    assert texts(documents.similarity_search("yours", k=5)) == ["mine"]
    assert texts(other.get_by_ids(["1"])) == ["yours"]
    other.delete()
    assert texts(documents.get_by_ids(["1"])) == ["mine"]


def test_memories_that_are_no_documents_stay_out_and_stay(
    store: MemoryStore, documents: EmotionalVectorStore
) -> None:
    vector = encode(["red fox"])[0]
    kept = store.remember(NewMemory(owner="documents", text="red fox", vector=vector))
    documents.add_texts(["red hen"], ids=["hen"])
    assert texts(documents.similarity_search("red fox", k=1)) == ["red hen"]
    documents.delete()
    assert store.get(kept) is not None
    assert store.count() == 1


def test_moods_have_their_say(documents: EmotionalVectorStore) -> None:
    documents.add_texts(["sad news from home", "glad news from home"])
    ask = "news from home"
    for felt, first in (("sad", "sad"), ("glad", "glad")):
        found = documents.similarity_search(ask, k=2, mood=mood_of(felt), meaning_weight=0.5)
        assert texts(found)[0] == f"{first} news from home"
    assert texts(documents.similarity_search("sad", k=1, meaning_weight=0.0)) == [
        "sad news from home"
    ]


def test_scores_are_cosines_and_relevance_lies_between_0_and_1(
    documents: EmotionalVectorStore,
) -> None:
    documents.add_texts(["red fox", "blue sea"])
    expected = encode(["red fox", "blue sea"])
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    [(first, one), (_, other)] = documents.similarity_search_with_score("red fox", k=2)
    assert first.page_content == "red fox"
    assert one == pytest.approx(1.0, abs=1e-6)
    assert other == pytest.approx(float(expected[0] @ expected[1]), abs=1e-6)
    relevant = documents.similarity_search_with_relevance_scores("red fox", score_threshold=0.9)
    assert [document.page_content for document, _ in relevant] == ["red fox"]
    # Without the threshold, too: LangChain warns, here an error, of scores outside of 0 to 1.
    assert len(documents.similarity_search_with_relevance_scores("red fox")) == 2


def test_marginal_relevance_prefers_what_is_unlike(documents: EmotionalVectorStore) -> None:
    documents.add_texts(["red fox runs", "red fox runs", "red sea"])
    plain = texts(documents.similarity_search("red fox runs", k=2))
    diverse = texts(documents.max_marginal_relevance_search("red fox runs", k=2, lambda_mult=0.2))
    assert plain == ["red fox runs"] * 2
    assert diverse == ["red fox runs", "red sea"]
    vector = encode(["red sea"])[0].tolist()
    assert texts(documents.similarity_search_by_vector(vector, k=1)) == ["red sea"]
    assert texts(
        documents.max_marginal_relevance_search(
            "fox", k=1, filter=lambda d: "sea" in d.page_content
        )
    ) == ["red sea"]


async def test_async_is_the_same(documents: EmotionalVectorStore) -> None:
    await documents.aadd_texts(["red fox", "red sea"], ids=["1", "2"])
    assert texts(await documents.aget_by_ids(["2"])) == ["red sea"]
    assert texts(await documents.asimilarity_search("red sea", k=1)) == ["red sea"]
    [(_, score)] = await documents.asimilarity_search_with_score("red sea", k=1)
    assert score == pytest.approx(1.0, abs=1e-6)
    assert len(await documents.amax_marginal_relevance_search("red", k=2)) == 2
    await documents.adelete(["1", "2"])
    assert await documents.asimilarity_search("red", k=2) == []


def test_all_or_none(documents: EmotionalVectorStore, store: MemoryStore) -> None:
    documents.add_texts(["before"], ids=["1"])
    with pytest.raises(ValidationError):  # an empty text has no meaning to be found by
        documents.add_texts(["after", ""], ids=["1", "2"])
    with pytest.raises(ValueError, match="2 texts, 1 ids"):
        documents.add_texts(["after", "later"], ids=["1"])
    with pytest.raises(ValidationError):  # metadata must be JSON
        documents.add_texts(["after"], [{"when": object()}], ids=["1"])
    with pytest.raises(TypeError, match="batch"):
        documents.add_texts(["after"], batch=3)
    assert texts(documents.get_by_ids(["1"])) == ["before"]
    assert store.count() == 1


def test_from_texts_and_documents(store: MemoryStore, embeddings: Embeddings) -> None:
    made = EmotionalVectorStore.from_documents(
        [Document(page_content="red fox", id="fox")], embeddings, store=store, owner="zoo"
    )
    assert texts(made.get_by_ids(["fox"])) == ["red fox"]
    with pytest.raises(TypeError, match="store="):
        EmotionalVectorStore.from_texts(["x"], embeddings)


def test_an_export_holds_ids_and_metadata(
    tmp_path: Path,
    store: MemoryStore,
    embeddings: Embeddings,
    documents: EmotionalVectorStore,
) -> None:
    documents.add_texts(["red fox"], [{"page": 7}], ids=["fox"])
    export_memories(store, "documents", tmp_path / "all.jsonl")
    documents.delete()
    import_memories(store, tmp_path / "all.jsonl", owner="elsewhere")
    moved = EmotionalVectorStore(store, embeddings, owner="elsewhere")
    assert moved.get_by_ids(["fox"])[0].metadata == {"page": 7}


def test_it_retrieves_as_any_vector_store(documents: EmotionalVectorStore) -> None:
    documents.add_texts(["red fox", "blue sea"], [{"n": 1}, {"n": 2}])
    retriever = documents.as_retriever(search_kwargs={"k": 1, "filter": {"n": 2}})
    assert texts(retriever.invoke("red fox")) == ["blue sea"]
