"""Connects to a Milvus server or a milvus-lite file, and translates what pymilvus reports.

Knows nothing of collections.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any

from memory_store.errors import StoreError, UnwritableError

if TYPE_CHECKING:
    from pymilvus import MilvusClient

TIMEOUT = 10.0
"""How many seconds to wait for a server to be reached."""

_UNREACHABLE = 2

# Stores of this process by file: milvus-lite serves one from a thread that outlives its clients.
_served: Counter[str] = Counter()
_serving = Lock()


def connect(uri: str, token: str) -> MilvusClient:
    """A client of the server, or of the file, which is then locked against other processes."""
    with _serving:
        client: MilvusClient = _pymilvus().MilvusClient(uri, token=token, timeout=TIMEOUT)
        _served[uri] += 1
    return client


def disconnect(client: MilvusClient, uri: str) -> None:
    """Close the client; the last one of a file stops serving it, so that other processes may."""
    with _serving:
        client.close()
        _served[uri] -= 1
        if _served[uri] == 0 and "://" not in uri:
            from milvus_lite import server_manager_instance

            server_manager_instance.release_server(uri)


@contextmanager
def translated(uri: str) -> Iterator[None]:
    """The one seam where the errors of pymilvus become those of `memory_store.errors`."""
    pymilvus = _pymilvus()
    try:
        yield
    except pymilvus.MilvusException as error:
        advice = "start it, or check its address" if error.code == _UNREACHABLE else "see its log"
        raise StoreError(f"{uri}: Milvus refused ({error.message}); {advice}") from error
    except OSError as error:
        raise UnwritableError(f"{uri}: the file cannot be used ({error})") from error


def _pymilvus() -> Any:
    try:
        import pymilvus
    except ModuleNotFoundError as error:
        raise ImportError(
            f"Milvus needs {error.name}; install it with: pip install 'pymilvus[milvus-lite]'"
        ) from error
    # It prints every error with its traceback; ours are raised, and say what to do.
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
    return pymilvus
