"""`train`: makes the shipped heads again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import typer

from empathic_agent.cli.figures import print_figures
from empathic_agent.cli.options import Data, HeadFolder, Seed

if TYPE_CHECKING:
    from empathic_agent.heads import Manifest
    from empathic_agent.progress import Progress

Encoding = TypeVar("Encoding", contravariant=True)
"""The kind of encoder a trainer needs."""


class Trainer(Protocol[Encoding]):
    """Trains a head from the data set in a folder and writes it to another."""

    def __call__(
        self, data: Path, out: Path, *, encoder: Encoding, seed: int, progress: Progress
    ) -> Manifest:
        """Train and write; returns what was written."""
        ...


app = typer.Typer(help="Train the small models that come with the package.", no_args_is_help=True)


@app.command("emotion")
def train_emotion_head(data: Data, out: HeadFolder = None, seed: Seed = 13) -> None:
    """Fit the emotion labels' thresholds on GoEmotions: a folder with dev.tsv."""
    from empathic_agent.encoder import SentenceEncoder
    from empathic_agent.training.emotion import train_emotion

    _train(train_emotion, "emotion", data, out, seed, SentenceEncoder())


@app.command("cause")
def train_cause_head(data: Data, out: HeadFolder = None, seed: Seed = 13) -> None:
    """Train the cause head on RECCON: a folder with dailydialog_train.json and _valid.json."""
    from empathic_agent.encoder import SentenceEncoder
    from empathic_agent.training.cause import train_cause

    _train(train_cause, "cause", data, out, seed, SentenceEncoder())


@app.command("affect")
def train_affect_branch(data: Data, out: HeadFolder = None, seed: Seed = 13) -> None:
    """Train the affect branch on EmpatheticDialogues, GoEmotions, EmoBank and RECCON.

    The folder holds each in a folder of its own: empathetic_dialogues/train.csv and valid.csv,
    goemotions/train.tsv, emobank/train.csv and dev.csv, reccon/dailydialog_train.json.
    Interrupted, the same command goes on where it stopped.
    """
    from empathic_agent.encoder import SentenceEncoder
    from empathic_agent.heads import SHIPPED
    from empathic_agent.progress import gauge
    from empathic_agent.training.affect import train_affect

    folder = out or SHIPPED / "affect"
    with gauge("training") as watch:
        manifest = train_affect(data, folder, encoder=SentenceEncoder(), seed=seed, watch=watch)
    _print_scores(manifest, folder)


@app.command("strategy")
def train_strategy_head(data: Data, out: HeadFolder = None, seed: Seed = 13) -> None:
    """Train the strategy planner on ESConv: a folder with train.json and valid.json."""
    from empathic_agent.encoder import CachedEncoder, SentenceEncoder
    from empathic_agent.training.strategy import train_strategy

    _train(train_strategy, "strategy", data, out, seed, CachedEncoder(SentenceEncoder()))


@app.command("transition")
def train_transition_head(data: Data, out: HeadFolder = None, seed: Seed = 13) -> None:
    """Train the learned mood transition on PELD: a folder with train.tsv and valid.tsv."""
    from empathic_agent.encoder import CachedEncoder, SentenceEncoder
    from empathic_agent.training.transition import train_transition

    _train(train_transition, "transition", data, out, seed, CachedEncoder(SentenceEncoder()))


def _train(
    trainer: Trainer[Encoding],
    name: str,
    data: Path,
    out: Path | None,
    seed: int,
    encoder: Encoding,
) -> None:
    from empathic_agent.heads import SHIPPED
    from empathic_agent.progress import narrate

    folder = out or SHIPPED / name
    with narrate() as progress:
        manifest = trainer(data, folder, encoder=encoder, seed=seed, progress=progress)
    _print_scores(manifest, folder)


def _print_scores(manifest: Manifest, folder: Path) -> None:
    typer.echo(f"Wrote {folder}; scores on {manifest.scored_on}:")
    print_figures(manifest.scores)
