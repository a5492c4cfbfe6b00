"""Asks a chat model what a person feels. Knows prompts and chat models, and no other detector.

`prompts/emotion.md.j2` is the whole question. What people wrote stands in it as quotations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from empathic_agent.errors import ModelError, PluginError
from empathic_agent.perception.backends.patience import within
from empathic_agent.perception.backends.reading import (
    Reading,
    answer_schema,
    as_reading,
    label_in,
)
from empathic_agent.resources import DataFolder, data_folder
from empathic_agent.response.in_words import quoted
from empathic_agent.response.models import OFFLINE, response_model
from empathic_agent.turn import Dialogue

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from empathic_agent.plugins import Workbench

RECENT = 6
"""Utterances of the dialogue that the model gets to see."""
LONGEST = 4000
"""Characters of one utterance that it gets to see."""
PATIENCE = 60.0
"""Seconds one question may take; a local model may first have to be loaded."""
NONE_FITS = "none of these"
"""The answer that refuses all labels offered."""


class ChatReader:
    """Asks a chat model for the emotion of a dialogue's last utterance.

    Args:
        name: the model as the user named it.
        model: any LangChain chat model; structured output is used where it has it.
        tracing: whether LangChain's tracing may see the question.
        patience: seconds one question may take.
    """

    def __init__(
        self, name: str, model: BaseChatModel, *, tracing: bool = False, patience: float = PATIENCE
    ) -> None:
        self.name = name
        self._model = model
        self._tracing = tracing
        self._patience = patience

    def read(
        self,
        dialogue: Dialogue,
        labels: Sequence[str],
        *,
        ranked: bool = False,
        or_none: bool = False,
    ) -> Reading:
        """Which of `labels` fits; a label that was not offered is asked for once more.

        Args:
            dialogue: its last utterance is read, the ones before help.
            labels: what may be answered.
            ranked: whether `labels` stand in the order of their likelihood.
            or_none: whether `NONE_FITS` may be answered, too.

        Raises:
            ModelError: the model failed, took too long, or gave a wrong label twice.
        """
        allowed = (*labels, NONE_FITS) if or_none else tuple(labels)
        refused: str | None = None
        for repaired in (False, True):
            prompt = render_question(
                dialogue, labels, ranked=ranked, or_none=or_none, refused=refused
            )
            answer = self._ask(prompt, allowed)
            label = label_in(answer, allowed)
            if label is not None:
                return as_reading(answer, label, repaired=repaired)
            refused = str(answer.get("emotion", "nothing"))
        raise ModelError(
            f"The model {self.name!r} answered {quoted(str(refused), 60)} twice, which is none of "
            "the labels it was offered."
        )

    def _ask(self, prompt: str, labels: Sequence[str]) -> Mapping[str, Any]:
        """The JSON object in the model's answer; an empty one when there is none."""
        try:
            with _no_tracing() if not self._tracing else nullcontext():
                return within(self._patience, lambda: _answer(self._model, prompt, labels))
        except Exception as error:  # every provider has an exception tree of its own
            raise ModelError(
                f"The model {self.name!r} failed ({type(error).__name__}: {error})."
            ) from error


def chat_reader(bench: Workbench, detector: str) -> ChatReader:
    """The reader that the argument names, or else the settings' chat model.

    Args:
        bench: what the plug-in was given.
        detector: name of the plug-in, for the message.

    Raises:
        PluginError: that is "offline", which is no language model.
        ModelError: the model cannot be set up.
    """
    name = bench.argument or bench.settings.model
    if name == OFFLINE:
        raise PluginError(
            f"The detector {detector!r} needs a language model and got {OFFLINE!r}. Name one for "
            f"it ('{detector}:ollama:llama3.2') or for everything (`--model ollama:llama3.2`), or "
            "use the detector 'head', which needs none."
        )
    return ChatReader(name, response_model(name), tracing=bench.settings.tracing)


def render_question(
    dialogue: Dialogue,
    labels: Sequence[str],
    *,
    ranked: bool = False,
    or_none: bool = False,
    refused: str | None = None,
) -> str:
    """The question as one text; `refused` is a label that the model gave and should not have."""
    return (
        _environment()
        .get_template("emotion.md.j2")
        .render(
            utterances=dialogue.utterances[-RECENT:],
            longest=LONGEST,
            labels=labels,
            ranked=ranked,
            none=NONE_FITS if or_none else None,
            refused=refused,
        )
        .strip()
    )


def _answer(model: BaseChatModel, prompt: str, labels: Sequence[str]) -> Mapping[str, Any]:
    from langchain_core.messages import HumanMessage

    messages = [HumanMessage(content=prompt)]
    try:
        structured = model.with_structured_output(answer_schema(labels), include_raw=True)
    except NotImplementedError:
        return _json_in(model.invoke(messages).text)
    answer: Any = structured.invoke(messages)
    parsed = answer["parsed"]
    return parsed if isinstance(parsed, Mapping) else _json_in(answer["raw"].text)


def _json_in(text: str) -> Mapping[str, Any]:
    """The JSON object in `text`, with or without a fence around it."""
    from langchain_core.exceptions import OutputParserException
    from langchain_core.output_parsers import JsonOutputParser

    try:
        found = JsonOutputParser().parse(text)
    except OutputParserException:
        return {}
    return found if isinstance(found, Mapping) else {}


def _no_tracing() -> AbstractContextManager[Any]:
    from langsmith.run_helpers import tracing_context

    return tracing_context(enabled=False)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(data_folder(DataFolder.PROMPTS)),
        undefined=StrictUndefined,
        # The result is plain text for a model: HTML escapes would only garble it.
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["quoted"] = quoted
    return environment
