"""The page that explains an appraisal, and the command that shows it."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from rich.console import Console

from empathic_agent.affect.vad import VAD
from empathic_agent.explain import HIGH_UNDERTOW, page
from empathic_agent.turn import Appraisal, Cause, Span, WordScore
from tests.test_cli import refused, run

TEXT = "Fine. I lost my job, [b]and[/b] she trusted me."


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start=start, end=start + len(words), text=words)


def read(**more: object) -> Appraisal:
    plain = Appraisal(
        taxonomy="goemotions",
        distribution={"sadness": 0.42, "neutral": 0.3, "fear": 0.28},
        emotion="sadness",
        vad=VAD(valence=-0.62, arousal=0.0, dominance=0.3),
        reason="It says so.",
    )
    return plain.model_copy(update=more)


def shown(appraisal: Appraisal, *, width: int = 80, colour: bool = False) -> str:
    file = StringIO()
    Console(
        file=file,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
    ).print(page(TEXT, appraisal))
    return file.getvalue()


def test_emotions_axes_and_the_reason_are_told_in_words_and_numbers() -> None:
    lines = shown(read(intensity=0.8)).splitlines()
    ranked = [line.split() for line in lines if line.endswith("%") or "%  " in line]
    assert [(row[0], row[-1]) for row in ranked] == [
        ("sadness", "42%"),
        ("neutral", "30%"),
        ("fear", "28%"),
    ]
    (valence,) = (line for line in lines if "valence" in line)
    assert "-0.62  very unpleasant" in valence
    assert valence.index("●") < valence.index("┼")
    assert any("intensity" in line and "0.80  overwhelming" in line for line in lines)
    assert " It says so." in "\n".join(lines)


def test_what_the_detector_cannot_say_is_not_shown() -> None:
    page = shown(read())
    for absent in ("intensity", "brings it about", "words speak", "situation", "may be upset"):
        assert absent not in page


def test_causes_and_words_are_shown_and_marked_in_the_text() -> None:
    causes = (Cause(span=span("I lost my job"), score=0.8), Cause(span=span("trusted"), score=0.4))
    words = tuple(
        WordScore(span=span(word), score=score)
        for word, score in (("Fine", 0.1), ("lost", 0.9), ("job", 0.95))
    )
    appraisal = read(causes=causes, words=words)
    plain = shown(appraisal)
    assert "“I lost my job”   80%" in plain
    assert plain.index("job   ") < plain.index("lost   ") < plain.index("Fine   ")
    assert "\x1b[1;3;4;33mI lost my job\x1b[0m" in shown(appraisal, colour=True)


@pytest.mark.parametrize(("undertow", "told"), [(HIGH_UNDERTOW, True), (0.1, False), (None, False)])
def test_an_undertow_is_told_when_it_is_high(undertow: float | None, told: bool) -> None:
    assert (
        "It reads calmer than it is; the person may be upset" in shown(read(undertow=undertow))
    ) is told


def test_a_situation_is_shown_with_its_likeliest_feelings() -> None:
    page = shown(read(situation={"ashamed": 0.6, "guilty": 0.4}))
    assert page.index("situation feel") < page.index("ashamed") < page.index("guilty")


@pytest.mark.parametrize("width", [80, 40])
def test_the_text_is_no_markup_and_no_line_is_too_long(width: int) -> None:
    appraisal = read(intensity=0.5, causes=(Cause(span=span(TEXT), score=1.0),))
    page = shown(appraisal, width=width)
    assert "[b]and[/b]" in page
    assert max(map(len, page.splitlines())) <= width


def test_explain_shows_the_page_at_80_columns() -> None:
    done = run("explain", "I lost my job and I am so sad")
    assert done.returncode == 0, done.stderr
    assert "sadness" in done.stdout
    assert "valence" in done.stdout
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_explain_as_json_is_an_appraisal_and_reads_standard_input() -> None:
    done = run("explain", "-", "--json", stdin="Thank you so much, Ana!\n")
    assert Appraisal.model_validate(json.loads(done.stdout)).emotion == "gratitude"


def test_explain_refuses_what_is_no_message() -> None:
    assert refused(run("explain", "-", stdin=b"caf\xe9"), "not UTF-8")
    assert refused(run("explain", ""), "empty")
    assert refused(run("explain", "hello", "--detector", "nobody"), "nobody", "head")
