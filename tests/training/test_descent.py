"""Descent that is interrupted and goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import torch
from torch import nn

from empathic_agent.training import descent
from empathic_agent.training.descent import Descent

STEPS = 12
INPUTS = torch.linspace(-1, 1, 40).reshape(10, 4)


def network() -> nn.Module:
    """A small network with dropout."""
    torch.manual_seed(5)
    return nn.Sequential(nn.Linear(4, 8), nn.Dropout(0.5), nn.Linear(8, 1))


def losses(model: nn.Module) -> Iterator[Callable[[], torch.Tensor]]:
    def loss(step: int) -> torch.Tensor:
        return torch.square(model(INPUTS[step % 10]) - INPUTS[step % 10].sum()).mean()

    return (partial(loss, step) for step in range(STEPS))


def begun(folder: Path, recipe: str = "a") -> tuple[nn.Module, Descent]:
    model = network()
    return model, Descent(model, STEPS, seed=3, checkpoint=folder / "unfinished", recipe=recipe)


def finished(folder: Path, recipe: str = "a") -> tuple[dict[str, torch.Tensor], list[int]]:
    model, run = begun(folder, recipe)
    steps = list(run.run(losses(model)))
    run.finish()
    return model.state_dict(), steps


@pytest.fixture(autouse=True)
def checkpoints(monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkpoint every four steps."""
    monkeypatch.setattr(descent, "EVERY", 4)


def interrupt(folder: Path) -> None:
    """Stop behind step 6; the checkpoint is of step 4."""
    model, run = begun(folder)
    for done in run.run(losses(model)):
        if done == 6:
            return


def test_resumed_it_ends_at_the_same_weights(tmp_path: Path) -> None:
    whole, steps = finished(tmp_path / "whole")
    interrupt(tmp_path / "parts")
    resumed, rest = finished(tmp_path / "parts")
    assert steps == list(range(1, 13))
    assert rest == list(range(5, 13))
    assert all(torch.equal(whole[name], resumed[name]) for name in whole)


def test_a_checkpoint_of_another_recipe_is_not_resumed(tmp_path: Path) -> None:
    interrupt(tmp_path)
    assert finished(tmp_path, recipe="b")[1] == list(range(1, 13))


def test_a_damaged_checkpoint_is_not_resumed(tmp_path: Path) -> None:
    (tmp_path / "unfinished").write_bytes(b"nonsense")
    assert finished(tmp_path)[1] == list(range(1, 13))


def test_no_checkpoint_is_left(tmp_path: Path) -> None:
    finished(tmp_path)
    assert list(tmp_path.iterdir()) == []
