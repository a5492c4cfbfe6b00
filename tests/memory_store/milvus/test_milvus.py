"""The store on Milvus, against the real milvus-lite, and against `MemoryStore` as the model."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from memory_store import Kind, MemoryStore, Mood, NewMemory, Query
from memory_store.errors import (
    ClosedError,
    StoreError,
    WrongDimensionError,
    WrongEncoderError,
)
from memory_store.milvus import MilvusStore
from memory_store.protocols import Memories
from memory_store.records import Attunement, Strategy
from tests.memory_store.samples import DIMENSION, a_memory, direction

pytest.importorskip("pymilvus", reason="pip install 'pymilvus[milvus-lite]' to run this")
pytest.importorskip("milvus_lite", reason="milvus-lite is not made for this platform")

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOW = NOON + timedelta(days=90)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("milvus") / "memories.db"


@pytest.fixture(scope="module")
def server(file: Path) -> Iterator[MilvusStore]:
    """One for all tests, each of which has owners of its own."""
    with MilvusStore.open(str(file), DIMENSION, "hashed words") as opened:
        yield opened


@pytest.fixture
def milvus(server: MilvusStore) -> Iterator[MilvusStore]:
    """The store with nothing of Ada's or Kim's in it."""
    yield server
    for owner in ("ada", "kim"):
        server.forget(owner=owner)


def asked(seed: int = 0, **fields: object) -> Query:
    given = {
        "owner": "ada",
        "vector": direction(seed),
        "strategy": Strategy.COMBINE_ADD,
        "now": NOW,
    }
    return Query(**given | fields)  # type: ignore[arg-type]


def test_both_stores_keep_the_protocol(milvus: MilvusStore, tmp_path: Path) -> None:
    assert isinstance(milvus, Memories)
    with MemoryStore.open(tmp_path / "db", DIMENSION) as store:
        assert isinstance(store, Memories)


def test_a_memory_comes_back_as_it_was(milvus: MilvusStore) -> None:
    given = a_memory(
        "quotes \" ' and \\ and ☃\n",
        session='a "session"',
        kind=Kind.PERSONA_SEED,
        speaker="seeker",
        emotion="grief",
        mood=Mood(-0.123456789, 0.5, -1.0),
        importance=0.7,
        distribution={"grief": 0.25, "joy": 0.75},
        pinned=True,
        provenance={"turn": "x", "deep": [1, {"a": None}]},
        at=NOON + timedelta(microseconds=1),
    )
    kept = milvus.get(milvus.remember(given))
    assert kept is not None
    for field in given.__dataclass_fields__:
        if field != "vector":
            assert getattr(kept, field) == getattr(given, field), field
    np.testing.assert_array_equal(kept.vector, given.vector)
    assert milvus.get(10**15) is None


def test_a_recall_is_that_of_the_memory_store(milvus: MilvusStore, tmp_path: Path) -> None:
    random = np.random.default_rng(7)
    memories = [
        a_memory(
            f"memory {n}",
            seed=n,
            owner="ada" if n % 3 else "kim",
            mood=Mood(*random.uniform(-1, 1, 3)) if n % 4 else Mood(0.0, 0.0, 0.0),
            kind=Kind.FACT if n % 5 == 0 else Kind.TURN,
            session=f"s{n % 4}",
            at=NOON + timedelta(days=n),
        )
        for n in range(60)
    ]
    milvus.remember_many(memories)
    queries = [
        asked(100),
        asked(101, limit=50),
        asked(102, owner="kim", mood=Mood(0.5, 0.1, 0.0), meaning_weight=0.5),
        asked(103, mood=Mood(-0.5, 0.9, 0.2), meaning_weight=0.1),
        asked(104, kinds=frozenset({Kind.FACT})),
        asked(105, sessions=frozenset({"s1", "s2"}), meaning_weight=1.0),
        asked(106, exclude_session="s1"),
        asked(107, since=NOON + timedelta(days=20), until=NOON + timedelta(days=40)),
        asked(108, owner="nobody"),
        *(
            asked(109, mood=Mood(-0.6, 0.3, -0.2), strategy=strategy, attunement=attunement)
            for strategy in Strategy
            for attunement in Attunement
        ),
    ]
    with MemoryStore.open(tmp_path / "db", DIMENSION) as store:
        store.remember_many(memories)
        for query in queries:
            expected, got = store.recall(query), milvus.recall(query)
            assert [hit.memory.text for hit in got] == [hit.memory.text for hit in expected]
            for one, other in zip(got, expected, strict=True):
                assert one.score == pytest.approx(other.score, abs=1e-5)
                assert one.meaning == pytest.approx(other.meaning, abs=1e-5)
                assert one.mood == pytest.approx(other.mood, abs=1e-5)
                assert one.recency == pytest.approx(other.recency, abs=1e-5)
                assert one.ranks == other.ranks


def test_lists_are_the_latest_first_and_of_one_owner(milvus: MilvusStore) -> None:
    for n in (2, 0, 1):
        milvus.remember(a_memory(f"m{n}", at=NOON + timedelta(hours=n)))
    milvus.remember(a_memory("fact", kind=Kind.FACT, at=NOON - timedelta(days=1)))
    milvus.remember(a_memory("not mine", owner="kim"))
    assert [m.text for m in milvus.list("ada")] == ["m2", "m1", "m0", "fact"]
    assert [m.text for m in milvus.list("ada", limit=1, offset=1)] == ["m1"]
    assert [m.text for m in milvus.list("ada", kinds=[Kind.FACT])] == ["fact"]
    assert (milvus.count("ada"), milvus.count("kim"), milvus.count("nobody")) == (4, 1, 0)
    assert milvus.count() == 5


def test_forgetting_goes_by_id_session_and_age_and_spares_others(milvus: MilvusStore) -> None:
    ids = milvus.remember_many(
        [
            a_memory("a", session="one"),
            a_memory("b", session="two"),
            a_memory("c", session="three", at=NOON),
            a_memory("d", session="three", at=NOON, pinned=True),
            a_memory("e", owner="kim", session="one", at=NOON),
        ]
    )
    assert milvus.forget(owner="kim", id=ids[0]) == 0
    assert milvus.forget(owner="ada", id=ids[0]) == 1
    assert milvus.forget(owner="ada", id=ids[0]) == 0
    assert milvus.forget(owner="ada", session="two") == 1
    assert milvus.forget(owner="ada", older_than=NOON + timedelta(days=1)) == 1
    assert [m.text for m in milvus.list("ada")] == ["d"]
    assert milvus.forget(owner="ada") == 1
    assert [m.text for m in milvus.list("kim")] == ["e"]


def test_many_are_kept_at_once(milvus: MilvusStore) -> None:
    ids = milvus.remember_many(a_memory(f"m{n}", seed=n) for n in range(1_500))
    assert len(set(ids)) == 1_500 == milvus.count("ada")
    assert len(milvus.list("ada", limit=2_000)) == 1_500
    assert milvus.recall(asked(7, limit=1))[0].memory.text == "m7"


def test_what_does_not_fit_is_refused_before_anything_is_written(milvus: MilvusStore) -> None:
    wide = NewMemory(owner="ada", text="x", vector=np.ones(DIMENSION + 1, dtype=np.float32))
    for wrong in (wide, a_memory("y" * 70_000), a_memory("z", supersedes=1)):
        with pytest.raises(StoreError):
            milvus.remember_many([a_memory("good"), wrong])
    with pytest.raises(WrongDimensionError):
        milvus.recall(Query(owner="ada", vector=np.ones(3, dtype=np.float32)))
    assert milvus.count("ada") == 0


def test_another_process_finds_what_was_kept_and_is_bound_to_the_encoder(tmp_path: Path) -> None:
    path = str(tmp_path / "kept.db")
    code = (
        "import sys\n"
        "from memory_store.milvus import MilvusStore\n"
        "from tests.memory_store.samples import a_memory\n"
        f"with MilvusStore.open({path!r}, {DIMENSION}, 'one') as store:\n"
        "    print(store.remember(a_memory('kept')))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    with MilvusStore.open(path, DIMENSION, "one") as store:
        assert [memory.text for memory in store.list("ada")] == ["kept"]
        assert store.list("ada")[0].id == int(done.stdout)
        assert store.count() == 1
    with pytest.raises(WrongEncoderError, match="'one'"):
        MilvusStore.open(path, DIMENSION, "two")
    with pytest.raises(WrongDimensionError, match=f"{DIMENSION} numbers"):
        MilvusStore.open(path, DIMENSION + 1, "one")
    with MilvusStore.open(path, DIMENSION) as store:
        store.remember(a_memory("still open to it"))


def test_two_stores_of_a_process_share_a_file(server: MilvusStore, file: Path) -> None:
    with MilvusStore.open(str(file), DIMENSION) as second:
        memory_id = second.remember(a_memory("shared"))
    assert server.get(memory_id) is not None
    server.forget(owner="ada")


def test_a_server_that_is_not_there_is_an_error_of_ours() -> None:
    with pytest.raises(StoreError, match="start it, or check its address"):
        MilvusStore.open("http://127.0.0.1:1", DIMENSION)
    with pytest.raises(StoreError, match="nonsense"):
        MilvusStore.open("nonsense", DIMENSION)


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = MilvusStore.open(str(tmp_path / "x.db"), DIMENSION)
    store.close()
    store.close()
    with pytest.raises(ClosedError):
        store.count()


def test_what_is_missing_is_named_with_its_pip_line() -> None:
    code = (
        "import sys\n"
        "sys.modules['pymilvus'] = None\n"
        "from memory_store.milvus import MilvusStore\n"
        "try: MilvusStore.open('x.db')\n"
        "except ImportError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert "pip install 'pymilvus[milvus-lite]'" in done.stdout
