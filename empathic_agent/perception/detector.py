"""The built-in emotion detector: the affect branch and what is concluded from it. Keeps no state.

Knows nothing of memory, mood or strategies. A message is read once, together with those utterances
before it that were not read in an earlier turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.affect.vad import VAD
from empathic_agent.errors import ModelError
from empathic_agent.heads import SHIPPED, load_head
from empathic_agent.perception.antecedents import AntecedentHead
from empathic_agent.perception.branch import AffectBranch, Reading
from empathic_agent.perception.cause import causes
from empathic_agent.perception.clauses import split
from empathic_agent.perception.cues import told
from empathic_agent.perception.head import EmotionHead, Floats, sigmoid
from empathic_agent.perception.undertow import undertow
from empathic_agent.perception.words import word_scores
from empathic_agent.protocols import Encoder, LayeredEncoder
from empathic_agent.turn import Antecedent, Appraisal, Cause, Dialogue, Speaker, Utterance

if TYPE_CHECKING:
    from empathic_agent.plugins import Workbench


WORTH_NAMING = 0.05
"""Probability from which the second emotion is part of the reason."""
WINDOW = 12
"""Utterances of the dialogue, the message included, that are looked at for what came before."""
NAMED = 0.5
"""Probability from which an utterance is named as a cause."""


class HeadDetector:
    """Reads a message with the affect branch and its heads; an `EmotionDetector`.

    Args:
        branch: reads texts.
        emotion: turns log-odds of emotions into labels.
        antecedents: judges which utterances brought the emotion about.
    """

    def __init__(
        self, branch: AffectBranch, emotion: EmotionHead, antecedents: AntecedentHead
    ) -> None:
        self._branch = branch
        self._emotion = emotion
        self._antecedents = antecedents

    @property
    def labels(self) -> tuple[str, ...]:
        """The 28 GoEmotions labels, in the order of the columns below."""
        return self._emotion.taxonomy.names

    @property
    def situation_labels(self) -> tuple[str, ...]:
        """The 32 EmpatheticDialogues labels, in the order of the columns below."""
        return self._branch.situation_labels

    def detect(self, dialogue: Dialogue) -> Appraisal:
        """Appraise the last utterance of `dialogue` and find what before it matters for that."""
        recent = dialogue.utterances[-WINDOW:]
        readings = self._branch.read([told(utterance) for utterance in recent])
        appraisal = self._appraisal(dialogue.last, readings[-1])
        if appraisal.emotion == self._emotion.taxonomy.neutral:
            return appraisal
        earlier = len(dialogue.utterances) - len(recent)
        found = self._antecedents_of(recent, readings, earlier)
        return appraisal.model_copy(update={"antecedents": found})

    def appraise(self, texts: Sequence[str]) -> list[Appraisal]:
        """Appraise n texts that nothing went before."""
        utterances = [Utterance(speaker=Speaker.SEEKER, text=text) for text in texts]
        readings = self._branch.read(texts)
        return [self._appraisal(u, r) for u, r in zip(utterances, readings, strict=True)]

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """(n, 28) probability of each GoEmotions label on its own; rows do not sum to 1."""
        return sigmoid(self._log_odds(texts))

    def predict_labels(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """(n, 28) which labels are present: several, one or none per text."""
        return self._emotion.present(self._log_odds(texts))

    def situation_probabilities(self, texts: Sequence[str]) -> Floats:
        """(n, 32) probability of each EmpatheticDialogues label; rows sum to 1."""
        return self._branch.situation_probabilities(texts)

    def affect(self, texts: Sequence[str]) -> Floats:
        """(n, 3) valence, arousal and dominance as EmoBank's raters would see them, in [-1, 1]."""
        return self._branch.affect(texts)

    def cause_probabilities(self, dialogues: Sequence[Dialogue]) -> list[Floats]:
        """Per dialogue (n,) probability of each of its n utterances to have caused the emotion of
        the last."""
        return [
            self._antecedents.probabilities(
                dialogue.utterances, self._branch.read([u.text for u in dialogue.utterances])
            )
            for dialogue in dialogues
        ]

    def _log_odds(self, texts: Sequence[str]) -> Floats:
        rows = [reading.emotions for reading in self._branch.read(texts)]
        return np.array(rows).reshape(len(texts), len(self.labels))

    def _appraisal(self, utterance: Utterance, reading: Reading) -> Appraisal:
        """All of an appraisal but its antecedents."""
        taxonomy = self._emotion.taxonomy
        shares = self._emotion.distribution(reading.emotions[None])[0]
        emotion = taxonomy.names[int(shares.argmax())]
        distribution = dict(zip(taxonomy.names, shares.tolist(), strict=True))
        situation = dict(zip(self.situation_labels, reading.situation.tolist(), strict=True))
        words = word_scores(utterance.text, reading)
        found = () if emotion == taxonomy.neutral else causes(split(utterance.text), words)
        return Appraisal(
            taxonomy=taxonomy.name,
            distribution=distribution,
            emotion=emotion,
            vad=self._point(distribution, situation),
            intensity=self._branch.intensity(reading),
            situation=situation,
            undertow=undertow(shares, reading.situation),
            causes=found,
            words=words,
            reason=_reason(emotion, distribution, found[0] if found else None),
        )

    def _point(self, distribution: dict[str, float], situation: dict[str, float]) -> VAD:
        """Half-way between where the words lie and where the situation does.

        Situations know no neutral, so theirs counts by how far the words are from it.
        """
        taxonomy = self._emotion.taxonomy
        said = taxonomy.point(distribution).as_tuple()
        lived = load_taxonomy("empathetic-dialogues").point(situation).as_tuple()
        felt = 1.0 - distribution.get(taxonomy.neutral or "", 0.0)
        return VAD.clamped(*((a + felt * b) / 2.0 for a, b in zip(said, lived, strict=True)))

    def _antecedents_of(
        self, utterances: Sequence[Utterance], readings: Sequence[Reading], earlier: int
    ) -> tuple[Antecedent, ...]:
        """Those that are probably causes, most probable first."""
        scores = self._antecedents.probabilities(utterances, readings).tolist()
        found = [
            Antecedent(index=earlier + place, text=utterance.text, score=score)
            for place, (utterance, score) in enumerate(zip(utterances, scores, strict=True))
            if score >= NAMED
        ]
        return tuple(sorted(found, key=lambda antecedent: -antecedent.score))


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
    """The detector with the heads that come with the package.

    Raises:
        ModelError: a head is unusable, or the encoder is not the one they were trained on.
    """
    affect, emotion, cause = (load_head(SHIPPED / name) for name in ("affect", "emotion", "cause"))
    for head in (affect, emotion, cause):
        head.require_encoder(encoder.name)
    if not isinstance(encoder, LayeredEncoder):
        raise ModelError(
            f"The encoder {encoder.name!r} gives no states of its lower layers, on which the "
            "built-in detector builds. Use `empathic_agent.encoder.SentenceEncoder`."
        )
    branch = AffectBranch(affect.arrays, encoder)
    return HeadDetector(branch, EmotionHead(emotion), AntecedentHead(cause))


def from_workbench(bench: Workbench) -> HeadDetector:
    """Entry point "head" of the group `empathic_agent.detectors`."""
    return load_default_detector(bench.encoder)
