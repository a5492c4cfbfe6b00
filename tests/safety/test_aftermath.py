"""What is said right after a crisis reply."""

from __future__ import annotations

import pytest

from empathic_agent.safety.aftermath import FOLLOWED
from empathic_agent.safety.gate import CrisisGate
from empathic_agent.safety.reply import crisis_reply
from empathic_agent.turn import Danger, SafetyVerdict

GATE = CrisisGate()


def verdicts(*texts: str) -> list[SafetyVerdict]:
    """The verdicts on messages that follow each other."""
    said: list[SafetyVerdict] = []
    for text in texts:
        said.append(GATE.check(text, said))
    return said


@pytest.mark.parametrize(
    ("message", "danger"),
    [
        ("I want to die", Danger.SUICIDE),
        ("I've been cutting myself", Danger.SELF_HARM),
        ("My husband beats me", Danger.ABUSE),
        ("I'm going to kill him", Danger.HARM_TO_OTHERS),
    ],
)
def test_a_few_answers_are_met_then_the_loop_goes_on(message: str, danger: Danger) -> None:
    first, *rest = verdicts(message, *["yes"] * (FOLLOWED + 1))
    assert [v.follows for v in rest] == [1, 2, 0]
    assert [v.danger for v in rest] == [danger, danger, None]
    replies = [crisis_reply(v, "GB") for v in (first, *rest[:-1])]
    assert len(set(replies)) == 3
    assert all(reply.count("\n- ") == 1 for reply in replies[1:])


def test_a_new_call_starts_anew() -> None:
    last = verdicts("I want to die", "yes", "I want to kill myself")[-1]
    assert last.follows == 0
    assert last.danger is Danger.SUICIDE


@pytest.mark.parametrize("answer", ["No, really, I'm just tired", "I'm fine", "no", "I’m okay"])
def test_a_doubt_that_is_removed_is_not_followed_up(answer: str) -> None:
    assert verdicts("I'm not suicidal, just tired", answer)[-1].danger is None


@pytest.mark.parametrize("answer", ["yes", "sometimes", "maybe a bit"])
def test_a_doubt_that_stays_is(answer: str) -> None:
    asked, met, after = verdicts("I'm not suicidal, just tired", answer, "ok")
    assert asked.danger is met.danger is Danger.SUICIDE
    assert met.follows == 1
    assert after.danger is None


def test_worry_about_someone_else_leads_back_to_the_conversation() -> None:
    assert verdicts("my friend wants to kill herself", "yes")[-1].danger is None


def test_nothing_follows_from_calm_messages() -> None:
    assert [v.danger for v in verdicts("hello", "yes", "no")] == [None] * 3
