"""The planner: the shipped head on real vectors, and its contract on tiny ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from empathic_agent.encoder import CachedEncoder
from empathic_agent.errors import ModelError
from empathic_agent.heads import SHIPPED, Head, load_head
from empathic_agent.protocols import Encoder, StrategySelector
from empathic_agent.strategy.planner import Planner
from empathic_agent.strategy.strategies import Stage, Strategy
from tests.strategy.small import TinyEncoder, dialogue, seeker, supporter

TALK = (
    supporter("Hello, what would you like to talk about?", Strategy.QUESTION),
    seeker("I was let go last week after ten years."),
    supporter("That must feel like the ground is gone.", Strategy.REFLECTION),
    seeker("Yes. What should I do now?"),
)


@pytest.fixture(scope="module")
def head() -> Head:
    return load_head(SHIPPED / "strategy")


@pytest.fixture(scope="module")
def planner(encoder: Encoder, head: Head) -> Planner:
    return Planner(encoder, head)


@pytest.fixture
def tiny(head: Head) -> Head:
    """The shipped head cut down to the tiny encoder's width."""
    manifest = head.manifest.model_copy(update={"encoder": "tiny", "dimension": 8})
    cut = {name: head.arrays[name][:8] for name in ("centre", "projection")}
    return Head(manifest, head.arrays | cut)


def test_it_is_a_selector(planner: Planner) -> None:
    assert isinstance(planner, StrategySelector)


@pytest.mark.parametrize("length", range(len(TALK) + 1))
def test_every_beginning_of_a_dialogue_gets_a_full_plan(planner: Planner, length: int) -> None:
    plan = planner.select(dialogue(*TALK[:length]), None)
    assert set(plan.raw) == set(Strategy)
    assert sum(plan.raw.values()) == pytest.approx(1.0, abs=1e-5)
    assert plan.corrected == plan.raw
    assert plan.strategy == max(plan.raw, key=plan.raw.__getitem__)
    assert f"{plan.strategy} ({plan.raw[plan.strategy]:.0%})" in plan.reason


def test_the_words_and_the_history_both_matter(planner: Planner) -> None:
    plain = planner.select(dialogue(*TALK), None)
    other_words = planner.select(dialogue(*TALK[:-1], seeker("Thank you, good night!")), None)
    other_past = planner.select(
        dialogue(supporter(TALK[0].text, Strategy.SUGGESTION), *TALK[1:]), None
    )
    assert plain.raw != other_words.raw
    assert plain.raw != other_past.raw
    assert other_words.raw[Strategy.OTHERS] > plain.raw[Strategy.OTHERS]
    assert plain.raw[Strategy.SUGGESTION] > other_words.raw[Strategy.SUGGESTION]


def test_a_conversation_starts_in_exploration(planner: Planner) -> None:
    assert planner.select(dialogue(TALK[0], TALK[1]), None).stage is Stage.EXPLORATION
    assert "before its first reply" in planner.select(dialogue(), None).reason


def test_unusual_texts_are_planned_for_too(planner: Planner) -> None:
    for text in ("", " ", "?", "🙂" * 50, "word " * 2000, "我很难过"):
        assert planner.select(dialogue(seeker(text)), None).strategy in Strategy


def test_plans_in_one_go_are_the_plans_one_by_one(planner: Planner) -> None:
    talks = [dialogue(*TALK[:n]) for n in range(len(TALK) + 1)]
    for together, talk in zip(planner.select_all(talks), talks, strict=True):
        alone = planner.select(talk, None)
        assert list(together.raw.values()) == pytest.approx(list(alone.raw.values()), abs=1e-4)


def test_in_a_running_conversation_only_the_newest_text_is_encoded(tiny: Head) -> None:
    inner = TinyEncoder()
    planner = Planner(CachedEncoder(inner), tiny)
    planner.select(dialogue(*TALK[:3]), None)
    inner.asked.clear()
    planner.select(dialogue(*TALK), None)
    assert inner.asked == [(TALK[3].text,)]


def test_the_name_changes_with_the_weights(tiny: Head) -> None:
    encoder = TinyEncoder()
    touched = dict(tiny.arrays)
    touched["output_bias"] = touched["output_bias"] + np.float32(0.01)
    names = {Planner(encoder, h).name for h in (tiny, tiny, replace(tiny, arrays=touched))}
    assert len(names) == 2
    assert all(name.startswith("esconv-planner@") for name in names)


def test_another_encoder_is_refused(head: Head) -> None:
    with pytest.raises(ModelError, match=r"the encoder is 'tiny'.*train"):
        Planner(TinyEncoder(), head)


def test_a_head_of_another_kind_is_refused(tiny: Head) -> None:
    manifest = tiny.manifest.model_copy(update={"labels": ("joy", "anger")})
    with pytest.raises(ModelError, match=r"predicts joy, anger.*strategy head"):
        Planner(TinyEncoder(), replace(tiny, manifest=manifest))
