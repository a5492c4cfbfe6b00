"""The affect branch: one pass over the shared trunk's states that every reading rests on.

Knows nothing of dialogues, thresholds or how it was trained. Arrays of the stored branch (d-wide
vectors), matrices with one byte a weight as `quantised` keeps them:

    layers.0.… to layers.3.…    the parameters of four `BertLayer`s
    heads.situations.*          (32, d) and (32,): one emotion of a situation
    heads.emotions.*            (28, d) and (28,): any emotions of the words
    heads.vad.*                 (3, d) and (3,): z-scores of valence, arousal, dominance
    heads.words.*               (1, d) and (1,): whether a token is part of the cause
    vad.mean, vad.scale         (3,) what the z-scores are relative to, for points in [-1, 1]
    vad.spread                  (3,) standard deviation of the z-scores as the branch gives them
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.errors import ModelError
from empathic_agent.perception.normalise import SPELLING, Normalised, normalise
from empathic_agent.perception.quantised import SCALES, restored
from empathic_agent.protocols import LayeredEncoder
from empathic_agent.trunk import TokenStates, through

Floats = NDArray[np.float64]

HEADS = ("situations", "emotions", "vad", "words")
_SCALES = ("vad.mean", "vad.scale", "vad.spread")
KEPT = 256
"""How many texts' readings are kept: those of a conversation, which come again with every turn."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one pass makes of a text."""

    vector: NDArray[np.float32]
    """(d,) what the heads read; not of unit length."""
    emotions: Floats
    """(28,) log-odds of the GoEmotions labels, each on its own."""
    situation: Floats
    """(32,) probabilities of the EmpatheticDialogues labels; sum to 1."""
    z_scores: Floats
    """(3,) valence, arousal and dominance relative to EmoBank's sentences."""
    tokens: Floats
    """(t,) log-odds of each token to be part of a cause."""
    places: tuple[tuple[int, int], ...]
    """t pairs (start, end): where each token stands in the text as it was given."""


class AffectBranch:
    """Reads texts by four layers of its own on top of the encoder's trunk.

    Args:
        arrays: as stored by `training.affect`.
        encoder: the one whose trunk the branch was trained on.

    Raises:
        ModelError: an array is missing.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]], encoder: LayeredEncoder) -> None:
        _check(arrays)
        self._arrays = arrays
        self._encoder = encoder
        self._layers: Sequence[Any] = ()
        self._heads: dict[str, tuple[NDArray[np.float32], NDArray[np.float32]]] = {}
        self._kept: OrderedDict[str, Reading] = OrderedDict()

    @property
    def situation_labels(self) -> tuple[str, ...]:
        """The 32 labels of EmpatheticDialogues, in the order of the columns below."""
        return load_taxonomy("empathetic-dialogues").names

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Read n texts, those that are not known yet in one pass."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self._kept]
        found = {text: self._kept[text] for text in texts if text in self._kept}
        found |= zip(fresh, self._run(fresh), strict=True) if fresh else ()
        self._keep(found)
        return [found[text] for text in texts]

    def situation_probabilities(self, texts: Sequence[str]) -> Floats:
        """(n, 32) probability of each situation label; rows sum to 1."""
        return np.array([r.situation for r in self.read(texts)]).reshape(
            len(texts), len(self.situation_labels)
        )

    def affect(self, texts: Sequence[str]) -> Floats:
        """(n, 3) valence, arousal and dominance as EmoBank's raters would see them, in [-1, 1]."""
        points = self.z_scores(texts) * self._arrays["vad.scale"] + self._arrays["vad.mean"]
        return np.asarray(np.clip(points, -1.0, 1.0))

    def intensity(self, reading: Reading) -> float:
        """How far a text is from calm, in [0, 1]: 1 - exp(-d²/2).

        d is the distance from EmoBank's average sentence in valence and in raised arousal, in
        standard deviations of what the branch reads there. Less arousal than usual counts as calm.
        """
        valence, arousal, _ = reading.z_scores / self._arrays["vad.spread"]
        return float(1.0 - np.exp(-0.5 * (valence**2 + max(arousal, 0.0) ** 2)))

    def z_scores(self, texts: Sequence[str]) -> Floats:
        """(n, 3) valence, arousal and dominance relative to EmoBank's sentences."""
        return np.array([r.z_scores for r in self.read(texts)]).reshape(len(texts), 3)

    def _run(self, texts: Sequence[str]) -> list[Reading]:
        self._load()
        plain = [normalise(text, SPELLING) for text in texts]
        rows = self._encoder.states([each.text for each in plain])
        outputs = through(self._layers, rows)
        return [
            self._reading(states, row, each)
            for states, row, each in zip(outputs, rows, plain, strict=True)
        ]

    def _reading(self, states: NDArray[np.float32], row: TokenStates, plain: Normalised) -> Reading:
        vector = states.mean(axis=0)
        return Reading(
            vector=vector,
            emotions=self._told("emotions", vector),
            situation=_softmax(self._told("situations", vector)),
            z_scores=self._told("vad", vector),
            tokens=self._told("words", states)[:, 0],
            places=tuple(plain.raw_span(start, end) for start, end in row.offsets),
        )

    def _told(self, head: str, vectors: NDArray[np.float32]) -> Floats:
        """(…, width) what a head says of (…, d) vectors."""
        weights, bias = self._heads[head]
        return np.asarray(vectors @ weights.T + bias, dtype=np.float64)

    def _keep(self, found: dict[str, Reading]) -> None:
        for text, reading in found.items():
            self._kept[text] = reading
            self._kept.move_to_end(text)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    def _load(self) -> None:
        """Unpack the weights, when they are first needed."""
        if self._layers:
            return
        floats = restored(self._arrays)
        self._heads = {
            name: (floats[f"heads.{name}.weight"], floats[f"heads.{name}.bias"]) for name in HEADS
        }
        self._layers = self._encoder.upper_layers(
            {name: array for name, array in floats.items() if name.startswith("layers.")}
        )


def _softmax(scores: Floats) -> Floats:
    weights = np.exp(scores - scores.max())
    return np.asarray(weights / weights.sum())


def _check(arrays: Mapping[str, NDArray[Any]]) -> None:
    wanted = {f"heads.{name}.{part}" for name in HEADS for part in ("weight", "bias")}
    wanted |= {f"heads.{name}.weight{SCALES}" for name in HEADS} | set(_SCALES)
    missing = sorted(wanted - arrays.keys())
    if missing:
        raise ModelError(
            f"The affect branch lacks the arrays {', '.join(missing)}. Expected a head made by "
            "`empathic-agent train affect --data DIR`."
        )
