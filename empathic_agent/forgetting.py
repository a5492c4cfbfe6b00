"""Forgets what a person has said: memories, turns of the journal, and where others quote them.

Knows nothing of how either is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta

from empathic_agent.journal import Journal, storage_errors
from empathic_agent.settings import Settings
from empathic_agent.turn import Record, Turn
from memory_store import Memory
from memory_store.merging import merged_into
from memory_store.protocols import TransactionalMemories
from memory_store.retention import Retention, retain

BLANKED = "[forgotten]"
"""What stands in a turn where it quoted what has been forgotten."""


class Moment(Record):
    """Where and when something was said: what a memory and the turn it comes from share."""

    session: str
    at: datetime


class Forgotten(Record):
    """What is gone."""

    memories: int
    turns: int
    """Of the journal, deleted."""
    blanked: int
    """Turns that stay, but without what they quoted."""


class Forgetting:
    """Deletes memories together with their turns, in one transaction: both or neither.

    A turn belongs to a memory if it is of the same owner, session and moment. Other turns that
    recalled the memory, or found in its words what brought an emotion about, lose those parts and
    their prompt. What the agent has replied stays, even where it took up somebody's words.

    Args:
        store: the memories; the journal lives in the same database.
        journal: the turns.
    """

    def __init__(self, store: TransactionalMemories, journal: Journal) -> None:
        self._store = store
        self._journal = journal

    def one(self, owner: str, memory_id: int) -> Forgotten:
        """Forget one memory, all that it superseded and all that was merged into them."""
        return self._carry_out(owner, lambda: self._store.forget(owner=owner, id=memory_id))

    def session(self, owner: str, session: str) -> Forgotten:
        """Forget a conversation, also what the crisis gate answered."""
        return self._carry_out(
            owner,
            lambda: self._store.forget(owner=owner, session=session),
            lambda turn: turn.session == session,
        )

    def older_than(self, owner: str, moment: datetime) -> Forgotten:
        """Forget what happened before, but for pinned memories and their turns."""
        return self._carry_out(
            owner,
            lambda: self._store.forget(owner=owner, older_than=moment),
            lambda turn: turn.at < moment,
        )

    def everything(self, owner: str) -> Forgotten:
        """Forget all that the owner has said."""
        return self._carry_out(owner, lambda: self._store.forget(owner=owner), lambda _: True)

    def retain(self, owner: str, policy: Retention, now: datetime | None = None) -> Forgotten:
        """Forget what the policy says is due, and turns without a memory that are too old."""
        if policy.max_age is None and policy.max_count is None:
            return Forgotten(memories=0, turns=0, blanked=0)
        at = now or datetime.now(UTC)
        oldest = None if policy.max_age is None else at - policy.max_age
        return self._carry_out(
            owner,
            lambda: retain(self._store, owner, policy, at),
            lambda turn: oldest is not None and turn.at < oldest,
        )

    def _carry_out(
        self,
        owner: str,
        delete: Callable[[], object],
        meant: Callable[[Turn], bool] = lambda _: False,
    ) -> Forgotten:
        """Delete memories, their turns, and turns that are meant and have no memory that stays."""
        with storage_errors(), self._store.transaction():
            before = self._memories(owner)
            delete()
            after = self._memories(owner)
            gone = [memory for memory in before.values() if memory.id not in after]
            turns = [*self._journal.turns_of(owner)]
            moments = {moment for memory in gone for moment in _moments(memory)}
            staying = {_moment(memory) for memory in after.values()}
            erased = [
                turn
                for turn in turns
                if _moment(turn) in moments or (meant(turn) and _moment(turn) not in staying)
            ]
            blanked = _blanked(turns, gone, erased)
            self._journal.rewrite(blanked)
            self._journal.erase(owner, (turn.id for turn in erased))
        return Forgotten(memories=len(gone), turns=len(erased), blanked=len(blanked))

    def _memories(self, owner: str) -> dict[int, Memory]:
        several = max(self._store.count(owner), 1)
        memories = self._store.list(owner, limit=several, include_superseded=True)
        return {memory.id: memory for memory in memories}


def retention(settings: Settings) -> Retention:
    """What the settings say about how long memories are kept."""
    days = settings.retain_days
    return Retention(
        max_age=None if days is None else timedelta(days=days),
        max_count=settings.retain_count,
        keep_importance=settings.retain_importance,
    )


def _moment(happened: Memory | Turn) -> Moment:
    return Moment(session=happened.session, at=happened.at)


def _moments(memory: Memory) -> Iterator[Moment]:
    """Its own, and those of everything that was merged into it."""
    yield _moment(memory)
    for entry in merged_into(memory):
        yield Moment(session=entry.session, at=entry.at)


def _blanked(
    turns: Iterable[Turn], gone: Collection[Memory], erased: Collection[Turn]
) -> list[Turn]:
    """The turns that stay but quoted something of what goes, without it."""
    ids = {memory.id for memory in gone}
    texts = {memory.text for memory in gone} | {turn.utterance.text for turn in erased}
    names = {turn.id for turn in erased}
    staying = [turn for turn in turns if turn.id not in names]
    pairs = [(turn, _without(turn, ids, texts)) for turn in staying]
    return [after for before, after in pairs if after is not before]


def _without(turn: Turn, ids: Collection[int], texts: Collection[str]) -> Turn:
    """The turn without what it quotes; the very same if it quotes nothing."""
    recalled = tuple(one for one in turn.recollections if one.memory_id not in ids)
    appraisal = turn.appraisal
    if appraisal is not None:
        causes = tuple(one for one in appraisal.antecedents if one.text not in texts)
        if len(causes) != len(appraisal.antecedents):
            appraisal = appraisal.model_copy(update={"antecedents": causes})
    if len(recalled) == len(turn.recollections) and appraisal is turn.appraisal:
        return turn
    prompt = None if turn.prompt is None else BLANKED
    changes = {"recollections": recalled, "appraisal": appraisal, "prompt": prompt}
    return turn.model_copy(update=changes)
