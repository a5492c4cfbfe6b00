from collections.abc import Iterator
from pathlib import Path

import pytest

from empathic_agent.affect.vad import NEUTRAL, VAD
from empathic_agent.assembly import recalling
from empathic_agent.encoder import CachedEncoder
from empathic_agent.journal import Journal
from empathic_agent.memory import MOOD, EmotionalMemory, Recalling
from empathic_agent.settings import load_settings
from empathic_agent.turn import Dialogue, Speaker, Utterance
from memory_store import Attunement, MemoryStore, Strategy, Weights
from tests.samples import turn


@pytest.fixture
def store(tmp_path: Path) -> Iterator[MemoryStore]:
    with MemoryStore.open(tmp_path / "db") as opened:
        yield opened


@pytest.fixture
def memory(store: MemoryStore, encoder: CachedEncoder) -> EmotionalMemory:
    return EmotionalMemory(store, Journal(store), encoder, Recalling(limit=3))


def test_an_additive_recall_weighs_meaning_and_mood(
    store: MemoryStore, encoder: CachedEncoder
) -> None:
    how = Recalling(limit=3, strategy=Strategy.COMBINE_ADD, meaning_weight=0.8)
    memory = EmotionalMemory(store, Journal(store), encoder, how)
    memory.remember(turn("My dog Rex died in spring", minutes=1))
    low = VAD(valence=-0.6, arousal=-0.2, dominance=-0.3)
    [found] = memory.recall(saying("I miss my dog"), low, "sam")
    assert found.score == pytest.approx(0.8 * found.meaning + 0.2 * found.mood)
    assert (found.words, "words" in found.ranks) == (0.0, False)


def test_a_row_keeps_what_the_detector_read(memory: EmotionalMemory, store: MemoryStore) -> None:
    said = turn("My dog Rex died in spring")
    memory.remember(said)
    [kept] = store.list("sam")
    assert said.appraisal is not None
    assert kept.distribution == said.appraisal.distribution
    assert kept.provenance == {"turn": said.id}
    assert 0.0 < kept.importance <= 1.0


def test_a_repairing_recall_reaches_for_a_brighter_memory(
    store: MemoryStore, encoder: CachedEncoder
) -> None:
    for attunement, sign in ((Attunement.CONGRUENT, 1.0), (Attunement.REPAIRING, -1.0)):
        how = Recalling(limit=1, attunement=attunement)
        memory = EmotionalMemory(store, Journal(store), encoder, how)
        if not store.count():
            memory.remember(turn("a walk", minutes=1))
        low = VAD(valence=-0.6, arousal=-0.2, dominance=-0.3)
        assert sign * memory.recall(saying("x"), low, "sam")[0].mood > 0.8


def saying(*texts: str) -> Dialogue:
    return Dialogue(utterances=tuple(Utterance(speaker=Speaker.SEEKER, text=t) for t in texts))


def test_what_was_said_is_recalled_by_its_meaning(memory: EmotionalMemory) -> None:
    memory.remember(turn("My dog Rex died in spring", minutes=1))
    memory.remember(turn("The new boss is unfair", minutes=2))
    first, second = memory.recall(saying("I miss my dog"), NEUTRAL, "sam")
    assert first.text == "My dog Rex died in spring"
    assert first.meaning > second.meaning
    assert first.emotion == "sadness"
    assert first.words > second.words
    assert first.ranks["meaning"] == first.ranks["words"] == 1
    assert first.standing.startswith("1st by ")


def test_mood_decides_between_equal_meanings(store: MemoryStore, encoder: CachedEncoder) -> None:
    memory = EmotionalMemory(store, Journal(store), encoder, Recalling(limit=1))
    memory.remember(turn("a walk", minutes=1))
    low = VAD(valence=-0.6, arousal=-0.2, dominance=-0.3)
    high = VAD(valence=0.6, arousal=0.2, dominance=0.3)
    assert memory.recall(saying("x"), low, "sam")[0].mood == pytest.approx(1.0, abs=1e-5)
    assert memory.recall(saying("x"), high, "sam")[0].mood == pytest.approx(-1.0, abs=1e-5)


def test_a_faint_mood_has_no_say(memory: EmotionalMemory) -> None:
    memory.remember(turn("a walk"))
    calm = VAD(valence=-0.1, arousal=0.1, dominance=0.0)
    assert memory.recall(saying("a stroll"), calm, "sam")[0].mood == 0.0


def test_another_owner_recalls_nothing_of_it(memory: EmotionalMemory) -> None:
    memory.remember(turn("My dog Rex died in spring"))
    assert memory.recall(saying("I miss my dog"), NEUTRAL, "kim") == ()


def test_what_is_being_said_anyway_is_left_out(memory: EmotionalMemory) -> None:
    for number in range(5):
        memory.remember(turn(f"worry number {number}", minutes=number))
    found = memory.recall(saying("worry number 4", "worry number 3", "my worries"), NEUTRAL, "sam")
    assert {r.text for r in found} == {f"worry number {n}" for n in range(3)}


def test_what_the_crisis_gate_answered_is_kept_but_never_recalled(
    memory: EmotionalMemory, store: MemoryStore
) -> None:
    memory.remember(turn("a very dark evening", danger=True))
    assert len(Journal(store).recent("sam", "evening", 10)) == 1
    assert memory.recall(saying("a very dark evening again"), NEUTRAL, "sam") == ()


def test_a_turn_and_its_memory_are_saved_both_or_neither(
    memory: EmotionalMemory, store: MemoryStore
) -> None:
    def interrupted() -> None:
        with store.transaction():
            memory.remember(turn())
            raise InterruptedError

    with pytest.raises(InterruptedError):
        interrupted()
    assert store.count() == 0
    assert Journal(store).recent("sam", "evening", 10) == ()


def test_the_settings_say_how_to_recall() -> None:
    how = recalling(load_settings())
    assert (how.strategy, how.attunement) == (Strategy.HYBRID, Attunement.CONGRUENT)
    assert how.weights == Weights(mood=MOOD)
    how = recalling(
        load_settings(
            recall=2,
            recall_strategy="combine-add",
            recall_mood="repairing",
            recall_weights={"recency": 0.5},
            meaning_weight=0.7,
        )
    )
    assert (how.limit, how.strategy, how.meaning_weight) == (2, Strategy.COMBINE_ADD, 0.7)
    assert how.attunement is Attunement.REPAIRING
    assert how.weights == Weights(mood=MOOD, recency=0.5)
