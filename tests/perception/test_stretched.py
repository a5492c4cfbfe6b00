"""Stretched words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.perception.stretched import squeezed


@pytest.mark.parametrize(
    ("stretched", "usual"),
    [
        ("soooo", "so"),
        ("NOOO", "NO"),
        ("goood", "good"),
        ("allll", "all"),
        ("feeel", "feel"),
        ("felllll", "fell"),
        ("hellooooo", "hello"),
        ("godddd", "god"),
        ("YeSsS", "YeS"),
        ("HAHAHAHA", "HAHA"),
        ("haaahahaaa", "haha"),
        ("www", "www"),
        ("good", "good"),
        ("haha", "haha"),
        ("größßßer", "größßßer"),
    ],
)
def test_a_stretched_word_gets_its_usual_spelling(stretched: str, usual: str) -> None:
    assert squeezed(stretched) == usual
    assert squeezed(usual) == usual


@given(st.text(st.sampled_from("haeloHAb'"), max_size=30))
def test_the_usual_spelling_is_no_longer_stretched(word: str) -> None:
    assert squeezed(squeezed(word)) == squeezed(word)
