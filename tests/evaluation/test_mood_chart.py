"""The picture of moods over a dialogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from empathic_agent.affect.mood import mood_at
from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.affect.vad import NEUTRAL
from empathic_agent.errors import StorageError
from empathic_agent.evaluation.mood_chart import COLOURS, MARKS, draw_moods
from empathic_agent.transition.trajectory import START
from empathic_agent.turn import Mood

FELT = [label.vad for label in load_taxonomy("ekman").labels]


def path(share: float) -> list[Mood]:
    return [mood_at(NEUTRAL.toward(v, share), START) for v in FELT]


def test_more_personas_than_colours_can_be_drawn(tmp_path: Path) -> None:
    many = {f"p{n}": path(n / 12) for n in range(12)}
    draw_moods(tmp_path / "chart.png", many, FELT, "many")
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")


def test_no_two_personas_look_alike_for_long() -> None:
    assert len(set(COLOURS)) == len(set(MARKS)) == 8


@pytest.mark.parametrize("name", ["missing/chart.png", "chart.sound"])
def test_a_picture_that_cannot_be_written_is_reported(tmp_path: Path, name: str) -> None:
    with pytest.raises(StorageError, match="chart"):
        draw_moods(tmp_path / name, {"wren": path(0.5)}, FELT, "one")
