"""Chat models that choose the strategy: a real client against a server on this machine."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.language_models import FakeListChatModel

from empathic_agent import EmpathicAgent
from empathic_agent.chat.asking import Asker
from empathic_agent.datasets.esconv import SupporterTurn, load_esconv, supporter_turns
from empathic_agent.encoder import CachedEncoder
from empathic_agent.errors import DataError, ModelError, PluginError
from empathic_agent.persona import load_persona
from empathic_agent.plugins import SELECTORS, Workbench, plug
from empathic_agent.protocols import StrategySelector
from empathic_agent.settings import load_settings
from empathic_agent.strategy.backends.chat_selector import (
    RECENT,
    ChatSelector,
    pooled,
    question,
)
from empathic_agent.strategy.backends.examples import Examples
from empathic_agent.strategy.calibration import Calibration
from empathic_agent.strategy.debias import Debiased
from empathic_agent.strategy.metrics import score
from empathic_agent.strategy.strategies import DESCRIPTIONS, Strategy
from tests.chat.model_server import ModelServer
from tests.samples import appraisal, write_esconv
from tests.strategy.backends.samples import SHARES, TALK, Small, choice, selector
from tests.strategy.small import TinyEncoder, dialogue, seeker, supporter

QUE, AFF, OTH = Strategy.QUESTION, Strategy.AFFIRMATION, Strategy.OTHERS
shares = st.lists(st.floats(0.001, 1.0), min_size=8, max_size=8).map(
    lambda row: {s: x / sum(row) for s, x in zip(Strategy, row, strict=True)}
)


def calibration(name: str, **factors: float) -> Calibration:
    """Factors by enum name for the selector called `name`; 1 for the rest."""
    return Calibration(
        selector=name,
        data="made up",
        measured_on=date(2026, 1, 1),
        correction=dict.fromkeys(Strategy, 1.0) | {Strategy[n]: f for n, f in factors.items()},
        before=score([QUE], [QUE]),
        after=score([QUE], [QUE]),
    )


def test_the_models_choice_becomes_the_plan(server: ModelServer) -> None:
    server.says(choice(AFF, AFFIRMATION=9.0, QUESTION=5.0))
    plan = selector().select(TALK, None)
    assert plan.strategy is AFF
    assert plan.corrected == plan.raw
    assert sum(plan.raw.values()) == pytest.approx(1.0)
    assert plan.raw[AFF] > plan.raw[QUE] > plan.raw[OTH]
    assert plan.reason == f"openai:tiny finds that {AFF} fits best."
    assert (plan.invalid_answers, plan.fell_back) == (0, False)
    assert server.offered == [list(Strategy)]


def test_it_is_told_the_strategies_the_talk_and_what_was_done(server: ModelServer) -> None:
    server.says(choice(AFF))
    selector().select(TALK, appraisal("sadness"))
    (prompt,) = server.prompts
    assert all(f"- {s.value}: {told}" in prompt for s, told in DESCRIPTIONS.items())
    assert "- supporter (Question): “Hello, how are you?”\n- seeker: “I lost my job" in prompt
    assert "reads the seeker's last line as almost certainly sadness." in prompt
    assert "small planner" not in prompt
    assert "other conversations" not in prompt


def test_without_an_appraisal_or_a_word_it_is_asked_too(server: ModelServer) -> None:
    server.says(choice(OTH))
    assert selector().select(dialogue(), None).strategy is OTH
    assert "(nothing has been said yet)" in server.prompts[0]
    assert "A program reads" not in server.prompts[0]


def test_a_wrong_name_is_counted_and_asked_for_again(server: ModelServer) -> None:
    server.says(choice("Active listening"), choice(AFF))
    plan = selector().select(TALK, None)
    assert (plan.strategy, plan.invalid_answers, plan.fell_back) == (AFF, 1, False)
    assert "Choose again" not in server.prompts[0]
    assert "You answered “Active listening”, which is none of the eight." in server.prompts[1]


@pytest.mark.parametrize("broken", ['{"strategy": "Ques', "I would ask a question.", "[]", ""])
def test_broken_answers_are_counted_and_asked_for_again(server: ModelServer, broken: str) -> None:
    server.says(broken, choice(AFF))
    assert selector().select(TALK, None).invalid_answers == 1


def test_after_two_wrong_names_another_plans_and_the_plan_says_so(server: ModelServer) -> None:
    server.says(choice("Silence"), choice("Hugs"), choice(AFF))
    plan = selector().select(TALK, None)
    assert (plan.strategy, plan.invalid_answers, plan.fell_back) == (QUE, 2, True)
    assert plan.raw == dict(zip(Strategy, SHARES, strict=True))
    assert "openai:tiny had no say: it answered “Hugs”, which is none of the eight." in plan.reason
    assert len(server.asked) == 2


def test_when_the_model_fails_another_plans_and_the_plan_says_so(server: ModelServer) -> None:
    server.status = 400
    plan = selector().select(TALK, None)
    assert (plan.strategy, plan.invalid_answers, plan.fell_back) == (QUE, 0, True)
    assert "had no say: The model 'openai:tiny' failed" in plan.reason
    assert "400" in plan.reason


def test_a_model_that_is_too_slow_is_not_waited_for(server: ModelServer) -> None:
    server.says(choice(AFF))
    server.released.clear()
    plan = selector(patience=0.3).select(TALK, None)
    assert plan.fell_back
    assert "no answer within 0.3 seconds" in plan.reason


def test_a_model_without_structured_output_is_asked_all_the_same() -> None:
    model = FakeListChatModel(responses=['{"strategy": "Hugs"}', "{}"])
    plan = ChatSelector("llm", Asker("plain", model), Small()).select(TALK, None)
    assert (plan.invalid_answers, plan.fell_back) == (2, True)
    assert "it answered “nothing”" in plan.reason


def test_beside_a_planner_both_have_a_say(server: ModelServer) -> None:
    server.says(choice(AFF, AFFIRMATION=9.0), choice(OTH, OTHERS=3.0, SUGGESTION=3.0))
    both = selector(beside=True)
    alone = pooled(dict.fromkeys(Strategy, 1 / 8), dict(zip(Strategy, SHARES, strict=True)))
    plan = both.select(TALK, None)
    assert plan.strategy is AFF
    assert plan.raw[QUE] > plan.raw[OTH]  # the model finds them alike, the planner does not
    assert sum(alone.values()) == pytest.approx(1.0)
    assert "What a small planner thinks" in server.prompts[0]
    assert "- Question: 30 %\n- Restatement or Paraphrasing: 2 %" in server.prompts[0]
    overruled = both.select(TALK, None)
    assert overruled.strategy is Strategy.SUGGESTION
    assert f"finds that {OTH} fits best; together with the planner's view" in overruled.reason


@given(shares, shares)
def test_pooled_probabilities_agree_where_both_do(
    model: dict[Strategy, float], planner: dict[Strategy, float]
) -> None:
    mixed = pooled(model, planner)
    assert sum(mixed.values()) == pytest.approx(1.0)
    assert pooled(model, None) == model
    assert pooled(model, model) == pytest.approx(model)
    for a in Strategy:
        for b in Strategy:
            if model[a] > model[b] and planner[a] > planner[b]:
                assert mixed[a] > mixed[b]


def turns_of(folder: Path) -> list[SupporterTurn]:
    talks = load_esconv(write_esconv(folder / "esconv.json"))
    return [turn for talk in talks for turn in supporter_turns(talk)]


def test_examples_are_shown(server: ModelServer, tmp_path: Path) -> None:
    server.says(choice(AFF))
    selector(examples=Examples(TinyEncoder(), turns_of(tmp_path)[-1:])).select(TALK, None)
    line = f"- after “That I go blank.”: {AFF}, “You have prepared for weeks.”"
    assert line in server.prompts[0]


def test_only_the_recent_lines_are_shown() -> None:
    talk = dialogue(*(supporter(f"line {n}.", QUE) for n in range(30)), seeker("Fine."))
    assert question(talk, None).count("- supporter (Question): “") == RECENT - 1


@given(st.text(max_size=300))
def test_nothing_that_is_said_breaks_out_of_its_line(text: str) -> None:
    asked, plain = question(dialogue(seeker(text)), None), question(dialogue(seeker("x")), None)
    assert len(asked.split("\n")) == len(plain.split("\n"))
    (line,) = (line for line in asked.split("\n") if line.startswith("- seeker: "))
    assert line.endswith("”")
    assert line.count("”") == 1


def test_its_name_tells_everything_that_a_calibration_depends_on(tmp_path: Path) -> None:
    turns = turns_of(tmp_path)
    asked = Asker("plain", FakeListChatModel(responses=[""]))
    few, all_of_them = Examples(TinyEncoder(), turns[:3]), Examples(TinyEncoder(), turns)
    names = [
        ChatSelector("llm", asked, Small()).name,
        ChatSelector("llm", asked, Small(), planner=Small()).name,
        ChatSelector("llm", asked, Small(), examples=few).name,
        ChatSelector("llm", asked, Small(), examples=all_of_them).name,
    ]
    assert names[:2] == ["llm:plain", "llm:plain beside small"]
    assert len(set(names)) == 4
    with pytest.raises(ModelError, match="Measure it again"):
        Debiased(ChatSelector("llm", asked, Small(), examples=few), calibration(names[3]))


@pytest.mark.parametrize("beside", [False, True])
def test_wrapped_in_debiased_its_favourite_loses(server: ModelServer, beside: bool) -> None:
    server.says(choice(AFF, AFFIRMATION=9.0, OTHERS=6.0))
    inner = selector(beside=beside)
    plan = Debiased(inner, calibration(inner.name, AFFIRMATION=0.1, QUESTION=0.1)).select(
        TALK, None
    )
    assert plan.strategy not in (AFF, QUE)
    assert plan.raw[AFF] == max(plan.raw.values())


def test_a_plan_of_the_stand_in_is_not_corrected_for_the_models_habits(server: ModelServer) -> None:
    server.status = 400
    inner = selector()
    plan = Debiased(inner, calibration(inner.name, QUESTION=0.01)).select(TALK, None)
    assert (plan.strategy, plan.fell_back) == (QUE, True)


def bench(encoder: CachedEncoder, model: str = "offline", **settings: object) -> Workbench:
    return Workbench(load_settings(model=model, **settings), encoder, load_persona("wren"))


@pytest.mark.parametrize("name", ["llm", "llm+planner"])
def test_without_an_argument_the_chat_model_of_the_settings_chooses(
    server: ModelServer, encoder: CachedEncoder, name: str
) -> None:
    server.says(choice(AFF, AFFIRMATION=10.0))
    part = plug(SELECTORS, name, bench(encoder, "openai:tiny"))
    assert isinstance(part, StrategySelector)
    assert part.name.startswith(f"{name}:openai:tiny")
    assert "openai:tiny finds that" in part.select(TALK, None).reason


def test_with_examples_from_a_file(
    server: ModelServer, encoder: CachedEncoder, tmp_path: Path
) -> None:
    server.says(choice(AFF))
    path = write_esconv(tmp_path / "train.json")
    named = plug(SELECTORS, "llm+examples:openai:tiny", bench(encoder, examples=path))
    named.select(TALK, None)
    assert "# What supporters did in other conversations" in server.prompts[0]


def test_examples_need_a_file(server: ModelServer, encoder: CachedEncoder, tmp_path: Path) -> None:
    with pytest.raises(PluginError, match="EMPATHIC_AGENT_EXAMPLES"):
        plug(SELECTORS, "llm+examples:openai:tiny", bench(encoder))
    missing = tmp_path / "missing.json"
    with pytest.raises(DataError, match="missing"):
        plug(SELECTORS, "llm+examples:openai:tiny", bench(encoder, examples=missing))
    assert server.asked == []


@pytest.mark.parametrize("name", ["llm", "llm:offline", "llm+planner"])
def test_offline_is_no_language_model(encoder: CachedEncoder, name: str) -> None:
    with pytest.raises(PluginError, match=r"needs a language model.*the selector 'planner'"):
        plug(SELECTORS, name, bench(encoder))


def test_a_conversation_goes_on_when_the_model_does_not(server: ModelServer, home: Path) -> None:
    server.says(choice(AFF, AFFIRMATION=9.0))
    with EmpathicAgent.create(home=home, selector="llm:openai:tiny") as agent:
        first = agent.invoke("I lost my job last week.")
        server.status = 400
        second = agent.invoke("I cannot sleep.")
    assert first.plan is not None
    assert second.plan is not None
    assert (first.plan.strategy, first.plan.fell_back) == (AFF, False)
    assert second.plan.fell_back
    assert second.reply
    assert "reads the seeker's last line as" in server.prompts[0]


def test_a_call_for_help_is_not_sent_anywhere(server: ModelServer, home: Path) -> None:
    with EmpathicAgent.create(home=home, selector="llm:openai:tiny") as agent:
        assert agent.invoke("I want to kill myself").model == "crisis gate"
    assert server.asked == []
