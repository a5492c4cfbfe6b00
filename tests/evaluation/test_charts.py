"""The three pictures."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from empathic_agent.errors import StorageError
from empathic_agent.evaluation.charts import PUBLISHED, SHORT, draw_charts
from empathic_agent.evaluation.strategy import StrategyOutcome
from empathic_agent.strategy.strategies import Stage, Strategy

PNG = b"\x89PNG\r\n\x1a\n"


def outcome(number: int, chance: Random) -> StrategyOutcome:
    shares = {s: chance.random() for s in Strategy}
    return StrategyOutcome(
        id=f"made-up:{number}",
        conversation="made-up",
        gold=chance.choice(list(Strategy)),
        last=None,
        predicted=chance.choice(list(Strategy)),
        raw=shares,
        corrected=shares,
        stage=Stage.ACTION,
        invalid_answers=0,
        fell_back=False,
    )


def outcomes(count: int) -> list[StrategyOutcome]:
    chance = Random(7)
    return [outcome(number, chance) for number in range(count)]


@pytest.mark.parametrize("count", [200, 1])
def test_three_pictures_are_drawn(tmp_path: Path, count: int) -> None:
    drawn = draw_charts(outcomes(count), tmp_path, "made-up.json")
    assert [p.name for p in drawn] == ["preference.png", "confusion.png", "proficiency_bias.png"]
    for picture in drawn:
        assert picture.read_bytes().startswith(PNG)
        assert 5_000 < picture.stat().st_size < 150_000


def test_a_folder_that_is_not_there_is_reported(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"missing/preference\.png cannot be written"):
        draw_charts(outcomes(5), tmp_path / "missing", "made-up.json")


def test_every_strategy_has_a_short_name_and_every_published_point_is_possible() -> None:
    assert set(SHORT) == set(Strategy)
    assert all(0.0 < q < 1.0 and 0.0 <= b < 7**0.5 for q, b in PUBLISHED.values())
