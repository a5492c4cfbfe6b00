"""Keep documents and memories in one file and search both through LangChain.

python examples/langchain_memory.py
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from empathic_agent.encoder import SentenceEncoder
from memory_store import MemoryStore, Mood, NewMemory
from memory_store.langchain import EmotionalRetriever, EmotionalVectorStore, EncoderEmbeddings

SAD, GLAD = Mood(-0.6, -0.3, -0.3), Mood(0.8, 0.5, 0.4)


def main() -> None:
    """Search documents under a condition, and memories in a mood."""
    encoder = SentenceEncoder()
    embeddings = EncoderEmbeddings(encoder.encode)
    with (
        tempfile.TemporaryDirectory() as folder,
        MemoryStore.open(Path(folder) / "memories.db", encoder.dimension, encoder.name) as store,
    ):
        documents = EmotionalVectorStore(store, embeddings, owner="handbook")
        documents.add_texts(
            ["Sleep problems often follow a loss.", "Keep a fixed time for getting up."],
            [{"topic": "grief"}, {"topic": "sleep"}],
            ids=["grief-1", "sleep-1"],
        )
        for document in documents.similarity_search("insomnia", k=1, filter={"topic": "sleep"}):
            print(f"document {document.id}: {document.page_content}")

        for text, mood in [("My dog died at New Year.", SAD), ("My dog won a prize.", GLAD)]:
            [vector] = encoder.encode([text])
            store.remember(NewMemory(owner="ada", text=text, vector=vector, mood=mood))
        retriever = EmotionalRetriever(store=store, embeddings=embeddings, owner="ada", k=1)
        for felt in (SAD, GLAD):
            [memory] = retriever.invoke("my dog", mood=felt, meaning_weight=0.5)
            print(f"memory {memory.page_content} {memory.metadata['score']}")


if __name__ == "__main__":
    main()
