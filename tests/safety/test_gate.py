"""The gate: whom it meets, whom it lets pass, what it points at, and how long it takes."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from empathic_agent.safety.gate import CrisisGate
from empathic_agent.safety.patterns import (
    Lexicon,
    Pattern,
    PatternFile,
    PatternSet,
    shipped_patterns,
)
from empathic_agent.turn import Danger, Record, SafetyVerdict, Stance

GATE = CrisisGate()


class Messages(Record):
    """The file `messages.yaml`."""

    calls: dict[Danger, dict[Stance, tuple[str, ...]]]
    everyday: tuple[str, ...]
    missed: tuple[str, ...]


SHIPPED = [pattern for file in shipped_patterns().files for pattern in file.patterns]
CALLS = [text for pattern in SHIPPED for text in pattern.meets]
IDIOMS = " ".join(text for pattern in SHIPPED for text in pattern.passes)

FILE = Path(__file__).parent / "messages.yaml"
MESSAGES = TypeAdapter(Messages).validate_python(yaml.safe_load(FILE.read_text("utf-8")))


@pytest.mark.parametrize(("danger", "stances"), MESSAGES.calls.items())
def test_calls_are_met(danger: Danger, stances: dict[Stance, tuple[str, ...]]) -> None:
    wanted = [(text, danger, stance) for stance, texts in stances.items() for text in texts]
    found = [(text, GATE.find(text)) for text, _, _ in wanted]
    assert [(text, f and f.danger, f and f.stance) for text, f in found] == wanted


def test_everyday_messages_pass() -> None:
    assert [(text, GATE.find(text)) for text in MESSAGES.everyday if GATE.find(text)] == []


@pytest.mark.parametrize("around", ["Honestly, {}", "After work {}", "He left me and now {}"])
def test_a_call_is_heard_after_other_words(around: str) -> None:
    texts = [around.format(text) for text in CALLS if text.startswith(("I ", "I'", "My ", "He "))]
    assert [text for text in texts if GATE.find(text) is None] == []


@pytest.mark.parametrize(
    "around",
    ["{} today", "{} again", "{} at night", "{} all the time", "{} and it scares me"],
)
def test_a_call_is_heard_before_other_words(around: str) -> None:
    texts = [around.format(text.rstrip(".?!")) for text in CALLS if " " in text]
    assert [text for text in texts if GATE.find(text) is None] == []


@pytest.mark.xfail(strict=True, reason="beyond a list of phrases; see the module docstring")
@pytest.mark.parametrize("text", MESSAGES.missed)
def test_calls_the_gate_does_not_understand(text: str) -> None:
    assert GATE.find(text) is not None


@pytest.mark.parametrize(
    ("text", "danger", "words"),
    [
        ("Hi. I want to die. He hits me.", Danger.SUICIDE, "I want to die"),
        ("he hits me and I cut my arms", Danger.ABUSE, "he hits me"),
        ("my friend is suicidal and I want to kill my boss", Danger.HARM_TO_OTHERS, None),
        ("I'm not suicidal but I've been cutting", Danger.SELF_HARM, None),
        ("I'm not going to kill myself today. Tomorrow I'll kill myself.", Danger.SUICIDE, None),
        ("I want to   k*ll\n myse\u200blf!!!", Danger.SUICIDE, "I want to   k*ll\n myse\u200blf"),
    ],
)
def test_the_gravest_is_answered(text: str, danger: Danger, words: str | None) -> None:
    finding = GATE.find(text)
    assert finding is not None
    assert (finding.danger, finding.stance) == (danger, Stance.DIRECT)
    assert words is None or finding.span.text == words


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("I want to die", "The message speaks of suicide: “I want to die”."),
        (
            "my friend wants to kill herself",
            "The message speaks of suicide and someone else: “my friend wants to kill herself”.",
        ),
        (
            "I'm not suicidal, just tired",
            "The message may speak of suicide, so it is asked about: “I'm not suicidal”.",
        ),
        ("I had soup {today}", "Nothing in the message points to a danger."),
    ],
)
def test_the_reason_can_be_read(text: str, reason: str) -> None:
    assert GATE.check(text).reason == reason


def test_a_sentence_end_separates() -> None:
    assert GATE.find("I want to. Die Hard is on tonight.") is None


any_text = st.text(st.characters())
disguise = st.sampled_from(["", "", "\u200b", "\u00ad", "\u2060"])


@given(any_text)
def test_any_text_gets_a_verdict_with_exact_evidence(text: str) -> None:
    assert_exact(GATE.check(text), text)


@given(any_text, any_text)
def test_a_call_is_heard_whatever_stands_around_it(before: str, after: str) -> None:
    text = f"{before}\n\nI want to kill myself\n\n{after}"
    verdict = GATE.check(text)
    assert verdict.danger is not None
    assert_exact(verdict, text)


@given(st.data())
def test_a_call_is_heard_through_invisible_characters(data: st.DataObject) -> None:
    text = "".join(c + data.draw(disguise) for c in "i dont want to be here anymore")
    verdict = GATE.check(text)
    assert verdict.danger is Danger.SUICIDE
    assert_exact(verdict, text)


@given(st.lists(st.sampled_from(sorted(MESSAGES.calls[Danger.ABUSE][Stance.DIRECT])), max_size=4))
def test_evidence_is_exact_in_longer_messages(texts: list[str]) -> None:
    assert_exact(GATE.check(" ".join(texts)), " ".join(texts))


def assert_exact(verdict: SafetyVerdict, text: str) -> None:
    assert (verdict.danger is None) == (verdict.evidence is None)
    if verdict.evidence is not None:
        assert text[verdict.evidence.start : verdict.evidence.end] == verdict.evidence.text
        assert verdict.evidence.text.strip() == verdict.evidence.text != ""


@pytest.mark.parametrize(
    "unit",
    ["i want to ", "my my ", "a", "a-", "k*", "he hits me up ", "é\u0301", ". ", IDIOMS + " "],
)
def test_time_grows_linearly(unit: str) -> None:
    once, four_times = seconds(unit, 5_000), seconds(unit, 20_000)
    assert four_times < 8 * once + 0.01  # 16 times would be quadratic


def test_a_hundred_thousand_characters_take_less_than_a_second() -> None:
    assert timed("i want to " * 10_000) < 1


def seconds(unit: str, length: int) -> float:
    """Processor time for a text of `length` characters made of `unit`, the best of three."""
    text = (unit * (length // len(unit) + 1))[:length]
    return min(timed(text) for _ in range(2))


def timed(text: str) -> float:
    start = time.process_time()
    GATE.check(text)
    return time.process_time() - start


def test_a_message_takes_well_under_a_millisecond() -> None:
    took = sorted(timed(text) for text in MESSAGES.everyday)
    assert took[len(took) // 2] < 0.0005


def test_it_imports_nothing_heavy() -> None:
    heavy = "torch numpy transformers sentence_transformers sklearn langchain faiss textual"
    code = (
        "import sys; from empathic_agent.safety.gate import CrisisGate;"
        "from empathic_agent.safety.reply import crisis_reply;"
        "crisis_reply(CrisisGate().check('I want to die'), 'GB');"
        f"print([m for m in '{heavy}'.split() if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_patterns_of_ones_own() -> None:
    pattern = Pattern(name="sea", says=("walk into the sea",), meets=("x",), passes=("y",))
    file = PatternFile(danger=Danger.SUICIDE, patterns=(pattern,))
    lexicon = Lexicon(censored=frozenset(), slots={})
    gate = CrisisGate(PatternSet(lexicon=lexicon, files=(file,)))
    assert gate.check("I'll walk into the sea").danger is Danger.SUICIDE
    assert gate.check("I want to die").danger is None
