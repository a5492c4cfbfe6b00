"""How a conversation has gone so far."""

from __future__ import annotations

import math

import numpy as np
import pytest

from empathic_agent.strategy.course import course
from empathic_agent.strategy.strategies import Strategy
from tests.strategy.small import dialogue, seeker, supporter

QUE, OTH = Strategy.QUESTION, Strategy.OTHERS
NOTHING = course(dialogue())
STRATEGIES = -16
"""The last sixteen: which strategy came first, and a fading tally of each."""


def test_before_the_first_word_there_is_nothing() -> None:
    assert [0.0] * len(NOTHING) == NOTHING


def test_who_says_asks_and_thanks_how_much() -> None:
    found = course(dialogue(seeker("Thank you very much"), seeker("Why?"), supporter("Hm.", QUE)))
    seekers, supporters, share = found[:7], found[7:14], found[14]
    assert seekers == pytest.approx(
        [math.log(3), math.log(6), math.log(3.5), math.log(3.5), 0.5, 1.0, math.log(2)]
    )
    assert supporters == pytest.approx([math.log(2)] * 4 + [0.0] * 3)
    assert share == pytest.approx(2 / 3)


def test_how_the_strategies_were_mixed() -> None:
    found = course(dialogue(*(supporter("Hm.", s) for s in (OTH, QUE, QUE))))
    kinds, repeats, run = found[15:18]
    assert (kinds, repeats, run) == (2 / 8, 0.5, 2.0)
    first, faded = found[STRATEGIES : STRATEGIES + 8], found[STRATEGIES + 8 :]
    assert first == [0.0] * 7 + [1.0]
    assert faded == pytest.approx([1.8] + [0.0] * 6 + [0.64])


def test_a_very_long_conversation_stays_near_zero() -> None:
    talk = dialogue(*[seeker("Why? Thank you. " * 500), supporter("Yes?", QUE)] * 300)
    found = np.array(course(talk))
    assert len(found) == len(NOTHING)
    assert (found >= 0.0).all()
    assert (found <= 6.0).all()
