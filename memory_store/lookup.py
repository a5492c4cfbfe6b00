"""Looking memories up, one by one and by their conditions. Knows nothing of recall or indexes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlite_utils import Database

from memory_store import rows, selection
from memory_store.records import Kind, Memory, MoodRange
from memory_store.selection import Selection
from memory_store.transactions import TransactionalFile


class Lookup(TransactionalFile):
    """The part of a store that only reads rows."""

    def get(self, memory_id: int) -> Memory | None:
        """The memory with this id, None if there is none (any more)."""
        with self._reading() as database:
            return rows.get(database, memory_id)

    def search_text(self, owner: str, words: str, limit: int = 50) -> list[Memory]:
        """The owner's memories whose text contains every one of `words`, latest first."""
        return self.search(owner, words=words, limit=limit)

    def search(
        self,
        owner: str,
        *,
        words: str | None = None,
        mood: MoodRange | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        kinds: Iterable[Kind] | None = None,
        session: str | None = None,
        limit: int = 50,
        include_superseded: bool = False,
    ) -> list[Memory]:
        """The owner's memories that meet every condition that is given, latest first.

        `words` must all be in the text: upper and lower case are the same in any script, and parts
        of words count. `since` is included and `until` is not.
        """
        meant = Selection(
            owner=owner,
            kinds=None if kinds is None else frozenset(kinds),
            sessions=None if session is None else frozenset({session}),
            since=since,
            until=until,
            include_superseded=include_superseded,
        )
        with self._reading() as database:
            return rows.fetch(database, selection.matching(database, meant, words, mood, limit))

    def history(self, owner: str, memory_id: int) -> list[Memory]:
        """A memory, all it has superseded and all it was superseded by, oldest first.

        Raises UnknownMemoryError.
        """
        with self._reading() as database:
            self._owned(database, owner, memory_id)
            latest = selection.latest_version(database, memory_id)
            versions = selection.with_history(database, [latest])
            return rows.fetch(database, sorted(versions))

    def count(self, owner: str | None = None) -> int:
        """How many memories there are, of one owner or of all."""
        with self._reading() as database:
            return selection.count(database, owner)

    def owners(self) -> list[str]:
        """Everybody who has memories, in alphabetical order."""
        with self._reading() as database:
            return [*selection.owners(database)]

    def _owned(self, database: Database, owner: str, memory_id: int) -> Memory:
        memory = rows.get(database, memory_id)
        if memory is None or memory.owner != owner:
            raise rows.unknown(owner, memory_id)
        return memory

    # After the other annotations: from here on, `list` is this method and not the built-in.
    def list(
        self,
        owner: str,
        limit: int = 50,
        offset: int = 0,
        kinds: Iterable[Kind] | None = None,
        include_superseded: bool = False,
    ) -> list[Memory]:
        """A page of the owner's memories, latest first."""
        meant = Selection(
            owner=owner,
            kinds=None if kinds is None else frozenset(kinds),
            include_superseded=include_superseded,
        )
        with self._reading() as database:
            return selection.page(database, meant, limit, offset)
