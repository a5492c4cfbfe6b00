"""The same memory on Milvus, for many machines. Knows nothing of dialogue or language models.

It needs `pymilvus`, and for a file instead of a server `milvus-lite`; both are imported when a
store is opened.
"""

from memory_store.milvus.store import MilvusStore

__all__ = ["MilvusStore"]
