"""Points in valence-arousal-dominance space. Knows nothing of labels, texts or models."""

from __future__ import annotations

import math

from pydantic import BaseModel, ConfigDict, Field


class VAD(BaseModel):
    """A point in valence-arousal-dominance space, each axis in [-1, 1] with 0 as neutral.

    Used for what a person feels, for the agent's own mood and for memories alike
    (Mehrabian & Russell's pleasure-arousal-dominance axes).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    valence: float = Field(ge=-1.0, le=1.0)
    """Unpleasant (-1) to pleasant (1)."""
    arousal: float = Field(ge=-1.0, le=1.0)
    """Calm (-1) to stirred up (1)."""
    dominance: float = Field(ge=-1.0, le=1.0)
    """Overpowered (-1) to in control (1)."""

    @classmethod
    def clamped(cls, valence: float, arousal: float, dominance: float) -> VAD:
        """Build a point from any three numbers: out-of-range values are cut off, NaN becomes 0."""
        return cls(valence=_clamp(valence), arousal=_clamp(arousal), dominance=_clamp(dominance))

    def as_tuple(self) -> tuple[float, float, float]:
        """(valence, arousal, dominance)."""
        return (self.valence, self.arousal, self.dominance)

    def distance(self, other: VAD) -> float:
        """Euclidean distance, in [0, 2·√3]."""
        return math.dist(self.as_tuple(), other.as_tuple())

    def toward(self, goal: VAD, share: float) -> VAD:
        """The point `share` of the way from here to `goal`; 0 stays, 1 arrives."""
        return VAD.clamped(
            *(a + share * (b - a) for a, b in zip(self.as_tuple(), goal.as_tuple(), strict=True))
        )


NEUTRAL = VAD(valence=0.0, arousal=0.0, dominance=0.0)


def _clamp(value: float) -> float:
    return 0.0 if math.isnan(value) else min(1.0, max(-1.0, value))
