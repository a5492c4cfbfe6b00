"""What a persona remembers of its own: seeds of its life and lore of its world. Knows no owner.

They are kept in the same store as everybody's memories, under a reserved owner per persona, so
that each is encoded once and for all who talk with it. They are written when they are first
needed, and again when the persona's texts have changed.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator

from empathic_agent.affect.vad import NEUTRAL, VAD
from empathic_agent.cards.mentions import mentions
from empathic_agent.cards.role import Lorebook
from empathic_agent.journal import storage_errors
from empathic_agent.memory import FAINT, direction
from empathic_agent.persona.record import Persona
from empathic_agent.protocols import Encoder
from empathic_agent.response.kinds import Kind as MessageKind
from empathic_agent.response.kinds import kind_of
from empathic_agent.turn import Dialogue, OwnMemory, Speaker
from memory_store import Hit, Kind, MemoryStore, NewMemory, Query, Strategy
from memory_store import Mood as StoredMood

RESERVED = "persona:"
"""Owners that begin with this are personas; nobody else may be called so."""
MIN_MEANING = 0.35
"""Cosine from which a seed is close enough to what was said to come to mind."""
MIN_MEANING_ASKED = 0.15
"""The same where the person asks about the persona itself."""
ASKED = frozenset({MessageKind.IDENTITY, MessageKind.PERSONAL})
"""Messages that ask about it."""
MOST_SEEDS = 2
"""Seeds that may come to mind with one message."""


class PersonaMemories:
    """The memories of one persona.

    Args:
        store: where they are kept.
        encoder: the shared encoder; not used before the first message.
        persona: whose they are.
        meaning_weight: share of meaning against mood in the score, in [0, 1]; None: the usual one.
    """

    def __init__(
        self,
        store: MemoryStore,
        encoder: Encoder,
        persona: Persona,
        *,
        meaning_weight: float | None,
    ) -> None:
        self._store = store
        self._encoder = encoder
        self._persona = persona
        self._meaning_weight = meaning_weight
        self._owner = RESERVED + persona.name
        self._lore = persona.role.lorebook if persona.role else Lorebook()
        self._lock = threading.Lock()
        self._ready = False

    def prepare(self) -> None:
        """See to it that the store holds what the persona remembers now, and nothing older.

        Raises:
            StorageError: the store cannot be written.
            ModelError: the encoder cannot be loaded.
        """
        with self._lock, storage_errors():
            if not self._ready:
                self._write()
            self._ready = True

    def recall(self, dialogue: Dialogue, mood: VAD) -> tuple[OwnMemory, ...]:
        """What the last utterance brings to the persona's own mind.

        Seeds that are close to it in meaning, best first; then all lore that is mentioned, in the
        order of the lorebook.
        """
        if not (self._persona.seed_memories or self._lore.entries):
            return ()
        self.prepare()
        return (*self._seeds(dialogue, mood), *self._mentioned(dialogue, mood))

    def _seeds(self, dialogue: Dialogue, mood: VAD) -> Iterator[OwnMemory]:
        if not self._persona.seed_memories:
            return
        asked = kind_of(dialogue.last.text) in ASKED
        for hit in self._hits(dialogue, mood, Kind.PERSONA_SEED, MOST_SEEDS):
            # Unasked, a happy memory held up to someone in pain is no comfort.
            jarring = not asked and mood.valence < -FAINT and hit.memory.mood.valence > FAINT
            if hit.meaning >= (MIN_MEANING_ASKED if asked else MIN_MEANING) and not jarring:
                yield _own(hit, None)

    def _mentioned(self, dialogue: Dialogue, mood: VAD) -> Iterator[OwnMemory]:
        said = [utterance.text for utterance in dialogue.utterances]
        replies = sum(u.speaker is Speaker.SUPPORTER for u in dialogue.utterances)
        found = mentions(self._lore, said, replies)
        if not found:
            return
        hits = self._hits(dialogue, mood, Kind.LORE, len(self._lore.entries))
        by_text = {hit.memory.text: hit for hit in hits}
        for mention in found:
            yield _own(by_text[mention.entry.text], mention.key)

    def _hits(self, dialogue: Dialogue, mood: VAD, kind: Kind, limit: int) -> list[Hit]:
        query = Query(
            owner=self._owner,
            vector=self._encoder.encode([dialogue.last.text])[0],
            mood=direction(mood),
            strategy=Strategy.COMBINE_ADD,
            meaning_weight=self._meaning_weight,
            limit=limit,
            kinds=frozenset({kind}),
        )
        with storage_errors():
            return self._store.recall(query)

    def _write(self) -> None:
        version = self._version()
        if self._is_written(version):
            return
        texts = [text for _, text, _ in self._contents()]
        vectors = self._encoder.encode(texts) if texts else ()
        with self._store.transaction():
            if self._is_written(version):  # another process was quicker
                return
            self._store.forget(owner=self._owner)
            for (kind, text, emotion), vector in zip(self._contents(), vectors, strict=True):
                self._store.remember(
                    NewMemory(
                        owner=self._owner,
                        session=version,
                        kind=kind,
                        speaker=self._persona.name,
                        text=text,
                        vector=vector,
                        emotion=emotion,
                        mood=self._mood(emotion),
                    )
                )

    def _is_written(self, version: str) -> bool:
        written = self._store.list(self._owner, limit=1)
        return [memory.session for memory in written] == ([version] if self._contents() else [])

    def _contents(self) -> list[tuple[Kind, str, str]]:
        seeds = {(Kind.PERSONA_SEED, s.text, s.emotion) for s in self._persona.seed_memories}
        lore = {(Kind.LORE, entry.text, "") for entry in self._lore.entries}
        return sorted(seeds | lore)

    def _version(self) -> str:
        return hashlib.sha256(repr(self._contents()).encode()).hexdigest()[:16]

    def _mood(self, emotion: str) -> StoredMood:
        points = {seed.emotion: seed.vad for seed in self._persona.seed_memories}
        return StoredMood(*points.get(emotion, NEUTRAL).as_tuple())


def _own(hit: Hit, key: str | None) -> OwnMemory:
    return OwnMemory(
        memory_id=hit.memory.id,
        kind=hit.memory.kind.value,
        text=hit.memory.text,
        emotion=hit.memory.emotion,
        key=key,
        score=hit.score,
        meaning=hit.meaning,
        mood=hit.mood,
    )
