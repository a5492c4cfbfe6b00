"""The PELD task with transitions that only copy, or only listen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sklearn.metrics import f1_score

from empathic_agent.affect.mood import PersonalityTransition, mood_at
from empathic_agent.affect.personality import OCEAN
from empathic_agent.evaluation.runner import run_task
from empathic_agent.evaluation.transition import TransitionTask, moment_of
from empathic_agent.protocols import MoodTransition
from empathic_agent.turn import Appraisal, Dialogue, Mood, Speaker
from tests.samples import PELD_ROW, write_peld


class Still:
    """A mood that nothing moves."""

    def step(self, mood: Mood, appraisal: Appraisal, dialogue: Dialogue) -> Mood:  # noqa: ARG002
        return mood


class Mirror:
    """Feels what the person feels."""

    def step(self, mood: Mood, appraisal: Appraisal, dialogue: Dialogue) -> Mood:  # noqa: ARG002
        return mood_at(appraisal.vad, mood.at)


def row(first: str, second: str, third: str) -> str:
    fields = PELD_ROW.split("\t")
    fields[6:9] = first, second, third
    return "\t".join(fields)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rows = [
        row("joy", "neutral", "joy"),
        row("joy", "anger", "anger"),
        row("neutral", "fear", "neutral"),
        row("sadness", "joy", "neutral"),
        row("anger", "anger", "disgust"),
    ]
    return write_peld(tmp_path / "valid.tsv", rows)


def task(
    data: Path, build: Callable[[OCEAN], MoodTransition], limit: int | None = None
) -> TransitionTask:
    return TransitionTask(data, build, limit)


def test_a_mood_that_stays_is_the_copying_baseline(data: Path, tmp_path: Path) -> None:
    figures = run_task(task(data, lambda _: Still()), tmp_path / "out", quiet=True)
    gold = ["joy", "anger", "neutral", "neutral", "disgust"]
    copied = ["joy", "joy", "neutral", "sadness", "anger"]
    macro, weighted = (
        f1_score(gold, copied, average=average, zero_division=0.0)
        for average in ("macro", "weighted")
    )
    assert figures == {
        "n": 5,
        "accuracy": 0.4,
        "macro_f1": macro,
        "weighted_f1": weighted,
        "copy_macro_f1": macro,
        "copy_weighted_f1": weighted,
        "errors": 0,
    }


def test_a_mirror_answers_with_the_second_emotion(data: Path, tmp_path: Path) -> None:
    figures = run_task(task(data, lambda _: Mirror()), tmp_path / "out", quiet=True)
    assert figures["accuracy"] == 0.2
    assert figures["macro_f1"] != figures["copy_macro_f1"]


def test_each_speaker_moves_by_its_own_traits(data: Path) -> None:
    asked: list[OCEAN] = []

    def build(traits: OCEAN) -> MoodTransition:
        asked.append(traits)
        return PersonalityTransition(traits)

    one = task(data, build)
    (unit,) = one.units().values()
    assert len(one.run(unit)) == 5
    assert [traits.neuroticism for traits in asked] == [0.56]


def test_the_third_utterance_is_not_shown(data: Path) -> None:
    (unit,) = task(data, lambda _: Still(), limit=1).units().values()
    mood, appraisal, dialogue = moment_of(unit[0])
    assert (mood.label, appraisal.emotion) == ("joy", "neutral")
    assert [(u.speaker, u.text) for u in dialogue.utterances] == [
        (Speaker.SUPPORTER, 'Where is "it"?'),
        (Speaker.SEEKER, "I lost it, sorry."),
    ]


def test_nothing_at_all_gives_zeros(data: Path) -> None:
    figures = task(data, lambda _: Still()).summarise([])
    assert set(figures.values()) == {0}
