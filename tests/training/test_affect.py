"""Training of the affect branch, on small made-up data sets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from empathic_agent.datasets.reccon import Evidence, Line
from empathic_agent.encoder import SentenceEncoder
from empathic_agent.errors import DataError, ModelError
from empathic_agent.heads import SHIPPED, load_head
from empathic_agent.perception.branch import AffectBranch
from empathic_agent.training.affect import train_affect
from empathic_agent.training.affect_tasks import marked_characters
from tests.training.samples import write_all


@pytest.fixture(scope="module")
def real() -> SentenceEncoder:
    """The real encoder."""
    return SentenceEncoder()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_all(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def trained(data: Path, real: SentenceEncoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A branch that saw the small data a few times."""
    out = tmp_path_factory.mktemp("affect")
    train_affect(data, out, encoder=real, epochs=6)
    return out


def test_it_learns_what_the_data_shows(trained: Path) -> None:
    manifest = load_head(trained).manifest
    assert manifest.scores["situation_accuracy"] > 0.5
    assert manifest.scores["valence_r"] > 0.9
    assert len(manifest.provenance) == 4


def test_what_is_stored_reads_texts(trained: Path, real: SentenceEncoder) -> None:
    branch = AffectBranch(load_head(trained).arrays, real)
    (row,) = branch.situation_probabilities(["what a furious day"])
    assert branch.situation_labels[int(row.argmax())] == "furious"


def test_the_same_seed_writes_the_same_bytes(
    data: Path, real: SentenceEncoder, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        train_affect(data, tmp_path / name, encoder=real, epochs=1)
    one, two = ((tmp_path / n / "weights.safetensors").read_bytes() for n in ("one", "two"))
    assert one == two
    assert {path.name for path in (tmp_path / "one").iterdir()} == {
        "MODEL_CARD.md",
        "manifest.json",
        "weights.safetensors",
    }


def test_progress_is_told(data: Path, real: SentenceEncoder, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    train_affect(
        data, tmp_path, encoder=real, epochs=1, watch=lambda done, total: seen.append((done, total))
    )
    total = seen[-1][1]
    assert seen == [(done, total) for done in range(1, total + 1)]


def test_missing_data_is_noticed(real: SentenceEncoder, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="EmpatheticDialogues"):
        train_affect(tmp_path, tmp_path / "out", encoder=real)


def line(text: str, emotion: str, *evidence: tuple[int, str]) -> Line:
    return Line(
        turn=4,
        speaker="A",
        text=text,
        emotion=emotion,
        evidence=tuple(Evidence(turn=turn, span=span) for turn, span in evidence),
    )


def test_only_an_utterances_own_words_are_marked() -> None:
    marked = marked_characters(line("Oh no, my dog!", "sadness", (3, "Oh"), (4, "My Dog")))
    assert marked is not None
    assert "".join(np.array(list("Oh no, my dog!"))[marked]) == "my dog"
    assert marked_characters(line("Oh no!", "sadness", (3, "Oh"))) is None
    assert marked_characters(line("Oh no!", "neutral", (4, "Oh"))) is None


def test_a_branch_without_its_arrays_is_refused(real: SentenceEncoder) -> None:
    arrays = dict(load_head(SHIPPED / "affect").arrays)
    del arrays["vad.spread"]
    with pytest.raises(ModelError, match=r"vad\.spread"):
        AffectBranch(arrays, real)
