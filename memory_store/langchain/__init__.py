"""A memory store behind LangChain's and LangGraph's own interfaces. Knows nothing of any agent.

`EmotionalVectorStore` and `EmotionalRetriever` need langchain-core, `EmotionalStore` needs
langgraph; each is imported when its name is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from memory_store.langchain.embeddings import EncoderEmbeddings
    from memory_store.langchain.graph_store import EmotionalStore
    from memory_store.langchain.retriever import EmotionalRetriever
    from memory_store.langchain.vector_store import EmotionalVectorStore

__all__ = ["EmotionalRetriever", "EmotionalStore", "EmotionalVectorStore", "EncoderEmbeddings"]

_HOMES = {
    "EmotionalRetriever": ("retriever", "langchain-core>=1.0"),
    "EmotionalStore": ("graph_store", "langgraph>=1.0"),
    "EmotionalVectorStore": ("vector_store", "langchain-core>=1.0"),
    "EncoderEmbeddings": ("embeddings", "langchain-core>=1.0"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, requirement = _HOMES[name]
    try:
        return getattr(import_module(f"{__name__}.{module}"), name)
    except ModuleNotFoundError as error:
        raise ImportError(
            f"{name} needs {error.name}; install it with: pip install '{requirement}'"
        ) from error
