"""FAISS, imported when it is first needed: the slowest import of the package."""

from __future__ import annotations

from typing import Any


def faiss() -> Any:
    """The module; untyped, for its type stubs know nothing of half of what is used here."""
    import faiss as module

    return module
