"""OCEAN traits and the temperament that follows from them. Knows nothing of persona files."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from empathic_agent.affect.vad import VAD


class OCEAN(BaseModel):
    """The five personality traits, each in [0, 1] with 0.5 as the average person."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    openness: float = Field(ge=0.0, le=1.0)
    conscientiousness: float = Field(ge=0.0, le=1.0)
    extraversion: float = Field(ge=0.0, le=1.0)
    agreeableness: float = Field(ge=0.0, le=1.0)
    neuroticism: float = Field(ge=0.0, le=1.0)
    """Emotional *in*stability: 0 is unshakeable, 1 is easily upset."""

    @property
    def stability(self) -> float:
        """Emotional stability, the trait Mehrabian's equations call N."""
        return 1.0 - self.neuroticism


def temperament_weights(
    openness: float,
    conscientiousness: float,
    extraversion: float,
    agreeableness: float,
    stability: float,
) -> tuple[float, float, float]:
    """Map the five traits linearly to (valence, arousal, dominance).

    Mehrabian (1996) as used by Gebhard (2005) and PELD (Wen et al. 2021). The equation is linear,
    so traits in [-1, 1] give a temperament and traits in [0, 1] give PELD's personality weights.
    The fifth trait is emotional *stability*; PELD feeds neuroticism into it unchanged, we do not.
    """
    o, c, e, a, s = openness, conscientiousness, extraversion, agreeableness, stability
    return (
        0.21 * e + 0.59 * a + 0.19 * s,
        0.15 * o + 0.30 * a - 0.57 * s,
        0.25 * o + 0.17 * c + 0.60 * e - 0.32 * a,
    )


def temperament(traits: OCEAN) -> VAD:
    """Where the mood of such a person rests: the equation over traits centred to [-1, 1]."""
    centred = [
        2.0 * trait - 1.0
        for trait in (
            traits.openness,
            traits.conscientiousness,
            traits.extraversion,
            traits.agreeableness,
            traits.stability,
        )
    ]
    return VAD.clamped(*temperament_weights(*centred))


def reactivity(traits: OCEAN) -> tuple[float, float, float]:
    """PELD's P: how strongly each axis of the mood follows the talk, from traits in [0, 1]."""
    return temperament_weights(
        traits.openness,
        traits.conscientiousness,
        traits.extraversion,
        traits.agreeableness,
        traits.stability,
    )
