"""The lower layers of all-MiniLM-L6-v2, whose result serves meaning and emotion. Knows no emotion.

text ─► embeddings, layers 1-2 ─┬─► layers 3-6 ─► mean, unit length   the plain vector: meaning
         the trunk, kept here   └─► copies of 3-6, trained            the affect branch: emotion
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from empathic_agent.errors import ModelError

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

SHARED_LAYERS = 2
"""How many of the six layers belong to the trunk."""
BATCH = 64
"""Texts that go through the layers together; those of like length do."""
KEPT = 64
"""How many texts' states are kept: those of a turn, for the plain vector that follows."""

Floats32 = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TokenStates:
    """The tokens of one text, special tokens included."""

    states: Floats32
    """(t, d) what some layer makes of each token."""
    offsets: tuple[tuple[int, int], ...]
    """t pairs (start, end) of places in the text; empty stretches for special tokens."""


class Trunk:
    """Lower and upper layers of a BERT model, apart.

    Args:
        model: a sentence-transformers model of one BERT transformer with mean pooling.
    """

    def __init__(self, model: SentenceTransformer) -> None:
        self._tokenizer: Any = model.tokenizer
        self._longest = model.max_seq_length
        self._bert: Any = model[0].auto_model
        self._kept: OrderedDict[str, TokenStates] = OrderedDict()

    def states(self, texts: Sequence[str]) -> list[TokenStates]:
        """The states of n texts after the trunk; texts beyond the model's length are cut."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self._kept]
        found = {text: self._kept[text] for text in texts if text in self._kept}
        found |= zip(fresh, self._run(fresh), strict=True) if fresh else ()
        self._keep(found)
        return [found[text] for text in texts]

    def vectors(self, texts: Sequence[str]) -> Floats32 | None:
        """(n, d) plain unit vectors of texts whose states are kept; None unless all of them are."""
        if not texts or any(text not in self._kept for text in texts):
            return None
        rows = through(self._bert.encoder.layer[SHARED_LAYERS:], [self._kept[t] for t in texts])
        means = np.stack([states.mean(axis=0) for states in rows])
        return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True))

    def upper_layers(self, parameters: Mapping[str, Floats32]) -> Sequence[Any]:
        """Layers shaped like those above the trunk, with parameters of their own.

        Args:
            parameters: "layers.<number from 0>.<name>" as torch names them.

        Raises:
            ModelError: they do not fit.
        """
        import torch

        layers = deepcopy(self._bert.encoder.layer[SHARED_LAYERS:])
        own = {name.removeprefix("layers."): torch.from_numpy(a) for name, a in parameters.items()}
        try:
            layers.load_state_dict(own)
        except RuntimeError as error:
            raise ModelError(f"The layers do not fit the encoder: {error}") from error
        return tuple(layers.eval())

    def _run(self, texts: Sequence[str]) -> list[TokenStates]:
        found = self._tokenizer(
            list(texts), truncation=True, max_length=self._longest, return_offsets_mapping=True
        )
        rows, offsets = found["input_ids"], found["offset_mapping"]
        layers = self._bert.encoder.layer[:SHARED_LAYERS]
        states = _by_length(
            [len(row) for row in rows], lambda places: self._lower(layers, rows, places)
        )
        return [
            TokenStates(state, tuple((int(a), int(b)) for a, b in where))
            for state, where in zip(states, offsets, strict=True)
        ]

    def _lower(
        self, layers: Sequence[Any], rows: Sequence[Sequence[int]], places: Sequence[int]
    ) -> list[Floats32]:
        import torch
        from torch.nn.utils.rnn import pad_sequence

        ids = pad_sequence([torch.tensor(rows[i]) for i in places], batch_first=True)
        with torch.inference_mode():
            hidden = self._bert.embeddings(input_ids=ids)
            return _layered(layers, hidden, [len(rows[i]) for i in places])

    def _keep(self, found: dict[str, TokenStates]) -> None:
        for text, states in found.items():
            self._kept[text] = states
            self._kept.move_to_end(text)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)


def through(layers: Sequence[Any], rows: Sequence[TokenStates]) -> list[Floats32]:
    """What further layers make of the states of n texts.

    Args:
        layers: `BertLayer`s.
        rows: their input.

    Returns:
        n arrays of shape (t, d).
    """
    import torch
    from torch.nn.utils.rnn import pad_sequence

    def run(places: Sequence[int]) -> list[Floats32]:
        hidden = pad_sequence([torch.from_numpy(rows[i].states) for i in places], batch_first=True)
        with torch.inference_mode():
            return _layered(layers, hidden, [len(rows[i].states) for i in places])

    return _by_length([len(row.states) for row in rows], run)


def _layered(layers: Sequence[Any], hidden: torch.Tensor, lengths: Sequence[int]) -> list[Floats32]:
    """Run (n, t, d) padded states through layers, and cut the padding off."""
    mask = _additive_mask(lengths, hidden)
    for layer in layers:
        hidden = layer(hidden, mask)
    return [row[:length].numpy() for row, length in zip(hidden, lengths, strict=True)]


def _additive_mask(lengths: Sequence[int], like: torch.Tensor) -> torch.Tensor | None:
    """(n, 1, 1, t): 0 where there is a token, the lowest number where there is padding."""
    import torch

    if min(lengths) == max(lengths):
        return None
    padding = torch.arange(max(lengths))[None, :] >= torch.tensor(lengths)[:, None]
    lowest = torch.finfo(like.dtype).min
    return torch.zeros(padding.shape, dtype=like.dtype).masked_fill(padding, lowest)[:, None, None]


def _by_length(
    lengths: Sequence[int], run: Callable[[Sequence[int]], list[Floats32]]
) -> list[Floats32]:
    """Call `run` for places of like length, `BATCH` at a time; results in the places' own order."""
    results: list[Floats32] = [np.empty(0, np.float32)] * len(lengths)
    for places in _batches(lengths):
        for place, result in zip(places, run(places), strict=True):
            results[place] = result
    return results


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    order = sorted(range(len(lengths)), key=lambda place: lengths[place])
    for start in range(0, len(order), BATCH):
        yield order[start : start + BATCH]
