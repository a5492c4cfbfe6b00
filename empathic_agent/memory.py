"""The agent's long-term memory over `memory_store`. Knows nothing of strategies or replies."""

from __future__ import annotations

from dataclasses import dataclass, field

from empathic_agent.affect.vad import NEUTRAL, VAD
from empathic_agent.journal import Journal, storage_errors
from empathic_agent.protocols import Encoder
from empathic_agent.turn import Appraisal, Dialogue, Recollection, Turn
from memory_store import Attunement, Hit, NewMemory, Query, Strategy, Weights
from memory_store import Mood as StoredMood
from memory_store.protocols import TransactionalMemories

FAINT = 0.25
"""A mood nearer to neutral than this has no say in a recall: what direction it has is chance."""

MOOD = 1.0
"""What mood weighs in the hybrid strategy: in a conversation, what one talks about comes first."""

FARTHEST = VAD(valence=1.0, arousal=1.0, dominance=1.0).distance(NEUTRAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalling:
    """How the agent recalls; `docs/recall.md` explains the choices."""

    limit: int
    """How many memories may come to mind."""
    strategy: Strategy = Strategy.HYBRID
    attunement: Attunement = Attunement.CONGRUENT
    meaning_weight: float | None = None
    """Share of meaning against mood in the strategies that combine only these, in [0, 1]."""
    weights: Weights = field(default_factory=lambda: Weights(mood=MOOD))
    """Of the hybrid strategy."""


class EmotionalMemory:
    """Recall by meaning, words and mood, on Emotional RAG (Huang et al. 2024).

    One memory is what the person said, with the emotion read in it. What the crisis gate answered
    is kept in the journal only: it must never come back as small talk.

    Args:
        store: where memories are kept; the journal lives in the same database.
        encoder: the shared encoder.
        recalling: how to recall.
    """

    def __init__(
        self,
        store: TransactionalMemories,
        journal: Journal,
        encoder: Encoder,
        recalling: Recalling,
    ) -> None:
        self._store = store
        self._journal = journal
        self._encoder = encoder
        self._recalling = recalling

    def remember(self, turn: Turn) -> None:
        """Keep the turn and its memory, both or neither."""
        memory = None if turn.appraisal is None else self._memory_of(turn, turn.appraisal)
        with storage_errors(), self._store.transaction():
            self._journal.write(turn)
            if memory is not None:
                self._store.remember(memory)

    def recall(self, dialogue: Dialogue, mood: VAD, owner: str) -> tuple[Recollection, ...]:
        """What the last utterance brings to mind, best first; not what is being said anyway."""
        said, how = {utterance.text for utterance in dialogue.utterances}, self._recalling
        query = Query(
            text=dialogue.last.text,
            vector=self._encoder.encode([dialogue.last.text])[0],
            mood=direction(mood),
            owner=owner,
            limit=how.limit + len(said),
            strategy=how.strategy,
            attunement=how.attunement,
            meaning_weight=how.meaning_weight,
            weights=how.weights,
        )
        with storage_errors():
            hits = self._store.recall(query)
        fresh = [hit for hit in hits if hit.memory.text not in said]
        return tuple(_recollection(hit) for hit in fresh[: how.limit])

    def _memory_of(self, turn: Turn, appraisal: Appraisal) -> NewMemory:
        text = turn.utterance.text
        return NewMemory(
            text=text,
            vector=self._encoder.encode([text])[0],
            mood=direction(appraisal.vad),
            emotion=appraisal.emotion,
            distribution=appraisal.distribution,
            provenance={"turn": turn.id},
            importance=appraisal.vad.distance(NEUTRAL) / FARTHEST,
            owner=turn.owner,
            session=turn.session,
            speaker=turn.utterance.speaker,
            at=turn.at,
        )


def direction(mood: VAD) -> StoredMood:
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
        words=hit.words,
        recency=hit.recency,
        importance=memory.importance,
        ranks={str(channel): rank for channel, rank in hit.ranks.items()},
    )
