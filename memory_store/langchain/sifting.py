"""Recall with a condition that the store itself does not know. Knows nothing of LangChain."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace

from memory_store.protocols import Memories
from memory_store.records import Hit, Memory, Query

GROWTH = 4
"""How many times more is fetched when too much was sifted out."""


def sifted_recall(
    store: Memories, query: Query, name: Callable[[Memory], Hashable | None]
) -> list[Hit]:
    """The best `query.limit` hits that `name` gives different names; those it names None are out.

    Full, however rare they are: more is fetched until there are enough or no more. Of equals those
    come first that the store puts first, whatever the limit, so that pages fit together.
    """
    most = store.count(query.owner)
    limit = query.limit + 1
    while most:
        limit = min(limit, most)
        hits = store.recall(replace(query, limit=limit))
        best: dict[Hashable, Hit] = {}
        for hit in hits:
            if (called := name(hit.memory)) is not None:
                best.setdefault(called, hit)
        found = list(best.values())[: query.limit]
        # An equal of the last one that has not been fetched may belong before it.
        enough = len(found) == query.limit and hits[-1].score < found[-1].score
        if enough or len(hits) < limit or limit == most:
            return found
        limit *= GROWTH
    return []
