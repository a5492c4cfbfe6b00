"""The hand-written replies: form, house rules, and enough of them for a long conversation."""

from __future__ import annotations

import re
from collections import Counter
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.errors import DataError
from empathic_agent.persona import Manner
from empathic_agent.response.fit import fits
from empathic_agent.response.frames import Frame, built_in_frames, frames_for, load_frames
from empathic_agent.response.kinds import Kind
from empathic_agent.response.situation import Situation
from empathic_agent.response.slots import Slot
from empathic_agent.response.themes import Theme
from empathic_agent.response.wording import Family
from empathic_agent.strategy.strategies import Stage, Strategy

ENOUGH = 8
"""Frames that always fit, per strategy, emotion and manner."""

WORDS = {slot: f"<{slot.value}>" for slot in Slot}


def texts() -> list[str]:
    return [frame.text for frame in built_in_frames()]


def situation(strategy: Strategy, family: Family, manner: Manner) -> Situation:
    """A conversation that gives the composer nothing to work with."""
    return Situation(
        kind=Kind.TALK,
        strategies=frozenset({strategy}),
        family=family,
        manner=manner,
        stage=Stage.EXPLORATION,
        themes=frozenset(),
        words={},
        past=(),
        echoed=False,
        seed="",
    )


@pytest.mark.parametrize(("strategy", "family", "manner"), list(product(Strategy, Family, Manner)))
def test_enough_frames_fit_when_nothing_is_known(
    strategy: Strategy, family: Family, manner: Manner
) -> None:
    bare = situation(strategy, family, manner)
    fitting = [frame for frame in built_in_frames() if fits(frame, bare)]
    assert len(fitting) >= ENOUGH


@pytest.mark.parametrize(
    ("kind", "manner"), list(product([kind for kind in Kind if kind is not Kind.TALK], Manner))
)
def test_every_other_kind_can_be_answered_without_filling_a_gap(kind: Kind, manner: Manner) -> None:
    frames = [frame for frame in built_in_frames() if frame.kind is kind]
    plain = [f for f in frames if not f.slots and not f.families and not f.strategies]
    assert [f for f in plain if not f.manners or manner in f.manners]


@pytest.mark.parametrize("theme", Theme)
def test_every_theme_has_words_of_its_own_in_every_strategy_that_goes_into_things(
    theme: Theme,
) -> None:
    strategies = {
        strategy
        for frame in built_in_frames()
        if theme in frame.themes
        for strategy in frame.strategies
    }
    assert strategies >= set(Strategy) - {Strategy.SELF_DISCLOSURE, Strategy.OTHERS}


def test_no_frame_is_there_twice() -> None:
    doubles = [text for text, count in Counter(texts()).items() if count > 1]
    assert doubles == []


def test_frames_are_short() -> None:
    assert max(len(text.split()) for text in texts()) <= 60
    talk = [f.text for f in built_in_frames() if f.kind is Kind.TALK]
    assert max(len(text.split()) for text in talk) <= 40


CLICHES = re.compile(
    r"safe space|valid\b|here for you|self-care|journey|be kind to yourself|it's okay to"
    r"|how does that make you feel|must be so hard|everything happens|stay strong|reach out",
    re.IGNORECASE,
)
HUMAN_LIFE = re.compile(
    r"\b(?:when i was|my (?:childhood|mother|father|friend|family|husband|wife|school|own life)"
    r"|i(?:'ve| have) (?:been|felt|lived|gone) (?:there|through|like that)|i know how (?:you|it)"
    r"|years ago, i|as a (?:human|person))\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("rule", [CLICHES, HUMAN_LIFE])
def test_house_rules_are_kept(rule: re.Pattern[str]) -> None:
    denied = re.compile(r"(?:can't say|won't claim|I'm not)[^.]*", re.IGNORECASE)
    assert [text for text in texts() if rule.search(denied.sub("", text))] == []


@pytest.mark.parametrize("kind", [Kind.IDENTITY, Kind.KNOWLEDGE])
def test_asked_for_what_it_is_or_knows_it_names_its_built_in_replies(kind: Kind) -> None:
    said = re.compile(r"built[- ]in|written beforehand|that people wrote", re.IGNORECASE)
    assert all(said.search(frame.text) for frame in frames_for(kind, frozenset()))


def test_asked_what_it_is_it_denies_being_a_language_model() -> None:
    for frame in frames_for(Kind.IDENTITY, frozenset()):
        assert re.search(
            r"no(?:t by a| ) ?language model|rather than a language model", frame.text, re.I
        )


def test_messages_of_despair_are_sent_to_people() -> None:
    for frame in frames_for(Kind.GRAVE, frozenset()):
        assert "crisis line" in frame.text


def test_a_memory_always_comes_with_its_age() -> None:
    for frame in built_in_frames():
        assert (Slot.MEMORY in frame.slots) == (Slot.WHEN in frame.slots)


def test_every_frame_has_enough_text_to_be_recognised_by() -> None:
    assert min(sum(len(part.fixed) for part in frame.parts) for frame in built_in_frames()) >= 5


@given(st.sampled_from(built_in_frames()))
def test_a_filled_frame_is_recognised_and_has_no_gaps_left(frame: Frame) -> None:
    reply = frame.fill(WORDS)
    assert not set("{}") & set(reply)
    assert frame.made(reply)


@given(st.sampled_from(built_in_frames()), st.sampled_from(built_in_frames()))
def test_frames_do_not_claim_each_others_replies(one: Frame, other: Frame) -> None:
    if one.made(other.fill(WORDS)):
        assert one == other or one.slots


def test_sentences_start_with_a_capital_and_only_they() -> None:
    frame = Frame(text="{clause}. So {clause}? {topic} and {topic}.")
    words = {Slot.CLAUSE: "you lost your job", Slot.TOPIC: "your job"}
    assert frame.fill(words) == ("You lost your job. So you lost your job? Your job and your job.")


def test_a_missing_filling_is_an_error() -> None:
    with pytest.raises(KeyError):
        Frame(text="So {clause}.").fill({})


@pytest.mark.parametrize("text", ["{cause}", "{}", "{clause!r}", "{clause:>9}", "{clause", ""])
def test_gaps_that_do_not_exist_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "one.yaml").write_text(
        f'strategy: Question\ngroups:\n  - frames:\n      - "{text}"\n', "utf-8"
    )
    with pytest.raises(DataError, match=r"one\.yaml: expected a frame file"):
        load_frames(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "strategy: Question",
        "groups: [{frames: [Hi.]}]",
        "strategy: Question\nkind: greeting\ngroups: [{frames: [Hi.]}]",
        "strategy: Whispering\ngroups: [{frames: [Hi.]}]",
        "strategy: Question\ngroups: [{frames: []}]",
        "strategy: Question\ngroups: [{family: [sad], frames: [Hi.]}]",
        "strategy: Question\ngroups: [{families: [gloomy], frames: [Hi.]}]",
        "strategy: [",
    ],
)
def test_malformed_files_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "one.yaml").write_text(text, "utf-8")
    with pytest.raises(DataError, match="expected a frame file"):
        load_frames(tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="Check the folder"):
        load_frames(tmp_path)


def test_a_file_says_where_its_frames_fit(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(
        """
strategy: Question
groups:
  - families: [sad]
    manners: [plain]
    themes: [work]
    stages: [action]
    frames: ["What now?", "And {topic}?"]
""",
        "utf-8",
    )
    first, second = load_frames(tmp_path)
    assert first.strategies == {Strategy.QUESTION}
    assert first.families == {Family.SAD}
    assert first.manners == {Manner.PLAIN}
    assert first.themes == {Theme.WORK}
    assert first.stages == {Stage.ACTION}
    assert second.slots == {Slot.TOPIC}
