"""The agent's long-term memory over `memory_store`. Knows nothing of strategies or replies."""

from __future__ import annotations

from empathic_agent.affect.vad import NEUTRAL, VAD
from empathic_agent.journal import Journal, storage_errors
from empathic_agent.protocols import Encoder
from empathic_agent.turn import Appraisal, Dialogue, Recollection, Turn
from memory_store import Hit, MemoryStore, NewMemory, Query
from memory_store import Mood as StoredMood

FAINT = 0.25
"""A mood nearer to neutral than this has no say in a recall: what direction it has is chance."""

FARTHEST = VAD(valence=1.0, arousal=1.0, dominance=1.0).distance(NEUTRAL)


class EmotionalMemory:
    """Emotional RAG (Huang et al. 2024): recall by meaning and mood.

    One memory is what the person said, with the emotion read in it. What the crisis gate answered
    is kept in the journal only: it must never come back as small talk.

    Args:
        store: where memories are kept; the journal lives in the same database.
        encoder: the shared encoder.
        limit: how many memories may come to mind.
        meaning_weight: share of meaning against mood in the score, in [0, 1].
    """

    def __init__(
        self,
        store: MemoryStore,
        journal: Journal,
        encoder: Encoder,
        *,
        limit: int,
        meaning_weight: float,
    ) -> None:
        self._store = store
        self._journal = journal
        self._encoder = encoder
        self._limit = limit
        self._meaning_weight = meaning_weight

    def remember(self, turn: Turn) -> None:
        """Keep the turn and its memory, both or neither."""
        memory = None if turn.appraisal is None else self._memory_of(turn, turn.appraisal)
        with storage_errors(), self._store.transaction():
            self._journal.write(turn)
            if memory is not None:
                self._store.remember(memory)

    def recall(self, dialogue: Dialogue, mood: VAD, owner: str) -> tuple[Recollection, ...]:
        """What the last utterance brings to mind, best first; not what is being said anyway."""
        said = {utterance.text for utterance in dialogue.utterances}
        query = Query(
            vector=self._encoder.encode([dialogue.last.text])[0],
            mood=_direction(mood),
            owner=owner,
            limit=self._limit + len(said),
            meaning_weight=self._meaning_weight,
        )
        with storage_errors():
            hits = self._store.recall(query)
        fresh = [hit for hit in hits if hit.memory.text not in said]
        return tuple(_recollection(hit) for hit in fresh[: self._limit])

    def _memory_of(self, turn: Turn, appraisal: Appraisal) -> NewMemory:
        text = turn.utterance.text
        return NewMemory(
            text=text,
            vector=self._encoder.encode([text])[0],
            mood=_direction(appraisal.vad),
            emotion=appraisal.emotion,
            importance=appraisal.vad.distance(NEUTRAL) / FARTHEST,
            owner=turn.owner,
            session=turn.session,
            speaker=turn.utterance.speaker,
            at=turn.at,
        )


def _direction(mood: VAD) -> StoredMood:
    """The mood as the store compares it, by its direction; neutral where it is faint."""
    felt = mood if mood.distance(NEUTRAL) >= FAINT else NEUTRAL
    return StoredMood(*felt.as_tuple())


def _recollection(hit: Hit) -> Recollection:
    memory = hit.memory
    return Recollection(
        memory_id=memory.id,
        text=memory.text,
        emotion=memory.emotion,
        at=memory.at,
        session=memory.session,
        score=hit.score,
        meaning=hit.meaning,
        mood=hit.mood,
    )
