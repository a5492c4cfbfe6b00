"""The simulated model with a favourite, and that the correction takes it out."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from langchain_core.messages import HumanMessage

from empathic_agent.datasets.esconv import load_esconv, supporter_turns
from empathic_agent.encoder import CachedEncoder
from empathic_agent.evaluation.calibrating import calibrate
from empathic_agent.persona import load_persona
from empathic_agent.plugins import SELECTORS, Workbench, plug
from empathic_agent.protocols import StrategySelector
from empathic_agent.settings import load_settings
from empathic_agent.strategy.backends.chat_selector import question
from empathic_agent.strategy.backends.simulation import NAME, BiasedSimulation, choose
from empathic_agent.strategy.debias import Debiased
from empathic_agent.strategy.metrics import StrategyScores, score
from empathic_agent.strategy.strategies import Strategy
from tests.strategy.backends.samples import TALK
from tests.strategy.small import dialogue, seeker, supporter

SAID = {
    "Hello, I do not know where to begin.": (Strategy.QUESTION, Strategy.OTHERS),
    "I am so {sad} since it happened.": (Strategy.REFLECTION, Strategy.QUESTION),
    "I told {them} and {them} laughed, and then I went home and cried all night, and nobody "
    "called me the next day or the day after.": (Strategy.RESTATEMENT, Strategy.REFLECTION),
    "I tried, and I will try again with {them}.": (Strategy.AFFIRMATION, Strategy.SELF_DISCLOSURE),
    "What should I do about {them}?": (Strategy.SUGGESTION, Strategy.INFORMATION),
    "Is there any place that helps the {sad}?": (Strategy.INFORMATION, Strategy.SUGGESTION),
    "Did you ever lose {them}?": (Strategy.SELF_DISCLOSURE, Strategy.AFFIRMATION),
    "Thank you, good night.": (Strategy.OTHERS, Strategy.AFFIRMATION),
}
"""What a seeker says, and what a supporter mostly and sometimes does then."""


def write_talks(path: Path, count: int, seed: int) -> Path:
    """Conversations of eight exchanges in ESConv's official layout."""
    chance = Random(seed)

    def exchange() -> list[dict[str, object]]:
        said, (mostly, sometimes) = chance.choice(list(SAID.items()))
        text = said.format(
            sad=chance.choice(["sad", "lonely", "worried", "upset"]),
            them=chance.choice(["my wife", "my boss", "a friend", "them", "my mother"]),
        )
        strategy = mostly if chance.random() < 0.7 else sometimes
        return [
            {"speaker": "seeker", "content": text},
            {"speaker": "supporter", "content": "Hm.", "annotation": {"strategy": strategy}},
        ]

    talks = [
        {
            "emotion_type": "sadness",
            "problem_type": "x",
            "dialog": [line for _ in range(8) for line in exchange()],
        }
        for _ in range(count)
    ]
    path.write_text(json.dumps(talks), "utf-8")
    return path


def simulated(encoder: CachedEncoder, name: str = f"llm:{NAME}") -> StrategySelector:
    bench = Workbench(load_settings(), encoder, load_persona("wren"))
    selector: StrategySelector = plug(SELECTORS, name, bench)
    return selector


def scores(selector: StrategySelector, path: Path) -> StrategyScores:
    turns = [turn for talk in load_esconv(path) for turn in supporter_turns(talk)]
    plans = [selector.select(turn.before, None) for turn in turns]
    assert not any(plan.fell_back or plan.invalid_answers for plan in plans)
    return score([turn.strategy for turn in turns], [plan.strategy for plan in plans])


def test_it_answers_the_question_as_a_chat_model_would() -> None:
    asked = question(TALK, None)
    answer = BiasedSimulation().invoke([HumanMessage(content=asked)]).text
    assert BiasedSimulation().invoke([HumanMessage(content=asked)]).text == answer
    assert choose(asked)["strategy"] in answer
    assert set(choose(asked)["fit"]) == set(Strategy)


def test_what_is_said_and_done_matters_to_it() -> None:
    def fit(*said: str) -> dict[str, float]:
        lines = (x for text in said for x in (seeker(text), supporter("Hm.", Strategy.OTHERS)))
        fits: dict[str, float] = choose(question(dialogue(*lines), None))["fit"]
        return fits

    goodbye, sad = fit("Thank you, bye!"), fit("I am sad, lonely and worried.")
    assert goodbye[Strategy.OTHERS] > sad[Strategy.OTHERS]
    assert goodbye[Strategy.QUESTION] < sad[Strategy.QUESTION]


def test_it_can_be_asked_beside_the_planner_too(encoder: CachedEncoder) -> None:
    both = simulated(encoder, f"llm+planner:{NAME}")
    assert "planner" in both.name
    assert not both.select(TALK, None).fell_back


def test_its_favourite_is_taken_out(encoder: CachedEncoder, tmp_path: Path) -> None:
    inner = simulated(encoder)
    learnt = calibrate(inner, write_talks(tmp_path / "a.json", 150, 1), encoder=None)
    assert learnt.before.preference_bias > 1.0
    assert min(Strategy, key=learnt.correction.__getitem__) is Strategy.AFFIRMATION
    unseen = write_talks(tmp_path / "b.json", 150, 2)
    before, after = scores(inner, unseen), scores(Debiased(inner, learnt), unseen)
    assert before.preference_bias > 1.0
    assert after.preference_bias <= 0.30
    assert after.macro_f1 > before.macro_f1


@pytest.mark.timeout(600)
def test_on_published_conversations_the_correction_does_what_it_promises(
    encoder: CachedEncoder, real_data: Path
) -> None:
    inner = simulated(encoder)
    train, valid = (real_data / "esconv" / f"{part}.json" for part in ("train", "valid"))
    learnt = calibrate(inner, train, encoder=None, limit=300)
    before, after = scores(inner, valid), scores(Debiased(inner, learnt), valid)
    assert before.preference_bias > 1.0
    assert before.macro_f1 == pytest.approx(0.135, abs=0.03)
    assert after.preference_bias <= 0.30
    assert after.macro_f1 >= before.macro_f1
