"""What is said: whole, short, and without what must not be said to a person in a crisis."""

from __future__ import annotations

import re
from itertools import product

import pytest

from empathic_agent.safety.aftermath import FOLLOWED
from empathic_agent.safety.wording import FOLLOW_UPS, WORDINGS, Wording
from empathic_agent.turn import Danger, Stance

UNFIT = re.compile(
    r"\b(disorder|diagnos|depress|mental(ly)? ill|crazy|selfish|wrong with you|sinful|attention|"
    r"you must|you should|calm down|everything will be|i promise|our secret|between us|"
    r"i understand exactly|cheer up)",
    re.IGNORECASE,
)
each_wording = pytest.mark.parametrize("wording", WORDINGS.values(), ids=map(str, WORDINGS))


def test_there_is_one_for_every_case() -> None:
    assert set(WORDINGS) == set(product(Danger, Stance))


@each_wording
def test_it_is_short(wording: Wording) -> None:
    assert 40 <= len(wording.before.split()) <= 90
    assert len(wording.after.split()) <= 20


@each_wording
def test_it_says_what_to_do_in_immediate_danger(wording: Wording) -> None:
    assert wording.before.count("call {emergency}") == 1
    assert wording.before.endswith(":")


@each_wording
def test_it_invites_to_go_on_talking(wording: Wording) -> None:
    assert re.search(r"\?|tell me|i'd like to hear", wording.after, re.IGNORECASE)


@each_wording
def test_it_neither_diagnoses_nor_moralises_nor_promises(wording: Wording) -> None:
    assert UNFIT.findall(wording.before + wording.after) == []


@pytest.mark.parametrize("danger", Danger)
def test_follow_ups_are_shorter_and_as_careful(danger: Danger) -> None:
    assert len(FOLLOW_UPS[danger]) == FOLLOWED
    for text in FOLLOW_UPS[danger]:
        assert len(text.split()) <= 65
        assert text.count("call {emergency}") == 1
        assert "?" in text
        assert UNFIT.findall(text) == []


@pytest.mark.parametrize("danger", Danger)
def test_in_doubt_it_asks(danger: Danger) -> None:
    assert "rather ask" in WORDINGS[danger, Stance.UNSURE].before


def test_anger_is_met_with_distance() -> None:
    for stance in (Stance.DIRECT, Stance.UNSURE):
        assert "put distance" in WORDINGS[Danger.HARM_TO_OTHERS, stance].before.lower()
