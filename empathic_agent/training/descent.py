"""Gradient descent that can be interrupted: AdamW, averaged weights, checkpoints. Knows no task."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import nn

RATE, HEAD_RATE = 2e-4, 2e-3
"""Peak learning rates of layers and of heads."""
WEIGHT_DECAY = 0.01
WARM_UP = 0.06
"""Share of the steps in which the learning rate rises; afterwards it falls to 0."""
LONGEST_GRADIENT = 1.0
MEMORY = 0.9985
"""Decay of the averaged weights (Polyak averaging): they remember about 700 steps."""
EVERY = 250
"""Steps between checkpoints."""

Tensors = dict[str, torch.Tensor]


@dataclass(slots=True)
class Descent:
    """Trains a network step by step.

    The averaged weights, not the last ones, are the result: they score higher on every task.

    Args:
        network: its parameters whose names begin with "heads." learn at `HEAD_RATE`.
        steps: how many in all.
        seed: of dropout; each step draws from a seed of its own, so that a resumed training goes
            the same way.
        checkpoint: where the state is kept.
        recipe: what the training consists of; a checkpoint of another recipe is not resumed.
    """

    network: nn.Module
    steps: int
    seed: int
    checkpoint: Path
    recipe: str
    done: int = field(default=0, init=False)
    average: Tensors = field(default_factory=dict, init=False)
    _optimiser: torch.optim.AdamW = field(init=False)

    def __post_init__(self) -> None:
        self._optimiser = torch.optim.AdamW(_groups(self.network), weight_decay=WEIGHT_DECAY)
        self.average = {name: p.detach().clone() for name, p in self.network.named_parameters()}

    def run(self, losses: Iterator[Callable[[], torch.Tensor]]) -> Iterator[int]:
        """Take all steps that are left; yields the number of steps done after each.

        Args:
            losses: from the first step on, whatever was done before.
        """
        self._resume()
        self.network.train()
        for number, loss in enumerate(losses):
            if number >= self.done:
                self._step(loss)
                yield self.done

    def finish(self) -> None:
        """Put the averaged weights into the network, and forget the checkpoint."""
        with torch.no_grad():
            for name, parameter in self.network.named_parameters():
                parameter.copy_(self.average[name])
        self.network.eval()
        self.checkpoint.unlink(missing_ok=True)

    def _step(self, loss: Callable[[], torch.Tensor]) -> None:
        torch.manual_seed(self.seed * 1_000_003 + self.done)
        share = _share_of_peak(self.done, self.steps)
        for group in self._optimiser.param_groups:
            group["lr"] = group["peak"] * share
        self._optimiser.zero_grad()
        torch.autograd.backward(loss())
        nn.utils.clip_grad_norm_(self.network.parameters(), LONGEST_GRADIENT)
        self._optimiser.step()
        self.done += 1
        self._remember()
        if self.done % EVERY == 0 and self.done < self.steps:
            self._save()

    def _remember(self) -> None:
        decay = min(MEMORY, (1 + self.done) / (10 + self.done))
        with torch.no_grad():
            for name, parameter in self.network.named_parameters():
                self.average[name].lerp_(parameter, 1 - decay)

    def _save(self) -> None:
        tensors = {f"now.{name}": p.detach() for name, p in self.network.named_parameters()}
        tensors |= {f"average.{name}": tensor for name, tensor in self.average.items()}
        for number, state in self._optimiser.state_dict()["state"].items():
            tensors |= {f"optimiser.{number}.{name}": value for name, value in state.items()}
        self.checkpoint.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.checkpoint.with_suffix(".part")
        save_file(tensors, fresh, {"recipe": self.recipe, "done": str(self.done)})
        fresh.replace(self.checkpoint)

    def _resume(self) -> None:
        """Go on from the checkpoint, if there is one of the same recipe."""
        try:
            with safe_open(self.checkpoint, "pt") as file:
                known = file.metadata() or {}
                if known.get("recipe") != self.recipe:
                    return
                tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        except (OSError, SafetensorError):
            return
        self._restore(tensors)
        self.done = int(known["done"])

    def _restore(self, tensors: Tensors) -> None:
        with torch.no_grad():
            for name, parameter in self.network.named_parameters():
                parameter.copy_(tensors[f"now.{name}"])
                self.average[name] = tensors[f"average.{name}"]
        state: dict[int, Tensors] = {}
        for name, tensor in tensors.items():
            kind, _, rest = name.partition(".")
            if kind == "optimiser":
                number, _, what = rest.partition(".")
                state.setdefault(int(number), {})[what] = tensor
        groups = self._optimiser.state_dict()["param_groups"]
        self._optimiser.load_state_dict({"state": state, "param_groups": groups})


def _groups(network: nn.Module) -> Sequence[dict[str, object]]:
    """Matrices and the rest of the layers, which are not decayed; and the heads."""
    named = list(network.named_parameters())
    layers = [p for name, p in named if not name.startswith("heads.")]
    heads = [p for name, p in named if name.startswith("heads.")]
    return (
        {"params": [p for p in layers if p.ndim > 1], "peak": RATE},
        {"params": [p for p in layers if p.ndim == 1], "peak": RATE, "weight_decay": 0.0},
        {"params": heads, "peak": HEAD_RATE},
    )


def _share_of_peak(step: int, steps: int) -> float:
    """The learning rate at a step as a share of its peak: up in a line, down in a line."""
    return min(1.0, step / (WARM_UP * steps)) * (1.0 - step / steps)
