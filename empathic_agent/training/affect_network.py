"""The affect branch with its heads, as it is trained. Knows no data and no files.

embeddings ─► layers 1-2 (frozen, those of the encoder) ─► layers 3-6 (copies, trained)
                                                               ├─► each token ─► words
                                                               └─► their mean ─► the other heads
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

import torch
from torch import nn
from torch.nn.utils.rnn import pad_sequence

from empathic_agent.training.affect_tasks import Task

DROPOUT = 0.1
"""Before the heads; inside the branch it is the encoder's own, 0.1 as well."""
FAR = -1e4
"""Added to the attention that falls on padding."""


class AffectNetwork(nn.Module):
    """Branch and heads.

    Args:
        bert: a `BertModel`; it is frozen, and its upper layers are copied.
        depth: how many of its layers are shared.
        tasks: gets a linear head each.
    """

    def __init__(self, bert: Any, depth: int, tasks: Sequence[Task]) -> None:
        super().__init__()
        bert.eval().requires_grad_(False)
        self._frozen = (bert.embeddings, *bert.encoder.layer[:depth])  # no part of the parameters
        self.layers = deepcopy(bert.encoder.layer[depth:]).requires_grad_(True)
        width = bert.config.hidden_size
        self.heads = nn.ModuleDict({task.name: nn.Linear(width, task.width) for task in tasks})
        self._dropout = nn.Dropout(DROPOUT)
        for task in tasks:
            if task.bias is not None:
                self.get_submodule(f"heads.{task.name}").bias.data = task.bias.clone()

    def loss(self, task: Task, index: Sequence[int], precision: torch.dtype) -> torch.Tensor:
        """The loss of some texts of a task, a scalar.

        Args:
            task: one of those the network was made for.
            index: which of its texts.
            precision: in which the layers compute; losses are always float32.
        """
        with torch.autocast("cpu", precision, enabled=precision != torch.float32):
            hidden, mask = self._hidden([task.rows[i] for i in index])
        hidden = hidden.float()
        if task.of_tokens:
            outputs = self.heads[task.name](self._dropout(hidden)).squeeze(-1)
        else:
            outputs = self.heads[task.name](self._dropout(_mean(hidden, mask)))
        return task.loss(outputs, task.batch_targets(index))

    def _hidden(self, rows: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
        """(n, t, d) states of the last layer and the (n, t) mask of what is no padding."""
        ids = pad_sequence([torch.tensor(row) for row in rows], batch_first=True)
        mask = pad_sequence([torch.ones(len(row)) for row in rows], batch_first=True)
        embed, *shared = self._frozen
        with torch.no_grad():
            hidden = embed(ids)
            attention = ((1.0 - mask) * FAR)[:, None, None, :].to(hidden.dtype)
            for layer in shared:
                hidden = layer(hidden, attention.to(hidden.dtype))
        for layer in self.layers:
            hidden = layer(hidden, attention.to(hidden.dtype))
        return hidden, mask


def _mean(hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """(n, d) means over what is no padding."""
    return (hidden * mask[..., None]).sum(dim=1) / mask.sum(dim=1, keepdim=True)
