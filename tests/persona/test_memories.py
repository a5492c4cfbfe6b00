"""What a persona remembers of its own."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from empathic_agent.affect.vad import NEUTRAL, VAD
from empathic_agent.cards.role import About, Lorebook, LoreEntry, Role
from empathic_agent.encoder import CachedEncoder
from empathic_agent.persona import Persona, SeedMemory, load_persona
from empathic_agent.persona.memories import MIN_MEANING, RESERVED, PersonaMemories
from empathic_agent.protocols import Vectors
from empathic_agent.turn import Dialogue, Speaker, Utterance
from memory_store import Kind, MemoryStore

WINTER = "It's been six weeks of winter and I have seen nobody"


class Counting:
    """Passes texts on to another encoder and counts them."""

    def __init__(self, inner: CachedEncoder) -> None:
        self.name, self.dimension = inner.name, inner.dimension
        self.asked: list[str] = []
        self._inner = inner

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked.extend(texts)
        return self._inner.encode(texts)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[MemoryStore]:
    with MemoryStore.open(tmp_path / "db") as opened:
        yield opened


def memories(
    store: MemoryStore, encoder: CachedEncoder | Counting, persona: Persona
) -> PersonaMemories:
    return PersonaMemories(store, encoder, persona, meaning_weight=0.9)


def saying(*texts: str) -> Dialogue:
    speakers = (Speaker.SEEKER, Speaker.SUPPORTER)
    ordered = reversed(list(enumerate(reversed(texts))))
    return Dialogue(
        utterances=tuple(Utterance(speaker=speakers[n % 2], text=t) for n, t in ordered)
    )


def with_lore(*entries: LoreEntry, name: str = "tobin") -> Persona:
    role = Role(about=About(spec="chara_card_v2"), lorebook=Lorebook(entries=entries))
    return load_persona("wren").model_copy(update={"name": name, "role": role, "seed_memories": ()})


UMBRELLA = LoreEntry(text="Umbrellas are sorted by handle.", keys=("umbrella",), order=2)
DUCK = LoreEntry(text="Nobody has come for the duck.", keys=("duck",), order=1)


def test_a_seed_comes_to_mind_when_something_like_it_is_said(
    store: MemoryStore, encoder: CachedEncoder
) -> None:
    first, *_ = memories(store, encoder, load_persona("odalys")).recall(saying(WINTER), NEUTRAL)
    assert first.text.startswith("One winter the ice took the landing.")
    assert (first.kind, first.emotion, first.key) == ("persona seed", "sadness", None)
    assert first.meaning >= MIN_MEANING
    stored = store.get(first.memory_id)
    assert stored is not None
    assert (stored.kind, stored.owner) == (Kind.PERSONA_SEED, "persona:odalys")
    assert stored.mood.valence < 0


def test_small_talk_brings_nothing_to_mind(store: MemoryStore, encoder: CachedEncoder) -> None:
    mine = memories(store, encoder, load_persona("odalys"))
    assert mine.recall(saying("ok"), NEUTRAL) == ()


@pytest.mark.parametrize("name", ["wren", "bram", "pip", "imre", "mira", "odalys"])
def test_who_is_asked_about_itself_has_something_to_tell(
    name: str, store: MemoryStore, encoder: CachedEncoder
) -> None:
    mine = memories(store, encoder, load_persona(name))
    assert mine.recall(saying("Have you ever made a mistake?"), NEUTRAL)


def test_no_happy_memory_is_held_up_to_someone_in_pain(
    store: MemoryStore, encoder: CachedEncoder
) -> None:
    mine = memories(store, encoder, load_persona("odalys"))
    said = saying("My dog ran away and has not come home.")
    pain = VAD(valence=-0.7, arousal=0.1, dominance=-0.4)
    assert any("dog" in memory.text for memory in mine.recall(said, NEUTRAL))
    assert not any("dog" in memory.text for memory in mine.recall(said, pain))


def test_they_are_written_once_and_only_when_needed(
    store: MemoryStore, encoder: CachedEncoder
) -> None:
    counting, persona = Counting(encoder), load_persona("odalys")
    mine = memories(store, counting, persona)
    assert (store.count(), counting.asked) == (0, [])
    mine.recall(saying(WINTER), NEUTRAL)
    mine.recall(saying(WINTER), NEUTRAL)
    seeds = sorted(seed.text for seed in persona.seed_memories)
    assert sorted(text for text in counting.asked if text != WINTER) == seeds
    assert store.count(RESERVED + "odalys") == len(seeds)
    after_a_restart = Counting(encoder)
    memories(store, after_a_restart, persona).recall(saying(WINTER), NEUTRAL)
    assert after_a_restart.asked == [WINTER]
    assert store.count() == len(seeds)


def test_changed_texts_replace_the_old_ones(store: MemoryStore, encoder: CachedEncoder) -> None:
    persona = load_persona("odalys")
    memories(store, encoder, persona).prepare()
    memories(store, encoder, load_persona("bram")).prepare()
    seed = SeedMemory(text="The fog came in on a Tuesday.", emotion="fear")
    memories(store, encoder, persona.model_copy(update={"seed_memories": (seed,)})).prepare()
    assert [m.text for m in store.list("persona:odalys")] == [seed.text]
    assert store.count("persona:bram") == 4
    memories(store, encoder, persona.model_copy(update={"seed_memories": ()})).prepare()
    assert store.count("persona:odalys") == 0


def test_lore_comes_up_when_its_key_is_mentioned(
    store: MemoryStore, encoder: CachedEncoder
) -> None:
    mine = memories(store, encoder, with_lore(DUCK, UMBRELLA))
    assert mine.recall(saying("I lost my keys"), NEUTRAL) == ()
    (found,) = mine.recall(saying("I lost my umbrella"), NEUTRAL)
    assert (found.text, found.kind, found.key) == (UMBRELLA.text, "lore", "umbrella")
    assert store.get(found.memory_id) is not None
    both = mine.recall(saying("An umbrella with a duck?", "Which one?", "mine"), NEUTRAL)
    assert [memory.text for memory in both] == [DUCK.text, UMBRELLA.text]


def test_the_persona_itself_may_bring_lore_up(store: MemoryStore, encoder: CachedEncoder) -> None:
    mine = memories(store, encoder, with_lore(DUCK))
    assert mine.recall(saying("hi", "There is a duck here.", "oh"), NEUTRAL)


def test_entries_with_the_same_text_are_kept_once(
    store: MemoryStore, encoder: CachedEncoder
) -> None:
    twin = DUCK.model_copy(update={"keys": ("drake",)})
    mine = memories(store, encoder, with_lore(DUCK, twin))
    assert [m.key for m in mine.recall(saying("a drake"), NEUTRAL)] == ["drake"]
    assert store.count("persona:tobin") == 1


def test_a_persona_without_memories_costs_nothing(
    store: MemoryStore, encoder: CachedEncoder
) -> None:
    counting = Counting(encoder)
    assert memories(store, counting, with_lore()).recall(saying(WINTER), NEUTRAL) == ()
    assert counting.asked == []
