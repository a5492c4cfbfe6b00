"""Situations that are worse than the words sound."""

from __future__ import annotations

import numpy as np
import pytest

from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.perception.undertow import undertow


def certain(taxonomy: str, label: str) -> np.ndarray:
    return np.array([float(name == label) for name in load_taxonomy(taxonomy).names])


@pytest.mark.parametrize(
    ("words", "situation", "expected"),
    [
        ("neutral", "furious", 1.0),
        ("joy", "furious", 1.0),
        ("anger", "furious", 0.0),
        ("anger", "joyful", 0.0),
        ("neutral", "joyful", 0.0),
    ],
)
def test_only_a_bad_situation_in_calm_words_has_one(
    words: str, situation: str, expected: float
) -> None:
    found = undertow(certain("goemotions", words), certain("empathetic-dialogues", situation))
    assert found == expected
