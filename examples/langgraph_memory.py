"""Give a LangGraph agent a long-term memory that outlives the process.

python examples/langgraph_memory.py
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, TypedDict

from langgraph.config import get_store
from langgraph.graph import START, StateGraph
from sklearn.feature_extraction.text import HashingVectorizer

from memory_store import MemoryStore
from memory_store.langchain import EmotionalStore


class State(TypedDict):
    """What goes through the graph."""

    user: str
    said: str
    remembered: list[str]


def listen(state: State) -> dict[str, list[str]]:
    """Recall what fits to what was said, then keep it."""
    memory, namespace = get_store(), ("users", state["user"])
    found = memory.search(namespace, query=state["said"], limit=1)
    memory.put(namespace, str(len(memory.search(namespace, limit=1000))), {"text": state["said"]})
    return {"remembered": [item.value["text"] for item in found]}


def main() -> None:
    """Talk in two processes' worth of stores about the same thing."""
    # Hashed words start at once; in earnest, use the vectors of a sentence encoder.
    words = HashingVectorizer(n_features=512)
    index: Any = {
        "dims": words.n_features,
        "embed": lambda texts: words.transform(texts).toarray().tolist(),
        "fields": ["text"],
    }
    graph = StateGraph(State)
    graph.add_node("listen", listen)
    graph.add_edge(START, "listen")
    with tempfile.TemporaryDirectory() as folder:
        for said in ("I play the cello.", "The weather is bad.", "How long have I had the cello?"):
            file = Path(folder) / "memories.db"
            with MemoryStore.open(file, words.n_features, "hashed words") as store:
                agent = graph.compile(store=EmotionalStore(store, index=index))
                outcome = agent.invoke({"user": "ada", "said": said, "remembered": []})
                print(f"{said} {outcome['remembered']}")


if __name__ == "__main__":
    main()
