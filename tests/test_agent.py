"""The whole loop with its real parts; only the data directory is a sandbox."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, FakeListChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from empathic_agent import EmpathicAgent, EmpathicAgentError, events
from empathic_agent.affect.personality import temperament
from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.affect.vad import NEUTRAL
from empathic_agent.assembly import assemble
from empathic_agent.encoder import MINILM, MINILM_DIMENSION, CachedEncoder
from empathic_agent.errors import InputError, ModelError
from empathic_agent.persona import load_persona
from empathic_agent.protocols import LayeredEncoder, Vectors
from empathic_agent.resources import DataFolder, data_folder
from empathic_agent.settings import load_settings
from empathic_agent.trunk import TokenStates
from empathic_agent.turn import Cues, Danger, Turn

SAD = "I lost my job last week and I don't know how to tell my wife."


class Scripted(BaseChatModel):
    """A chat model that streams its pieces, keeps what it was asked, and may break."""

    pieces: tuple[str, ...]
    breaks: bool = False
    asked: list[list[BaseMessage]] = []  # noqa: RUF012 - a pydantic field
    traced: list[bool] = []  # noqa: RUF012

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(self, *_: Any, **__: Any) -> ChatResult:
        raise NotImplementedError

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **_: Any,
    ) -> Iterator[ChatGenerationChunk]:
        from langsmith.utils import tracing_is_enabled

        self.asked.append(messages)
        self.traced.append(bool(tracing_is_enabled()))
        for piece in self.pieces:
            yield ChatGenerationChunk(message=AIMessageChunk(content=piece))
        if self.breaks:
            raise ConnectionError("the line went dead")


class Counting:
    """Passes texts on to another encoder and keeps them."""

    def __init__(self, inner: LayeredEncoder) -> None:
        self.name, self.dimension = inner.name, inner.dimension
        self.asked: list[str] = []
        self.begun: list[str] = []
        self._inner = inner
        self.upper_layers = inner.upper_layers

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked.extend(texts)
        return self._inner.encode(texts)

    def states(self, texts: Sequence[str]) -> list[TokenStates]:
        self.begun.extend(texts)
        return self._inner.states(texts)


class Unloadable:
    """Stands where the default encoder stands, and cannot encode."""

    name, dimension = MINILM, MINILM_DIMENSION

    def encode(self, texts: Sequence[str]) -> Vectors:
        raise ModelError(f"no weights for {len(texts)} texts")

    def states(self, texts: Sequence[str]) -> list[TokenStates]:
        raise ModelError(f"no weights for {len(texts)} texts")

    def upper_layers(self, parameters: Mapping[str, Vectors]) -> Sequence[Any]:
        raise ModelError(f"no weights to put {len(parameters)} arrays on")


def test_one_message_goes_through_every_stage(agent: EmpathicAgent) -> None:
    turn = agent.invoke(SAD)
    assert turn.utterance.text == SAD
    assert turn.safety.danger is None
    assert turn.appraisal is not None
    assert turn.appraisal.vad.valence < 0
    assert sum(turn.appraisal.distribution.values()) == pytest.approx(1.0)
    assert turn.plan is not None
    assert sum(turn.plan.corrected.values()) == pytest.approx(1.0)
    assert turn.prompt
    assert turn.reply
    assert turn.model == "offline"
    assert [t.stage for t in turn.timings] == [
        "safety",
        "perception",
        "recall",
        "mood",
        "strategy",
        "prompt",
        "reply",
    ]


def test_the_stream_tells_every_step_in_order(agent: EmpathicAgent) -> None:
    told = list(agent.stream(SAD))
    kinds = [type(event) for event in told if not isinstance(event, events.Token)]
    assert kinds == [
        events.SafetyChecked,
        events.Appraised,
        events.Recalled,
        events.MoodMoved,
        events.Planned,
        events.Finished,
    ]
    tokens = [event.text for event in told if isinstance(event, events.Token)]
    assert len(tokens) > 1
    last = told[-1]
    assert isinstance(last, events.Finished)
    assert "".join(tokens) == last.turn.reply


def test_what_was_said_is_known_after_a_restart(home: Path) -> None:
    with EmpathicAgent.create(home=home) as first:
        told = first.invoke("My dog Rex died in spring.", session="spring")
    with EmpathicAgent.create(home=home) as second:
        assert second.history(session="spring") == (told,)
        turn = second.invoke("I keep thinking of my dog.", session="autumn")
    assert [r.text for r in turn.recollections] == ["My dog Rex died in spring."]
    assert turn.mood_before.vad != told.mood_before.vad


def test_the_dialogue_so_far_reaches_the_next_turn(home: Path) -> None:
    model = Scripted(pieces=("Tell me more.",))
    with EmpathicAgent.create(home=home, model=model) as agent:
        agent.invoke("I failed my exam.")
        agent.invoke("I studied for weeks.")
    texts = [str(message.content) for message in model.asked[-1][1:]]
    assert texts == ["I failed my exam.", "Tell me more.", "I studied for weeks."]


def test_owners_never_meet(agent: EmpathicAgent) -> None:
    agent.invoke("My secret is that I failed the exam.", owner="sam", session="s")
    turn = agent.invoke("What do you know about an exam?", owner="kim", session="s")
    assert turn.recollections == ()
    assert len(agent.history(owner="kim", session="s")) == 1


def test_two_personas_feel_differently_about_the_same_evening(home: Path) -> None:
    moods = set()
    for persona in ("wren", "bram"):
        with EmpathicAgent.create(persona, home=home / persona) as agent:
            moods.add(agent.invoke(SAD).mood_after.vad.as_tuple())
    assert len(moods) == 2


def test_a_message_on_the_edge_is_met_at_once(agent: EmpathicAgent) -> None:
    turn = agent.invoke("I want to kill myself tonight")
    assert turn.safety.danger is Danger.SUICIDE
    assert turn.model == "crisis gate"
    assert "116 123" in turn.reply  # the Samaritans: the tests' locale is British
    assert turn.appraisal is None
    assert agent.history() == (turn,)
    assert agent.recall("I want to kill myself") == ()


def test_someone_in_crisis_is_not_left_with_small_talk(agent: EmpathicAgent) -> None:
    agent.invoke("I want to kill myself tonight")
    answers = [agent.invoke(text) for text in ("yes", "I don't know", "My sister could come.")]
    assert [turn.safety.follows for turn in answers] == [1, 2, 0]
    assert all("999" in turn.reply for turn in answers[:2])
    assert answers[0].reply != answers[1].reply
    assert answers[2].model == "offline"


def test_the_crisis_gate_needs_no_model() -> None:
    with EmpathicAgent(assemble(load_settings(), encoder=Unloadable())) as agent:
        assert agent.invoke("I want to end my life").model == "crisis gate"
        with pytest.raises(ModelError, match="no weights"):
            agent.invoke("I lost my job", session="another")


@pytest.mark.parametrize("text", ["", "   ", "x" * 100_000, "a\x00b"])
def test_bad_input_is_refused_and_nothing_is_saved(agent: EmpathicAgent, text: str) -> None:
    with pytest.raises(InputError):
        agent.invoke(text)
    assert agent.history() == ()


@pytest.mark.parametrize("place", [{"owner": " "}, {"session": "\n"}])
def test_a_nameless_place_is_refused(agent: EmpathicAgent, place: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="must be a name"):
        agent.invoke("hello", **place)


def test_any_langchain_model_may_write_the_reply(home: Path) -> None:
    model = FakeListChatModel(responses=["I hear you."])
    with EmpathicAgent.create(home=home, model=model) as agent:
        turn = agent.invoke(SAD)
    assert (turn.reply, turn.model) == ("I hear you.", "FakeListChatModel")


def test_a_model_that_breaks_is_reported_and_nothing_is_saved(home: Path) -> None:
    model = Scripted(pieces=("I was just", " saying"), breaks=True)
    with EmpathicAgent.create(home=home, model=model) as agent:
        with pytest.raises(ModelError, match="the line went dead"):
            agent.invoke(SAD)
        assert agent.history() == ()
        assert agent.recall(SAD) == ()


def test_a_model_that_says_nothing_is_reported(home: Path) -> None:
    with (
        EmpathicAgent.create(home=home, model=Scripted(pieces=(" ", "\n"))) as agent,
        pytest.raises(ModelError, match="answered with nothing"),
    ):
        agent.invoke(SAD)


def test_a_stream_that_is_closed_early_saves_nothing(agent: EmpathicAgent) -> None:
    stream = agent.stream(SAD)
    while not isinstance(next(stream), events.Token):
        pass
    stream.close()
    assert agent.history() == ()


def test_tracing_in_the_environment_does_not_see_the_conversation(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGSMITH_API_KEY", "none")
    model = Scripted(pieces=("Yes.",))
    with EmpathicAgent.create(home=home, model=model) as agent:
        agent.invoke(SAD)
    assert model.traced == [False]


def test_each_text_is_encoded_once(encoder: CachedEncoder) -> None:
    counting = Counting(encoder)
    with EmpathicAgent(assemble(load_settings(), encoder=counting)) as agent:
        for text in (SAD, "I have not slept.", "It is my fault."):
            agent.invoke(text)
    for texts in (counting.asked, counting.begun):
        assert SAD in texts
        assert len(texts) == len(set(texts))


def test_the_mood_decays_between_turns(agent: EmpathicAgent) -> None:
    first = agent.invoke(SAD)
    second = agent.invoke("And the rent is due.")
    assert second.at - first.at < timedelta(minutes=5)
    assert second.mood_before.vad.distance(first.mood_after.vad) < 0.2


@pytest.mark.parametrize(("minutes", "kept"), [(1e9, 1.0), (1e-6, 0.0)])
def test_the_mood_outlives_a_restart_and_fades_in_real_time(
    home: Path, tmp_path: Path, minutes: float, kept: float
) -> None:
    folder = tmp_path / f"fades after {minutes:g}"
    folder.mkdir()
    shipped = (data_folder(DataFolder.PERSONAS) / "wren.yaml").read_text("utf-8")
    given = f"mood_half_life_minutes: {minutes:f}"
    file = folder / "wren.yaml"
    file.write_text(re.sub(r"mood_half_life_minutes: .*", given, shipped), "utf-8")
    wren = load_persona(file)
    with EmpathicAgent.create(str(file), home=home) as first:
        told = first.invoke(SAD)
    with EmpathicAgent.create(str(file), home=home) as second:
        turn = second.invoke("And the rent is due.")
    moved = told.mood_after.vad.distance(temperament(wren.traits))
    left = turn.mood_before.vad.distance(temperament(wren.traits))
    assert moved > 0.1
    assert left == pytest.approx(kept * moved, abs=1e-4)
    assert turn.mood_before.intensity == pytest.approx(
        min(1.0, turn.mood_before.vad.distance(NEUTRAL)), abs=1e-9
    )


def test_the_learned_transition_moves_the_mood_of_the_agent(home: Path) -> None:
    with EmpathicAgent.create(home=home, transition="learned") as agent:
        turn = agent.invoke(SAD)
    assert turn.mood_after.vad != turn.mood_before.vad
    assert turn.mood_after.label in load_taxonomy("ekman").names


@pytest.mark.parametrize(
    "chosen", [{"persona": "nobody"}, {"model": "nonsense"}, {"detector": "nonsense"}]
)
def test_what_cannot_be_built_is_refused_at_once(home: Path, chosen: dict[str, str]) -> None:
    with pytest.raises(EmpathicAgentError):
        EmpathicAgent.create(home=home, **chosen)


def test_a_home_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(EmpathicAgentError, match=r"cannot be (written|used)"):
        EmpathicAgent.create(home=tmp_path / "file" / "home")


def test_a_turn_survives_json(agent: EmpathicAgent) -> None:
    turn = agent.invoke(SAD)
    assert Turn.model_validate_json(turn.model_dump_json()) == turn


def test_cues_reach_detector_prompt_and_journal(agent: EmpathicAgent) -> None:
    cues = Cues(face="tears are running down her cheeks", scene="  ")
    seen, plain = agent.invoke("I am fine.", cues=cues), agent.invoke("I am fine.", session="other")
    assert seen.appraisal is not None
    assert plain.appraisal is not None
    assert seen.appraisal.vad.valence < plain.appraisal.vad.valence
    assert "tears are running" in (seen.prompt or "")
    (kept,) = agent.history()
    assert kept.utterance.cues == Cues(face="tears are running down her cheeks")


def test_cues_that_are_no_text_are_refused(agent: EmpathicAgent) -> None:
    with pytest.raises(InputError, match="control character"):
        agent.invoke("hello", cues=Cues(voice="quiet\x00"))
    assert agent.history() == ()
