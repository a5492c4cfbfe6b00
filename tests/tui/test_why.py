"""The panel shows what the record holds, and nothing that it does not."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from empathic_agent.strategy.strategies import Strategy
from empathic_agent.tui.gauges import MARK
from empathic_agent.tui.story import Story
from empathic_agent.tui.why import explain
from empathic_agent.turn import OwnMemory
from tests.tui.scripted import NOON, crisis_turn, sample_turn

WIDTH = 42


def test_it_tells_the_feeling_its_share_and_its_cause() -> None:
    text = _told(Story.of(sample_turn("Redundant again.", at=NOON)))
    assert _line(text, "sadness  ").endswith("52%")
    assert "because of “Redundant”" in text
    assert "It reads most like sadness (52%)." in text


def test_only_the_five_strongest_emotions_are_shown() -> None:
    text = _told(Story.of(sample_turn()))
    assert "grief" in text
    assert "amusement" not in text


def test_strategies_are_shown_as_corrected_with_the_raw_share_beside() -> None:
    text = _told(Story.of(sample_turn()))
    assert "kind of support, stage of exploration\nReflection of feelings\n" in text
    chosen = _line(text, "Reflection  ")
    assert chosen.endswith("48%  25%")
    assert MARK in chosen
    assert _line(text, "Question  ").endswith("22%  45%")
    assert "Questions were over-used so far." in text


def test_a_selector_that_leaves_strategies_out_can_be_shown() -> None:
    turn = sample_turn()
    assert turn.plan is not None
    only = {Strategy.REFLECTION: 1.0}
    plan = turn.plan.model_copy(update={"raw": {Strategy.QUESTION: 1.0}, "corrected": only})
    text = _told(Story.of(turn.model_copy(update={"plan": plan})))
    assert _line(text, "Reflection  ").endswith("100%   0%")


def test_moods_go_from_before_to_after() -> None:
    text = _told(Story.of(sample_turn()))
    assert "neutral → sadness" in text
    assert _line(text, "valence").endswith("+0.45 → -0.30")


def test_a_mood_tells_how_strongly_it_is_felt_and_was() -> None:
    line = _line(_told(Story.of(sample_turn())), "intensity")
    assert line.endswith("37%")
    assert MARK in line


def test_a_mood_that_keeps_its_name_is_named_once() -> None:
    turn = sample_turn()
    story = Story.of(turn.model_copy(update={"mood_after": turn.mood_before}))
    assert "neutral → " not in _told(story)


def test_memories_come_with_score_parts_and_age() -> None:
    text = _told(Story.of(sample_turn(at=NOON)))
    assert "“My manager said the team would shrink.”" in text
    assert "fear, 12 days ago" in text
    assert "score +0.71: meaning +0.66, words 2.4, mood +0.86" in text
    assert "1st by words, 2nd by mood, 3rd by meaning" in text


def test_no_memory_is_said_and_not_left_out() -> None:
    turn = sample_turn().model_copy(update={"recollections": ()})
    assert "what came to mind\nnothing yet" in _told(Story.of(turn))


def test_the_personas_own_memories_come_with_what_called_them() -> None:
    def own(kind: Literal["persona seed", "lore"], emotion: str, key: str | None) -> OwnMemory:
        return OwnMemory(
            memory_id=1,
            kind=kind,
            text=f"A {kind}.",
            emotion=emotion,
            key=key,
            score=0.5,
            meaning=0.6,
            mood=-0.2,
        )

    told = (own("persona seed", "joy", None), own("lore", "", "[duck]"), own("lore", "", None))
    text = _told(Story.of(sample_turn().model_copy(update={"own_memories": told})))
    assert "“A persona seed.”\n  joy, score +0.50: meaning +0.60, mood -0.20" in text
    assert "“A lore.”\n  lore, called by “[duck]”" in text
    assert "lore, always there" in text
    assert "own memories" not in _told(Story.of(sample_turn()))


def test_timings_and_author_are_in_small_print() -> None:
    text = _told(Story.of(sample_turn()))
    assert "perception 41, reply 0.4, together 42 ms" in text
    assert "reply by offline" in text


def test_a_cause_that_the_reason_quotes_is_not_said_twice() -> None:
    turn = sample_turn("Redundant again.")
    assert turn.appraisal is not None
    appraisal = turn.appraisal.model_copy(update={"reason": "It is “Redundant” that matters."})
    text = _told(Story.of(turn.model_copy(update={"appraisal": appraisal})))
    assert text.count("“Redundant”") == 1


def test_danger_is_told_with_its_evidence_and_without_the_stages_that_did_not_run() -> None:
    text = _told(Story.of(crisis_turn("I want to end my life")))
    assert "danger" in text
    assert "suicide" in text
    assert "because of “end my life”" in text
    assert "kind of support" not in text
    assert "what you seem to feel" not in text
    assert "what came to mind" not in text
    assert "reply by crisis gate" in text


def test_a_message_without_danger_has_no_such_section() -> None:
    assert "danger" not in _told(Story.of(sample_turn()))


def test_before_anything_is_known_only_the_title_stands() -> None:
    assert _told(Story()) == "the title"


def test_words_of_the_person_are_not_markup() -> None:
    text = _told(Story.of(sample_turn("[bold]x[/] is [ what I feel")))
    assert "because of “[bold]x[/]”" in text


def test_no_gauge_is_wider_than_the_panel() -> None:
    for width in range(36, 60):
        told = explain(Story.of(sample_turn()), "t", width, NOON)
        gauges = [line for line in told.plain.splitlines() if "──" in line]
        assert {len(line) for line in gauges} == {width}


def _told(story: Story) -> str:
    return explain(story, "the title", WIDTH, NOON + timedelta(seconds=1)).plain


def _line(text: str, start: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(start))
