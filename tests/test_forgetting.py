"""Forgetting takes memories and turns together, and what others quoted of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from empathic_agent.agent import EmpathicAgent
from empathic_agent.assembly import assemble
from empathic_agent.encoder import CachedEncoder
from empathic_agent.errors import StorageError
from empathic_agent.forgetting import BLANKED, Forgetting, Forgotten
from empathic_agent.journal import Journal
from empathic_agent.settings import load_settings
from empathic_agent.turn import Antecedent, Recollection, Turn
from memory_store import MemoryStore, NewMemory
from memory_store.merging import merge_duplicates
from memory_store.retention import Retention
from tests.samples import NOON, turn


class Diary:
    """A store and a journal with the same moments in them, as the agent writes them."""

    def __init__(self, store: MemoryStore) -> None:
        self.store = store
        self.journal = Journal(store)
        self.forgetting = Forgetting(store, self.journal)

    def write(self, one: Turn, *, vector: int = 0, pinned: bool = False) -> int:
        """Keep a turn and, unless the crisis gate answered, its memory; returns its id or 0."""
        self.journal.write(one)
        if one.appraisal is None:
            return 0
        return self.store.remember(
            NewMemory(
                owner=one.owner,
                session=one.session,
                text=one.utterance.text,
                at=one.at,
                vector=np.eye(3, dtype=np.float32)[vector],
                pinned=pinned,
            )
        )

    def said(self, owner: str = "sam") -> list[str]:
        return [one.utterance.text for one in self.journal.turns_of(owner)]

    def remembered(self, owner: str = "sam") -> list[str]:
        return [memory.text for memory in self.store.list(owner, include_superseded=True)][::-1]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "db"


@pytest.fixture
def diary(path: Path) -> Iterator[Diary]:
    with MemoryStore.open(path, dimension=3) as store:
        yield Diary(store)


def quoting(one: Turn, memory_id: int, text: str) -> Turn:
    """The turn as if it had recalled a memory and found in its words what caused an emotion."""
    recalled = Recollection(
        memory_id=memory_id,
        text=text,
        emotion="grief",
        at=NOON,
        session="evening",
        score=1.0,
        meaning=1.0,
        mood=0.0,
    )
    assert one.appraisal is not None
    cause = Antecedent(index=0, text=text, score=0.9)
    return one.model_copy(
        update={
            "recollections": (recalled,),
            "prompt": f"Earlier: {text}",
            "appraisal": one.appraisal.model_copy(update={"antecedents": (cause,)}),
        }
    )


def test_one_memory_goes_with_its_turn(diary: Diary) -> None:
    first = diary.write(turn("my secret"))
    diary.write(turn("the weather", minutes=1))
    assert diary.forgetting.one("sam", first) == Forgotten(memories=1, turns=1, blanked=0)
    assert diary.said() == diary.remembered() == ["the weather"]


def test_others_no_longer_quote_it(diary: Diary) -> None:
    first = diary.write(turn("my secret"))
    other = diary.write(turn("the weather", minutes=1))
    diary.write(quoting(turn("and so on", minutes=2), first, "my secret"))
    diary.write(quoting(turn("it rains", minutes=3), other, "the weather"))
    assert diary.forgetting.one("sam", first).blanked == 1
    weather, so_on, rains = diary.journal.turns_of("sam")
    assert (so_on.recollections, so_on.prompt) == ((), BLANKED)
    assert so_on.appraisal is not None
    assert so_on.appraisal.antecedents == ()
    assert rains.prompt == "Earlier: the weather"
    assert weather.prompt != BLANKED


def test_nothing_of_it_is_left_in_the_files(diary: Diary, path: Path) -> None:
    secret = diary.write(turn("xylophone is my password"))
    diary.write(quoting(turn("and so on", minutes=1), secret, "xylophone is my password"))
    diary.forgetting.one("sam", secret)
    files = [*path.parent.glob("db*")]
    assert files
    assert not any(b"xylophone" in file.read_bytes() for file in files)


def test_the_past_of_a_memory_goes_with_it(diary: Diary) -> None:
    old = diary.write(turn("I have a job"))
    vector = np.eye(3, dtype=np.float32)[1]
    new = diary.store.supersede(
        "sam", old, NewMemory(owner="sam", text="I lost my job", vector=vector)
    )
    gone = diary.forgetting.one("sam", new)
    assert (gone.memories, gone.turns) == (2, 1)
    assert diary.said() == diary.remembered() == []


def test_what_was_merged_goes_with_it(diary: Diary) -> None:
    kept = diary.write(turn("my dog died"))
    diary.write(turn("my dog has died", session="later", minutes=1))
    merge_duplicates(diary.store, "sam")
    gone = diary.forgetting.one("sam", kept)
    assert (gone.memories, gone.turns) == (1, 2)
    assert diary.said() == []


def test_another_owners_is_never_touched(diary: Diary) -> None:
    mine = diary.write(turn("mine"))
    diary.write(turn("hers", owner="kim"))
    assert diary.forgetting.one("kim", mine).memories == 0
    assert diary.forgetting.session("kim", "evening").memories == 1
    assert diary.said() == diary.remembered() == ["mine"]


def test_a_conversation_goes_whole(diary: Diary) -> None:
    diary.write(turn("one"))
    diary.write(turn("I want to die", minutes=1, danger=True))
    diary.write(turn("two", session="later"))
    assert diary.forgetting.session("sam", "evening") == Forgotten(memories=1, turns=2, blanked=0)
    assert diary.said() == diary.remembered() == ["two"]


def test_by_age_pinned_memories_and_their_turns_stay(diary: Diary) -> None:
    diary.write(turn("old"))
    diary.write(turn("old and pinned", minutes=1), pinned=True)
    diary.write(turn("danger", minutes=2, danger=True))
    diary.write(turn("new", minutes=60))
    gone = diary.forgetting.older_than("sam", NOON + timedelta(minutes=30))
    assert (gone.memories, gone.turns) == (1, 2)
    assert diary.said() == diary.remembered() == ["old and pinned", "new"]


def test_everything_goes(diary: Diary) -> None:
    diary.write(turn("one"), pinned=True)
    diary.write(turn("danger", minutes=2, danger=True))
    diary.write(turn("hers", owner="kim"))
    diary.forgetting.everything("sam")
    assert diary.said() == diary.remembered() == []
    assert diary.said("kim") == ["hers"]


def test_a_policy_takes_turns_along(diary: Diary) -> None:
    for minutes in range(4):
        diary.write(turn(f"m{minutes}", minutes=minutes))
    now = NOON + timedelta(minutes=10)
    assert diary.forgetting.retain("sam", Retention(), now) == Forgotten(
        memories=0, turns=0, blanked=0
    )
    diary.forgetting.retain("sam", Retention(max_count=3), now)
    assert diary.said() == diary.remembered() == ["m1", "m2", "m3"]
    diary.forgetting.retain("sam", Retention(max_age=timedelta(minutes=8)), now)
    assert diary.said() == diary.remembered() == ["m2", "m3"]


def test_both_or_neither(diary: Diary) -> None:
    first = diary.write(turn("one"))
    diary.write(turn("two", minutes=1))
    with diary.store.transaction() as database:
        database.execute(
            "create trigger stuck before delete on turns begin select raise(abort, 'stuck'); end"
        )
    with pytest.raises(StorageError, match="stuck"):
        diary.forgetting.one("sam", first)
    with pytest.raises(StorageError, match="stuck"):
        diary.forgetting.everything("sam")
    assert diary.said() == diary.remembered() == ["one", "two"]


def test_the_agent_keeps_what_the_settings_say(home: Path, encoder: CachedEncoder) -> None:
    with EmpathicAgent(assemble(load_settings(home=home), encoder=encoder)) as agent:
        for text in ("I like tea.", "My cat ran away.", "It rains."):
            agent.invoke(text)
        agent.invoke("Hello.", owner="kim")
    settings = load_settings(home=home, retain_count=1)
    with EmpathicAgent(assemble(settings, encoder=encoder)) as agent:
        assert [one.utterance.text for one in agent.history()] == ["It rains."]
        assert agent.parts.memories.count("me") == 1
        assert agent.parts.memories.count("kim") == 1
