"""Finding what supporters did after similar messages."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from empathic_agent.datasets.esconv import SupporterTurn
from empathic_agent.errors import DataError
from empathic_agent.protocols import Encoder
from empathic_agent.strategy.backends.examples import (
    PER_STRATEGY,
    SHOTS,
    Examples,
    load_examples,
)
from empathic_agent.strategy.strategies import Strategy
from tests.samples import write_esconv
from tests.strategy.small import TinyEncoder, dialogue, seeker, supporter


def turn(heard: str, said: str, strategy: Strategy = Strategy.QUESTION) -> SupporterTurn:
    return SupporterTurn(before=dialogue(seeker(heard)), strategy=strategy, text=said)


def test_the_most_alike_come_first(encoder: Encoder) -> None:
    found = Examples(
        encoder,
        [
            turn("I love my garden.", "Lovely!"),
            turn("They fired me yesterday.", "What happened?"),
            turn("My boss let me go.", "That hurts."),
        ],
    ).like(dialogue(seeker("I was fired from my job.")))
    assert [e.said for e in found][-1] == "Lovely!"
    assert found[0].strategy is Strategy.QUESTION


def test_no_more_than_four_and_none_before_the_first_message() -> None:
    many = Examples(TinyEncoder(), [turn(f"message {n}", "Hm.") for n in range(9)])
    assert len(many.like(dialogue(seeker("x")))) == SHOTS == 4
    assert many.like(dialogue(supporter("Hello."))) == ()
    assert Examples(TinyEncoder(), []).like(dialogue(seeker("x"))) == ()


def test_the_very_same_message_is_passed_over() -> None:
    store = Examples(TinyEncoder(), [turn("Same.", "a"), turn("Other.", "b"), turn("Same.", "c")])
    assert [e.said for e in store.like(dialogue(seeker("Same.")))] == ["b"]


def test_the_store_leans_towards_no_strategy() -> None:
    turns = [turn(f"a {n}", "x", Strategy.OTHERS) for n in range(3 * PER_STRATEGY)]
    turns += [turn(f"b {n}", "x", Strategy.QUESTION) for n in range(PER_STRATEGY)]
    turns += [turn("c", "x", Strategy.INFORMATION)]
    encoder = TinyEncoder()
    Examples(encoder, turns).like(dialogue(seeker("x")))
    kept = Counter(text[0] for text in encoder.asked[0])
    assert kept == {"a": PER_STRATEGY, "b": PER_STRATEGY, "c": 1}


def test_a_supporter_who_speaks_first_is_no_example(tmp_path: Path) -> None:
    store = load_examples(write_esconv(tmp_path / "esconv.json"), TinyEncoder())
    assert store.name.startswith("6 examples@")  # of seven turns


def test_the_name_changes_with_the_examples() -> None:
    names = {Examples(TinyEncoder(), [turn("a", said)]).name for said in ("b", "b", "c")}
    assert len(names) == 2


def test_a_file_that_is_no_esconv_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="missing"):
        load_examples(tmp_path / "missing.json", TinyEncoder())
