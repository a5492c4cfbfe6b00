"""Training the strategy planner on planted conversations with a tiny encoder."""

from __future__ import annotations

from pathlib import Path

import pytest

from empathic_agent.datasets.esconv import load_esconv
from empathic_agent.errors import DataError
from empathic_agent.heads import Manifest, load_head
from empathic_agent.strategy.calibration import load_calibration
from empathic_agent.strategy.debias import CALIBRATION_FILE, Debiased
from empathic_agent.strategy.planner import Planner
from empathic_agent.strategy.strategies import Strategy
from empathic_agent.training.strategy import Recipe, prepare, train_strategy
from empathic_agent.training.strategy_network import NetworkRecipe
from empathic_agent.training.strategy_trees import TreeRecipe
from tests.samples import write_esconv
from tests.strategy.small import TinyEncoder, dialogue, write_planted

QUICK = Recipe(NetworkRecipe(members=1), TreeRecipe(rounds=10))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("esconv")
    write_planted(folder / "train.json", 80)
    write_planted(folder / "valid.json", 5)
    return folder


@pytest.fixture(scope="module")
def trained(data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Manifest]:
    out = tmp_path_factory.mktemp("heads") / "strategy"
    return out, train_strategy(data, out, encoder=TinyEncoder(), recipe=QUICK)


def test_what_is_written_is_a_debiased_planner(trained: tuple[Path, Manifest]) -> None:
    out, manifest = trained
    head = load_head(out)
    assert head.manifest == manifest
    calibration = load_calibration(out / CALIBRATION_FILE)
    selector = Debiased(Planner(TinyEncoder(), head), calibration)
    assert selector.select(dialogue(), None).strategy in Strategy


def test_it_learns_what_was_planted(trained: tuple[Path, Manifest]) -> None:
    _, manifest = trained  # always choosing the most frequent strategy would be right in 40 %
    assert manifest.scores["cv_accuracy"] > 0.7
    assert manifest.scores["valid_accuracy"] > 0.7


def test_the_model_card_tells_data_command_and_scores(trained: tuple[Path, Manifest]) -> None:
    card = (trained[0] / "MODEL_CARD.md").read_text("utf-8")
    for fact in ("CC BY-NC 4.0", "empathic-agent train strategy --data DIR", "cv_macro_f1"):
        assert fact in card


def test_without_the_validation_part_the_same_planner_comes_out(
    data: Path, trained: tuple[Path, Manifest], tmp_path: Path
) -> None:
    (tmp_path / "train.json").write_bytes((data / "train.json").read_bytes())
    lines: list[str] = []
    manifest = train_strategy(
        tmp_path / "train.json",
        tmp_path / "out",
        encoder=TinyEncoder(),
        progress=lines.append,
        recipe=QUICK,
    )
    assert not any(name.startswith("valid") for name in manifest.scores)
    weights = "weights.safetensors"
    assert (tmp_path / "out" / weights).read_bytes() == (trained[0] / weights).read_bytes()
    assert lines[0] == "encoding train.json"
    assert "fold 5 of 5" in lines


def test_the_seed_decides(tmp_path: Path) -> None:
    data = write_planted(tmp_path / "train.json", 6)
    first, again, other = (
        train_strategy(data, tmp_path / f"{run}", encoder=TinyEncoder(), seed=seed, recipe=QUICK)
        for run, seed in enumerate((13, 13, 14))
    )
    assert first.scores == again.scores
    weights = [(tmp_path / f"{run}" / "weights.safetensors").read_bytes() for run in range(3)]
    assert weights[0] == weights[1] != weights[2]
    assert other.seed == 14


def test_a_turn_is_prepared_from_what_went_before_it_only(data: Path) -> None:
    whole = load_esconv(data / "train.json")[:1]
    cut = [c.model_copy(update={"utterances": c.utterances[:4]}) for c in whole]
    long, short = prepare(whole, TinyEncoder()), prepare(cut, TinyEncoder())
    n = len(short.labels)
    assert n == 2
    assert (long.vectors[:n] == short.vectors).all()
    assert (long.signals[:n] == short.signals).all()


def test_too_few_conversations_are_refused(tmp_path: Path) -> None:
    write_esconv(tmp_path / "train.json")
    with pytest.raises(DataError, match=r"has 2 conversations.*at least 5"):
        train_strategy(tmp_path, tmp_path / "out", encoder=TinyEncoder(), recipe=QUICK)


def test_a_folder_without_train_json_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"train\.json"):
        train_strategy(tmp_path, tmp_path / "out", encoder=TinyEncoder(), recipe=QUICK)
