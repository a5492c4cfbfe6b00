"""The EmoBank task with readers that only measure a text's length."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from empathic_agent.evaluation.affect import AffectTask, pearson_r
from empathic_agent.evaluation.runner import run_task


class LengthReader:
    """Longer is better and weaker; arousal is always the same."""

    def affect(self, texts: Sequence[str]) -> NDArray[np.float64]:
        lengths = np.array([len(text) for text in texts]) / 10
        return np.stack([lengths, np.zeros(len(texts)), -lengths], axis=1)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "test.csv"
    path.write_text(
        "id,split,V,A,D,text\ns1,test,1,2,2,a\ns2,test,2,3,3,aa\ns3,test,3,4,4,aaa\n", "utf-8"
    )
    return path


def test_figures_of_known_predictions(data: Path, tmp_path: Path) -> None:
    figures = run_task(AffectTask(data, LengthReader()), tmp_path / "out", quiet=True)
    assert figures == {
        "n": 3,
        "valence_r": pytest.approx(1.0),
        "arousal_r": 0.0,
        "dominance_r": pytest.approx(-1.0),
        "errors": 0,
    }


def test_points_beyond_the_space_are_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "test.csv"
    path.write_text(f"id,split,V,A,D,text\ns1,test,5,1,3,{'a' * 50}\n", "utf-8")
    task = AffectTask(path, LengthReader())
    (unit,) = task.units().values()
    (outcome,) = task.run(unit)
    assert outcome.gold.as_tuple() == (1.0, -1.0, 0.0)
    assert outcome.predicted.as_tuple() == (1.0, 0.0, -1.0)


def test_long_data_is_read_in_batches_and_in_order(tmp_path: Path) -> None:
    rows = [f"s{i},test,3,3,3,{'a' * (i % 7)}" for i in range(600)]
    path = tmp_path / "test.csv"
    path.write_text("\n".join(["id,split,V,A,D,text", *rows]), "utf-8")
    task = AffectTask(path, LengthReader())
    assert [len(unit) for unit in task.units().values()] == [256, 256, 88]
    assert [s.id for unit in task.units().values() for s in unit] == [f"s{i}" for i in range(600)]
    assert [len(unit) for unit in AffectTask(path, LengthReader(), limit=3).units().values()] == [3]


def test_nothing_at_all_gives_zeros(tmp_path: Path) -> None:
    figures = AffectTask(tmp_path, LengthReader()).summarise([])
    assert figures == {"n": 0, "valence_r": 0.0, "arousal_r": 0.0, "dominance_r": 0.0}


def test_a_correlation_that_is_not_defined_counts_as_none() -> None:
    assert pearson_r([1.0], [1.0]) == 0.0
    assert pearson_r([1.0, 2.0], [3.0, 3.0]) == 0.0


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), max_size=20))
def test_a_correlation_is_symmetric_and_agrees_with_numpy(pairs: list[tuple[float, float]]) -> None:
    xs, ys = [x for x, _ in pairs], [y for _, y in pairs]
    assert pearson_r(xs, ys) == pytest.approx(pearson_r(ys, xs))
    if len(pairs) > 1 and min(np.std(xs), np.std(ys)) > 1e-3:
        assert pearson_r(xs, ys) == pytest.approx(np.corrcoef(xs, ys)[0, 1], abs=1e-6)


def test_the_published_sentences_are_all_measured(real_data: Path, tmp_path: Path) -> None:
    task = AffectTask(real_data / "emobank" / "dev.csv", LengthReader())
    figures = run_task(task, tmp_path, quiet=True)
    assert (figures["n"], figures["errors"]) == (1000, 0)
