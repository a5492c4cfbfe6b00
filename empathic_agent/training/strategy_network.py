"""Fits the planner's small networks with torch. Knows nothing of dialogues, files or scores.

Regularised hard on purpose: one supporter's choice among eight is mostly taste, and any larger or
less dropped-out network learns the training supporters by heart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from empathic_agent.heads import Arrays
from empathic_agent.protocols import Vectors
from empathic_agent.strategy.network import inputs
from empathic_agent.training.reproducible import reproducible

if TYPE_CHECKING:
    import torch

Floats = NDArray[np.float32]
Ints = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class NetworkRecipe:
    """Hyper-parameters; the defaults were chosen by cross-validation over conversations."""

    seed: int = 13
    """Of the folds and the first member; the other members count on from it."""
    members: int = 5
    """Networks whose probabilities are averaged."""
    components: int = 48
    """Principal components kept of each sentence vector."""
    text_scale: float = 0.3
    """Standard deviation of the components beside that of the signals, which is 1."""
    hidden: int = 64
    input_dropout: float = 0.2
    dropout: float = 0.5
    epochs: int = 12
    batch: int = 128
    rate: float = 1e-3
    weight_decay: float = 1e-2


def fit_network(vectors: Vectors, signals: Floats, labels: Ints, recipe: NetworkRecipe) -> Arrays:
    """Fit all arrays that `strategy.network.probabilities` needs.

    Args:
        vectors: (n, v, d) sentence vectors, zeros where there is no text.
        signals: (n, s).
        labels: (n,) gold strategies as positions in the enum.
        recipe: the hyper-parameters.
    """
    arrays = _project(vectors, recipe) | {
        "mean": signals.mean(axis=0),
        "scale": signals.std(axis=0) + 1e-6,
    }
    x = inputs(arrays, vectors, signals)
    members = [_fit_member(x, labels, recipe.seed + i, recipe) for i in range(recipe.members)]
    names = ("hidden", "hidden_bias", "output", "output_bias")
    return arrays | {n: np.stack(a) for n, a in zip(names, zip(*members, strict=True), strict=True)}


def _project(vectors: Vectors, recipe: NetworkRecipe) -> Arrays:
    """Principal components of the texts, scaled to have the same small spread together."""
    texts = vectors.reshape(-1, vectors.shape[-1])
    texts = texts[texts.any(axis=1)]
    centre = texts.mean(axis=0)
    _, axes = np.linalg.eigh(np.cov(texts - centre, rowvar=False))
    top = axes[:, ::-1][:, : recipe.components]
    spread = ((texts - centre) @ top).std()
    return {
        "centre": centre.astype(np.float32),
        "projection": (top * recipe.text_scale / spread).astype(np.float32),
    }


def _fit_member(x: Floats, labels: Ints, seed: int, recipe: NetworkRecipe) -> tuple[Floats, ...]:
    """One network's (f, h), (h,), (h, 8) and (8,) weights."""
    import torch
    from torch import nn

    with reproducible(seed):
        first = nn.Linear(x.shape[1], recipe.hidden)
        second = nn.Linear(recipe.hidden, 8)
        drop_in, drop = nn.Dropout(recipe.input_dropout), nn.Dropout(recipe.dropout)
        network = nn.Sequential(drop_in, first, nn.ReLU(), drop, second)
        _descend(network, torch.from_numpy(x), torch.from_numpy(labels), recipe)
    layers = (first.weight.T, first.bias, second.weight.T, second.bias)
    return tuple(layer.detach().numpy() for layer in layers)


def _descend(
    network: torch.nn.Module, x: torch.Tensor, labels: torch.Tensor, recipe: NetworkRecipe
) -> None:
    import torch

    optimiser = torch.optim.AdamW(
        network.parameters(), lr=recipe.rate, weight_decay=recipe.weight_decay
    )
    steps = recipe.epochs * -(-len(x) // recipe.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.rate, total_steps=steps)
    for _ in range(recipe.epochs):
        for rows in torch.split(torch.randperm(len(x)), recipe.batch):
            optimiser.zero_grad()
            loss = torch.nn.functional.cross_entropy(network(x[rows]), labels[rows])
            torch.autograd.backward(loss)
            optimiser.step()
            schedule.step()
