"""What a message is about."""

from __future__ import annotations

import pytest

from empathic_agent.response.themes import Theme, own_topic, themes_in


@pytest.mark.parametrize(
    ("message", "themes"),
    [
        ("My boss fired me", {Theme.WORK}),
        ("I have three exams this week", {Theme.STUDY}),
        ("my husband wants a divorce", {Theme.LOVE}),
        ("my mum and my sister fight", {Theme.FAMILY}),
        ("our little daughter is ill", {Theme.CHILDREN}),
        ("I feel so lonely", {Theme.FRIENDS}),
        ("I can't afford the rent", {Theme.MONEY}),
        ("my anxiety is back", {Theme.HEALTH}),
        ("I lie awake till four", {Theme.SLEEP}),
        ("the funeral was today", {Theme.LOSS}),
        ("My mother died and I can’t sleep", {Theme.FAMILY, Theme.LOSS, Theme.SLEEP}),
        ("I did a good job of it", set()),
        ("a dead end, and I'm dying to leave", set()),
        ("the weather is mild", set()),
    ],
)
def test_themes_are_read_off_the_words(message: str, themes: set[Theme]) -> None:
    assert themes_in(message) == themes


@pytest.mark.parametrize(
    ("message", "topic"),
    [
        ("I hate my job", "your job"),
        ("I miss My Best Friend", "your best friend"),
        ("our old dog is ill", "your old dog"),
        ("my mother's house", None),
        ("a job is a job", None),
        ("my umbrella", None),
    ],
)
def test_what_belongs_to_the_speaker_is_a_topic(message: str, topic: str | None) -> None:
    assert own_topic(message) == topic
