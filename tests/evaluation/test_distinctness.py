"""The distinctness task with a detector that goes by length."""

from __future__ import annotations

from pathlib import Path

import pytest

from empathic_agent.affect.mood import PersonalityTransition
from empathic_agent.evaluation.distinctness import DistinctnessTask
from empathic_agent.evaluation.runner import run_task
from empathic_agent.persona import Persona, load_persona
from empathic_agent.transition.trajectory import Listener
from empathic_agent.turn import Appraisal, Dialogue
from tests.samples import write_esconv
from tests.transition.test_trajectory import Literal


class ByLength(Literal):
    """Reads sadness, anger or joy, by the length of a text."""

    def detect(self, dialogue: Dialogue) -> Appraisal:
        *before, last = dialogue.utterances
        emotion = ("sadness", "anger", "joy")[len(last.text) % 3]
        said = last.model_copy(update={"text": emotion})
        return super().detect(Dialogue(utterances=(*before, said)))


def measured(folder: Path, *personas: Persona) -> dict[str, object]:
    data = folder / "valid.json"
    write_esconv(data)
    listeners = tuple(Listener(p, PersonalityTransition(p.traits)) for p in personas)
    task = DistinctnessTask(data, ByLength(), listeners)
    return run_task(task, folder / "out", quiet=True)


def test_different_temperaments_stay_apart(tmp_path: Path) -> None:
    figures = measured(tmp_path, load_persona("wren"), load_persona("pip"))
    assert figures["n"] == 2
    assert figures["errors"] == 0
    assert figures["pair"] == {"pip-wren": figures["smallest_pair_distance"]}
    assert figures["dialogues_with_all_apart"] == 1.0


def test_two_names_of_one_temperament_are_no_farther_apart_than_one_from_itself(
    tmp_path: Path,
) -> None:
    wren = load_persona("wren")
    figures = measured(tmp_path, wren, wren.model_copy(update={"name": "nerw"}))
    assert figures["pair_distance"] == pytest.approx(figures["self_distance"])
    assert figures["dialogues_with_all_apart"] == 0.0
