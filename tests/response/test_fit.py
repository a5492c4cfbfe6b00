"""Choosing a frame: what cannot fit, what fits better, and never the same thing twice."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from empathic_agent.persona import Manner
from empathic_agent.response.fit import choose, fits, score
from empathic_agent.response.frames import Frame, built_in_frames
from empathic_agent.response.kinds import Kind
from empathic_agent.response.situation import Situation
from empathic_agent.response.slots import Slot
from empathic_agent.response.themes import Theme
from empathic_agent.response.wording import Family
from empathic_agent.strategy.strategies import Stage, Strategy

QUESTION = frozenset({Strategy.QUESTION})
FRAMES = built_in_frames()


def situation(**changes: Any) -> Situation:
    """Someone sad talks about work to a plain persona."""
    fields: dict[str, Any] = {
        "kind": Kind.TALK,
        "strategies": QUESTION,
        "family": Family.SAD,
        "manner": Manner.PLAIN,
        "stage": Stage.EXPLORATION,
        "themes": frozenset({Theme.WORK}),
        "words": {},
        "past": (),
        "echoed": False,
        "seed": "",
    }
    return Situation(**fields | changes)


def frame(text: str = "What now?", **fits_where: Any) -> Frame:
    return Frame(text=text, **{"strategies": QUESTION} | fits_where)


@pytest.mark.parametrize(
    "fitting",
    [
        frame(),
        frame(families=frozenset({Family.SAD, Family.HURT})),
        frame(families=frozenset({Family.TROUBLED})),
        frame(manners=frozenset({Manner.PLAIN})),
        frame(themes=frozenset({Theme.WORK, Theme.MONEY})),
        frame(stages=frozenset({Stage.EXPLORATION})),
    ],
)
def test_what_matches_or_asks_for_nothing_fits(fitting: Frame) -> None:
    assert fits(fitting, situation())


@pytest.mark.parametrize(
    "unfit",
    [
        frame(kind=Kind.GREETING),
        frame(strategies=frozenset({Strategy.SUGGESTION})),
        frame(families=frozenset({Family.POSITIVE})),
        frame(families=frozenset({Family.ANGRY})),
        frame(manners=frozenset({Manner.PLAYFUL})),
        frame(themes=frozenset({Theme.LOVE})),
        frame(stages=frozenset({Stage.ACTION})),
        frame("So {clause}."),
    ],
)
def test_what_contradicts_or_cannot_be_filled_does_not_fit(unfit: Frame) -> None:
    assert not fits(unfit, situation())


def test_trouble_is_not_answered_with_frames_for_joy_or_calm() -> None:
    for family in (Family.POSITIVE, Family.NEUTRAL, Family.SURPRISED):
        assert not fits(frame(families=frozenset({family})), situation(family=Family.TROUBLED))
        assert not fits(frame(families=frozenset({Family.TROUBLED})), situation(family=family))


def test_outside_talk_the_strategy_is_only_a_preference() -> None:
    yes = situation(kind=Kind.YES)
    other = frame(kind=Kind.YES, strategies=frozenset({Strategy.INFORMATION}))
    assert fits(other, yes)
    assert score(frame(kind=Kind.YES), yes, 0.0).total > score(other, yes, 0.0).total


@pytest.mark.parametrize(
    "better",
    [
        frame(families=frozenset({Family.SAD})),
        frame(manners=frozenset({Manner.PLAIN})),
        frame(themes=frozenset({Theme.WORK})),
        frame("So {clause}. What now?"),
        frame("Last time {when} you said {memory}."),
    ],
)
def test_the_more_specific_frame_scores_higher(better: Frame) -> None:
    here = situation(words=dict.fromkeys(Slot, "x"))
    assert score(better, here, 0.0).total > score(frame(), here, 0.0).total


def test_own_words_count_double_when_saying_back_is_the_point() -> None:
    said_back = frame("So {clause}.", strategies=frozenset({Strategy.RESTATEMENT}))
    words = {Slot.CLAUSE: "you lost it"}
    back = situation(strategies=frozenset({Strategy.RESTATEMENT}), words=words)
    assert score(said_back, back, 0.0).words == 2 * score(frame("So {clause}."), back, 0.0).words


def test_own_words_count_nothing_right_after_they_were_said_back() -> None:
    said_back = frame("So {clause}. What now?")
    assert score(said_back, situation(echoed=True), 0.0).words == 0.0
    assert score(said_back, situation(echoed=False), 0.0).words > 0.0


def test_a_used_frame_loses_against_any_other() -> None:
    used = frame("So {clause}. What now?", families=frozenset({Family.SAD}))
    here = situation(
        words={Slot.CLAUSE: "you lost it"}, past=("Hi.", "So he left. What now?", "I see.")
    )
    assert score(used, here, 2.0).total < score(frame(), here, 0.0).total


def test_the_longer_ago_the_smaller_the_loss() -> None:
    used = frame("What now?")
    recent = score(used, situation(past=("Hello.", "What now?")), 0.0)
    earlier = score(used, situation(past=("What now?", "Hello.")), 0.0)
    assert recent.repetition < earlier.repetition < 0.0


def test_openings_that_still_ring_in_the_ear_lose_a_little() -> None:
    ringing = situation(past=("What now then?", "I see."))
    assert score(frame("What now and where?"), ringing, 0.0).repetition == -1.0
    assert score(frame("And then?"), ringing, 0.0).repetition == 0.0


def test_without_any_fitting_frame_there_is_an_error() -> None:
    with pytest.raises(LookupError, match="no frame fits"):
        choose([frame(kind=Kind.GREETING)], situation())


@settings(deadline=None)
@given(st.text(), st.sampled_from(Strategy), st.sampled_from(Family))
def test_the_choice_depends_on_the_situation_alone(
    seed: str, strategy: Strategy, family: Family
) -> None:
    here = situation(seed=seed, strategies=frozenset({strategy}), family=family)
    assert choose(FRAMES, here) is choose(FRAMES, here)


def test_different_conversations_get_different_replies() -> None:
    chosen = {choose(FRAMES, situation(seed=str(n))).text for n in range(40)}
    assert len(chosen) > 5


@pytest.mark.parametrize("family", Family)
def test_fifteen_replies_of_one_strategy_repeat_nothing_while_there_is_something_new(
    family: Family,
) -> None:
    past: tuple[str, ...] = ()
    fresh = sum(fits(f, situation(family=family)) for f in FRAMES)
    for turn in range(min(15, fresh)):
        here = situation(family=family, past=past, seed=str(turn))
        reply = choose(FRAMES, here).fill({})
        assert reply not in past
        past = (*past, reply)
