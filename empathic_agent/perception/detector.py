"""The built-in emotion detector: the trained head over the shared encoder. Keeps no state.

Knows nothing of memory, mood or strategies. One `encode` call per message: the message and its
variants with one clause taken out go in together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from empathic_agent.heads import SHIPPED, Head, load_head
from empathic_agent.perception.cause import candidates, strongest
from empathic_agent.perception.clauses import split, without
from empathic_agent.perception.head import EmotionHead, Floats
from empathic_agent.protocols import Encoder
from empathic_agent.turn import Appraisal, Cause, Dialogue

if TYPE_CHECKING:
    from empathic_agent.plugins import Workbench


WORTH_NAMING = 0.05
"""Probability from which the second emotion is part of the reason."""


class HeadDetector:
    """Reads the emotion of a message with a trained head; an `EmotionDetector`.

    Args:
        encoder: must be the one the head was trained on.
        head: an emotion head as trained by `training.emotion`.

    Raises:
        ModelError: the head is unusable or was trained on another encoder.
    """

    def __init__(self, encoder: Encoder, head: Head) -> None:
        head.require_encoder(encoder.name)
        self._encoder = encoder
        self._head = EmotionHead(head)

    @property
    def labels(self) -> tuple[str, ...]:
        """The 28 GoEmotions labels, in the order of the columns below."""
        return self._head.taxonomy.names

    def detect(self, dialogue: Dialogue) -> Appraisal:
        """Appraise the last utterance of `dialogue`; what was said before it is not read."""
        text = dialogue.last.text
        clauses = candidates(text, split(text), self._head.word_evidence)
        rows = self._distributions([text, *(without(text, clause) for clause in clauses)])
        taxonomy = self._head.taxonomy
        top = int(rows[0].argmax())
        emotion = taxonomy.names[top]
        distribution = dict(zip(taxonomy.names, rows[0].tolist(), strict=True))
        drops = (rows[0, top] - rows[1:, top]).tolist()
        cause = None if emotion == taxonomy.neutral else strongest(clauses, drops)
        return Appraisal(
            taxonomy=taxonomy.name,
            distribution=distribution,
            emotion=emotion,
            vad=taxonomy.point(distribution),
            causes=() if cause is None else (cause,),
            reason=_reason(emotion, distribution, cause),
        )

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """(n, 28) probability of each GoEmotions label on its own; rows do not sum to 1."""
        return self._head.probabilities(texts, self._encoder.encode(texts))

    def predict_labels(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """(n, 28) which labels are present: several, one or none per text."""
        return self._head.present(self.probabilities(texts))

    def _distributions(self, texts: Sequence[str]) -> Floats:
        return self._head.distribution(self._head.log_odds(texts, self._encoder.encode(texts)))


def _reason(emotion: str, distribution: dict[str, float], cause: Cause | None) -> str:
    """One sentence: what it sounds like, how sure that is, what comes next, and why."""
    others = [label for label in distribution if label not in (emotion, "neutral")]
    second = max(others, key=lambda label: distribution[label])
    nearest = f"{second} ({distribution[second]:.0%})"
    if emotion == "neutral":
        return f"No emotion stands out; the nearest is {nearest}."
    then = f", then {nearest}" if distribution[second] >= WORTH_NAMING else ""
    why = f"; what matters most for it is “{cause.span.text}”" if cause else ""
    return f"The message reads as {emotion} ({distribution[emotion]:.0%}){then}{why}."


def load_default_detector(encoder: Encoder) -> HeadDetector:
    """The detector with the head that comes with the package.

    Raises:
        ModelError: the encoder is not the one the head was trained on.
    """
    return HeadDetector(encoder, load_head(SHIPPED / "emotion"))


def from_workbench(bench: Workbench) -> HeadDetector:
    """Entry point "head" of the group `empathic_agent.detectors`."""
    return load_default_detector(bench.encoder)
