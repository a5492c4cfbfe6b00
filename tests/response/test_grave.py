"""Talk of suicide and violence is noticed, and figures of speech are not."""

from __future__ import annotations

import pytest

from empathic_agent.response.grave import is_grave, speaks_of_suicide


@pytest.mark.parametrize(
    "message",
    [
        "I want to die",
        "I feel suicidal",
        "thinking of killing myself",
        "I don't want to live anymore",
        "I don’t want to be here",
        "they'd be better off without me",
        "there is nothing to live for",
        "life isn't worth living",
        "I've been cutting myself",
    ],
)
def test_talk_of_ending_ones_life(message: str) -> None:
    assert speaks_of_suicide(message)
    assert is_grave(message)


@pytest.mark.parametrize("message", ["he hits me", "my ex was abusive", "I was raped"])
def test_violence_is_grave_and_not_suicide(message: str) -> None:
    assert is_grave(message)
    assert not speaks_of_suicide(message)


@pytest.mark.parametrize(
    "message",
    ["I want to live in Paris", "I'm dying to see it", "the dog died", "traffic was murder", ""],
)
def test_everyday_speech_is_neither(message: str) -> None:
    assert not is_grave(message)
