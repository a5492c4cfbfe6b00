"""A story told event by event ends as the story of the finished turn."""

from __future__ import annotations

from empathic_agent.tui.story import Story
from tests.tui.scripted import ScriptedAgent, crisis_turn, sample_turn


def test_the_story_grows_with_the_events() -> None:
    doing = []
    story = Story()
    for event in ScriptedAgent().stream("I lost my job."):
        doing.append(story.doing)
        story = story.after(event)
    words = ["listening", "listening", "remembering", *["finding words"] * 5]
    assert doing == words
    assert story.appraisal is not None
    assert story.plan is not None
    assert story.recollections
    assert story.model == "offline"


def test_a_told_story_is_the_story_of_its_turn() -> None:
    turn = sample_turn()
    story = Story.of(turn)
    assert story.appraisal == turn.appraisal
    assert story.mood_after == turn.mood_after
    assert story.timings == turn.timings
    assert not story.in_danger


def test_a_crisis_is_a_story_without_stages() -> None:
    story = Story.of(crisis_turn())
    assert story.in_danger
    assert story.appraisal is None
    assert story.recollections == ()
