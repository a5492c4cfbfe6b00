"""The learned mood transition: what people answer with in such a context. Knows no persona files.

PELD's equation E_response = E_initial + P ⊙ Δ(context) (Wen et al. 2021), where Δ points from the
mood to the mean point of the emotions that a forest of randomised trees (Geurts et al. 2006)
expects in response. The emotion is read off the sum and the forest together:

    argmax over k of  log p_k − CLOSENESS · |E_response − point_k|²

so it agrees with where the mood has got to, and depends on personality through P. Afterwards the
temperament draws the mood back, as it does in the analytic transition. Arrays of the
stored head: the forest as in `perception.trees` with `value` (nodes, 7) in 255ths of a leaf's
shares, `axes` as in `context.features`, and `favour` (7,): what lifts the rare emotions' shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from empathic_agent.affect.mood import held, moved
from empathic_agent.affect.personality import OCEAN
from empathic_agent.affect.vad import VAD
from empathic_agent.heads import SHIPPED, Head, load_head
from empathic_agent.perception.trees import leaves
from empathic_agent.protocols import Encoder
from empathic_agent.transition.context import EMOTIONS, POINTS, Floats, Moment, features, moment
from empathic_agent.turn import Appraisal, Dialogue, Mood

if TYPE_CHECKING:
    from empathic_agent.plugins import Workbench

NAME = "transition"
CLOSENESS = 0.5
"""Weight of the distance to where the mood has got to, when the emotion is read off."""


@dataclass(frozen=True, slots=True)
class ResponseHead:
    """Expects emotions in response to a moment.

    Args:
        head: as stored by `training.transition`.
        encoder: the one it was trained on.

    Raises:
        ModelError: the encoders differ.
    """

    head: Head
    encoder: Encoder

    def __post_init__(self) -> None:
        self.head.require_encoder(self.encoder.name)

    def expected(self, moments: Sequence[Moment]) -> Floats:
        """(n, 7) share of each emotion in response to n moments; rows sum to 1."""
        arrays = self.head.arrays
        rows = features(moments, arrays["axes"], self.encoder)
        return favoured(forest_shares(arrays["value"][leaves(arrays, rows)]), arrays["favour"])


@dataclass(frozen=True, slots=True)
class LearnedTransition:
    """PELD's equation with a learned Δ; a `MoodTransition`."""

    traits: OCEAN
    responses: ResponseHead

    def step(self, mood: Mood, appraisal: Appraisal, dialogue: Dialogue) -> Mood:
        """The mood after hearing the last utterance; each axis stays in [-1, 1]."""
        shares = self.responses.expected([moment(mood, appraisal, dialogue)])[0]
        vad = moved(mood.vad, VAD.clamped(*(shares @ POINTS).tolist()), self.traits)
        return Mood(vad=held(vad, self.traits), label=read_off(shares, vad), at=mood.at)


def forest_shares(value: Floats) -> Floats:
    """(n, 7) the mean over (n, m, 7) values of the leaves; rows sum to 1."""
    mean = value.astype(np.float64).mean(axis=1)
    return np.asarray(mean / mean.sum(axis=1, keepdims=True))


def favoured(shares: Floats, favour: Floats) -> Floats:
    """(n, 7) shares in proportion to `shares` times `favour`; rows sum to 1."""
    lifted = shares * favour
    return np.asarray(lifted / lifted.sum(axis=1, keepdims=True))


def read_off(shares: Floats, vad: VAD) -> str:
    """The emotion of the response, from (7,) shares and where the mood has got to."""
    far = ((POINTS - vad.as_tuple()) ** 2).sum(axis=1)
    return EMOTIONS.names[int((np.log(shares + 1e-12) - CLOSENESS * far).argmax())]


@cache
def shipped_head() -> Head:
    """The head that comes with the package.

    Raises:
        ModelError: it is missing or malformed.
    """
    return load_head(SHIPPED / NAME)


def from_workbench(bench: Workbench) -> LearnedTransition:
    """The plug-in "learned"."""
    return LearnedTransition(bench.persona.traits, ResponseHead(shipped_head(), bench.encoder))
