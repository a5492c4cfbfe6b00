"""A chat model is asked over real HTTP, with the real OpenAI client."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.language_models import FakeListChatModel
from langsmith.run_helpers import tracing_context
from langsmith.utils import tracing_is_enabled

from empathic_agent.chat.asking import Asker
from empathic_agent.errors import ModelError
from empathic_agent.perception.backends.chat_reader import (
    NONE_FITS,
    RECENT,
    ChatReader,
    render_question,
)
from empathic_agent.turn import Cues, Dialogue, Speaker, Utterance
from tests.chat.model_server import ModelServer
from tests.perception.backends.samples import MESSAGE, message, reader

LABELS = ("joy", "fear", "sadness")


def test_the_model_is_asked_once_and_its_answer_read(server: ModelServer) -> None:
    server.says({"emotion": "Fear", "intensity": 0.7, "valence": -2})
    reading = reader().read(message(), LABELS)
    assert (reading.emotion, reading.intensity, reading.repaired) == ("fear", 0.7, False)
    assert reading.valence == pytest.approx(-2 / 3)
    (prompt,) = server.prompts
    assert f"- seeker: “{MESSAGE}”" in prompt
    assert "exactly one of these: joy, fear, sadness;" in prompt
    assert server.offered == [list(LABELS)]


def test_numbers_beyond_their_scale_are_cut_off(server: ModelServer) -> None:
    server.says({"emotion": "joy", "intensity": 11, "valence": "-40"})
    reading = reader().read(message(), LABELS)
    assert (reading.intensity, reading.valence) == (1.0, -1.0)


def test_a_wrong_label_is_asked_for_again_with_the_right_ones(server: ModelServer) -> None:
    server.says({"emotion": "bereft"}, {"emotion": "sadness", "intensity": 0.9, "valence": -3})
    reading = reader().read(message(), LABELS)
    assert (reading.emotion, reading.repaired) == ("sadness", True)
    assert "You answered “bereft”" not in server.prompts[0]
    assert "You answered “bereft”, which is none of these labels." in server.prompts[1]
    assert "exactly one of these: joy, fear, sadness;" in server.prompts[1]


def test_a_wrong_label_twice_is_an_error(server: ModelServer) -> None:
    server.says({"emotion": "bereft"}, {"emotion": "forlorn"}, {"emotion": "joy"})
    with pytest.raises(ModelError, match="answered “forlorn” twice"):
        reader().read(message(), LABELS)
    assert len(server.asked) == 2


@pytest.mark.parametrize("broken", ['{"emotion": "fe', "I think they are sad.", "[]", ""])
def test_broken_json_is_asked_for_again(server: ModelServer, broken: str) -> None:
    server.says(broken, {"emotion": "fear"})
    reading = reader().read(message(), LABELS)
    assert (reading.emotion, reading.intensity, reading.repaired) == ("fear", None, True)


def test_a_fence_around_the_answer_does_no_harm(server: ModelServer) -> None:
    server.says('Here it is:\n```json\n{"emotion": "joy", "intensity": 0.2}\n```')
    assert reader().read(message(), LABELS).emotion == "joy"


def test_none_of_these_counts_only_where_it_is_offered(server: ModelServer) -> None:
    server.says({"emotion": NONE_FITS}, {"emotion": NONE_FITS}, {"emotion": "joy"})
    assert reader().read(message(), LABELS, or_none=True).emotion == NONE_FITS
    assert reader().read(message(), LABELS).emotion == "joy"
    assert server.offered == [[*LABELS, NONE_FITS], [*LABELS], [*LABELS]]


@pytest.mark.parametrize("status", [400, 401, 500])
def test_a_server_that_fails_is_an_error(server: ModelServer, status: int) -> None:
    server.status = status
    with pytest.raises(ModelError, match="openai:tiny"):
        reader().read(message(), LABELS)


def test_a_server_that_is_too_slow_is_an_error(server: ModelServer) -> None:
    server.says({"emotion": "joy"})
    server.released.clear()
    with pytest.raises(ModelError, match=r"no answer within 0\.3 seconds"):
        reader(patience=0.3).read(message(), LABELS)


def test_a_model_without_structured_output_is_asked_all_the_same() -> None:
    model = FakeListChatModel(responses=["Sad.", '{"emotion": "sadness", "intensity": 0.6}'])
    reading = ChatReader(Asker("plain", model)).read(message(), LABELS)
    assert (reading.emotion, reading.intensity, reading.repaired) == ("sadness", 0.6, True)


class Watched(FakeListChatModel):
    """Notes whether LangChain's tracing would see what it is asked."""

    traced: list[bool] = []  # noqa: RUF012 -- a pydantic field, copied for each model

    def _call(self, *args: Any, **kwargs: Any) -> str:
        self.traced.append(bool(tracing_is_enabled()))
        return super()._call(*args, **kwargs)


def test_tracing_does_not_see_the_question() -> None:
    model = Watched(responses=['{"emotion": "joy"}'])
    with tracing_context(enabled=True):
        ChatReader(Asker("plain", model)).read(message(), LABELS)
    assert model.traced == [False]


def test_only_the_recent_lines_are_shown_with_their_cues() -> None:
    lines = [Utterance(speaker=Speaker.SUPPORTER, text=f"line {n}.") for n in range(9)]
    last = Utterance(speaker=Speaker.SEEKER, text="Fine.", cues=Cues(voice="trembling"))
    prompt = render_question(Dialogue(utterances=(*lines, last)), LABELS)
    assert prompt.count("- supporter:") == RECENT - 1
    assert "line 8." in prompt
    assert "- seeker: “Fine.”\n  voice: “trembling”" in prompt


@given(st.text(max_size=300))
def test_nothing_that_is_said_breaks_out_of_its_line(text: str) -> None:
    prompt = render_question(message(text), LABELS)
    plain = render_question(message("x"), LABELS)
    assert len(prompt.split("\n")) == len(plain.split("\n"))
    (line,) = (line for line in prompt.split("\n") if line.startswith("- seeker: "))
    assert line.endswith("”")
    assert line.count("”") == 1
