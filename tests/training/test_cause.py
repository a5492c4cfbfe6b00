"""Training of the cause head, on a few made-up dialogues."""

from __future__ import annotations

from pathlib import Path

import pytest

from empathic_agent.encoder import SentenceEncoder
from empathic_agent.errors import DataError
from empathic_agent.heads import load_head
from empathic_agent.training.cause import train_cause
from tests.training.samples import write_reccon


@pytest.fixture(scope="module")
def real() -> SentenceEncoder:
    """The real encoder."""
    return SentenceEncoder()


def test_it_learns_what_the_data_shows_and_repeats_it(
    real: SentenceEncoder, tmp_path: Path
) -> None:
    data = write_reccon(tmp_path / "data")
    steps: list[str] = []
    manifests = [
        train_cause(data, tmp_path / name, encoder=real, progress=steps.append) for name in "ab"
    ]
    assert manifests[0].scores == {"positive_f1": 1.0, "negative_f1": 1.0}
    assert load_head(tmp_path / "a").manifest == manifests[0]
    one, two = ((tmp_path / n / "weights.safetensors").read_bytes() for n in "ab")
    assert one == two
    assert sum("fold" in step for step in steps) == 10


def test_missing_data_is_noticed_before_the_work_begins(
    real: SentenceEncoder, tmp_path: Path
) -> None:
    steps: list[str] = []
    with pytest.raises(DataError, match="RECCON"):
        train_cause(tmp_path, tmp_path / "out", encoder=real, progress=steps.append)
    assert steps == []
