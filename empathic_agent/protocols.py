"""The plug points: one or two methods each. Knows no implementation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from empathic_agent.affect.vad import VAD
from empathic_agent.trunk import TokenStates
from empathic_agent.turn import Appraisal, Dialogue, Mood, Recollection, StrategyPlan, Turn

Vectors = NDArray[np.float32]


@runtime_checkable
class Encoder(Protocol):
    """Turns texts into unit vectors. It is shared: asking twice for one text must be cheap."""

    @property
    def name(self) -> str:
        """Identifies the weights; a head trained on one encoder refuses another."""
        ...

    @property
    def dimension(self) -> int:
        """Width d of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode n texts to an (n, d) float32 array of unit rows."""
        ...


@runtime_checkable
class LayeredEncoder(Encoder, Protocol):
    """An encoder whose lower layers others may build on."""

    def states(self, texts: Sequence[str]) -> list[TokenStates]:
        """The tokens' states of n texts after the lower layers, the trunk."""
        ...

    def upper_layers(self, parameters: Mapping[str, Vectors]) -> Sequence[Any]:
        """Layers to put on the trunk, with parameters of their own; see `Trunk.upper_layers`."""
        ...


@runtime_checkable
class EmotionDetector(Protocol):
    """Reads the emotion of the seeker's last message, and what caused it."""

    def detect(self, dialogue: Dialogue) -> Appraisal:
        """Appraise the last utterance of `dialogue`."""
        ...


@runtime_checkable
class MoodTransition(Protocol):
    """Moves the agent's own mood in response to what the person feels."""

    def step(self, mood: Mood, appraisal: Appraisal, dialogue: Dialogue) -> Mood:
        """The mood after hearing the last utterance; pure, and bounded whatever comes in."""
        ...


@runtime_checkable
class StrategySelector(Protocol):
    """Chooses the support strategy of the next reply."""

    @property
    def name(self) -> str:
        """Identifies the selector; a calibration made for one refuses another."""
        ...

    def select(self, dialogue: Dialogue, appraisal: Appraisal | None) -> StrategyPlan:
        """Plan the reply to `dialogue`; must not look beyond it."""
        ...


@runtime_checkable
class Memory(Protocol):
    """Long-term memory of one or many owners."""

    def remember(self, turn: Turn) -> None:
        """Keep the turn and what is worth recalling of it, in one transaction."""
        ...

    def recall(self, dialogue: Dialogue, mood: VAD, owner: str) -> tuple[Recollection, ...]:
        """What the last utterance brings to mind by meaning and mood, best first.

        Leaves out what is being said in `dialogue` anyway, and everything of other owners.
        """
        ...
