"""Measures which emotion a mood transition answers with, on PELD. Knows no transition.

The agent is speaker 1: its mood lies where the first emotion does, the person's message is the
second utterance with the second emotion, and the emotion of the third utterance is to be told. The
transition sees what it sees in the agent, through the same door.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from empathic_agent.affect.mood import mood_at
from empathic_agent.affect.personality import OCEAN
from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.datasets.peld import Triple, load_peld
from empathic_agent.evaluation.runner import Figures, Outcome, batches
from empathic_agent.protocols import MoodTransition
from empathic_agent.transition.trajectory import START
from empathic_agent.turn import Appraisal, Dialogue, Mood, Speaker, Utterance

LABELS = load_taxonomy("ekman")


class TransitionOutcome(Outcome):
    """What was felt before, and in response."""

    first: str
    """Emotion of the first utterance: what the baseline answers with."""
    second: str
    gold: str
    """Emotion of the third utterance."""
    predicted: str


@dataclass(frozen=True, slots=True)
class TransitionTask:
    """The emotion of the third utterance of each triple (Wen et al. 2021)."""

    data: Path
    build: Callable[[OCEAN], MoodTransition]
    """Makes the transition of a speaker with these traits."""
    limit: int | None = None
    """How many triples; None for all."""
    name: str = "transition"

    def units(self) -> Mapping[str, Sequence[Triple]]:
        """Batches of triples."""
        return batches(load_peld(self.data)[: self.limit])

    def run(self, unit: Sequence[Triple]) -> Sequence[TransitionOutcome]:
        """Take one step of the mood per triple."""
        built = {traits: self.build(traits) for traits in dict.fromkeys(t.traits for t in unit)}
        return [_outcome(triple, built[triple.traits]) for triple in unit]

    def summarise(self, outcomes: Sequence[TransitionOutcome]) -> Figures:
        """Accuracy and F1 over the seven emotions, and F1 of copying the first emotion."""
        gold, told = [o.gold for o in outcomes], [o.predicted for o in outcomes]
        copied = [o.first for o in outcomes]
        hits = sum(a == b for a, b in zip(gold, told, strict=True))
        return {
            "n": len(outcomes),
            "accuracy": hits / max(1, len(outcomes)),
            "macro_f1": f1(gold, told, "macro"),
            "weighted_f1": f1(gold, told, "weighted"),
            "copy_macro_f1": f1(gold, copied, "macro"),
            "copy_weighted_f1": f1(gold, copied, "weighted"),
        }


def moment_of(triple: Triple) -> tuple[Mood, Appraisal, Dialogue]:
    """What `MoodTransition.step` gets: mood, appraisal and dialogue before the third utterance."""
    first, second, _ = triple.emotions
    speakers = (Speaker.SUPPORTER, Speaker.SEEKER)
    said = zip(speakers, triple.texts[:2], strict=True)
    return (
        mood_at(LABELS.vad(first), START),
        Appraisal(
            taxonomy=LABELS.name,
            distribution={label: float(label == second) for label in LABELS.names},
            emotion=second,
            vad=LABELS.vad(second),
            reason="As annotated.",
        ),
        Dialogue(utterances=tuple(Utterance(speaker=who, text=text) for who, text in said)),
    )


def f1(gold: Sequence[str], told: Sequence[str], average: str) -> float:
    """F1 by scikit-learn over the emotions that occur; 0 for no outcomes at all."""
    from sklearn.metrics import f1_score

    if not gold:
        return 0.0
    return float(f1_score(gold, told, average=average, zero_division=0.0))


def _outcome(triple: Triple, transition: MoodTransition) -> TransitionOutcome:
    first, second, third = triple.emotions
    after = transition.step(*moment_of(triple))
    return TransitionOutcome(
        id=triple.id, first=first, second=second, gold=third, predicted=after.label
    )
