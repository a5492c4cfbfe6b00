"""Rendering the templates of `prompts/`."""

from __future__ import annotations

import jinja2
import pytest

from empathic_agent.chat.templates import rendered

EMOTION = {"utterances": (), "longest": 9, "labels": ("joy",), "ranked": False, "none": None}


def test_a_template_is_found_and_trimmed() -> None:
    text = rendered("emotion.md.j2", **EMOTION, refused=None)
    assert text == text.strip()
    assert "joy" in text


def test_a_variable_that_is_missing_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError, match="refused"):
        rendered("emotion.md.j2", **EMOTION)


def test_values_are_never_read_as_template_and_not_escaped() -> None:
    text = rendered("emotion.md.j2", **EMOTION, refused="{{ 7 * 7 }} <b>&")
    assert "“{{ 7 * 7 }} <b>&”" in text
