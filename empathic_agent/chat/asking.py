"""Asks a chat model for a JSON object, and waits no longer than it should. Knows no question."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from empathic_agent.chat.patience import within
from empathic_agent.errors import ModelError, PluginError
from empathic_agent.response.models import OFFLINE, response_model

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from empathic_agent.plugins import Workbench

PATIENCE = 60.0
"""Seconds one question may take; a local model may first have to be loaded."""


class Asker:
    """A chat model that is asked questions with answers of a given form.

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

    def ask(self, prompt: str, schema: dict[str, Any]) -> Mapping[str, Any]:
        """The JSON object in the model's answer; an empty one when there is none.

        Args:
            prompt: the whole question, form of the answer included.
            schema: JSON schema of the answer; a model may disregard it.

        Raises:
            ModelError: the model failed or took too long.
        """
        try:
            with _no_tracing() if not self._tracing else nullcontext():
                return within(self._patience, lambda: _answer(self._model, prompt, schema))
        except Exception as error:  # every provider has an exception tree of its own
            raise ModelError(
                f"The model {self.name!r} failed ({type(error).__name__}: {error})."
            ) from error


def asker(bench: Workbench, part: str, instead: str) -> Asker:
    """The model that the plug-in's argument names, or else the settings' chat model.

    Args:
        bench: what the plug-in was given.
        part: kind and name of the plug-in, for the message: "detector 'llm'".
        instead: what needs no model, for the message: "the detector 'head'".

    Raises:
        PluginError: that is "offline", which is no language model.
        ModelError: the model cannot be set up.
    """
    name = bench.argument or bench.settings.model
    if name == OFFLINE:
        plain = part.split()[-1].strip("'")
        raise PluginError(
            f"The {part} needs a language model and got {OFFLINE!r}. Name one for it "
            f"('{plain}:ollama:llama3.2') or for everything (`--model ollama:llama3.2`), or use "
            f"{instead}, which needs none."
        )
    return Asker(name, response_model(name), tracing=bench.settings.tracing)


def _answer(model: BaseChatModel, prompt: str, schema: dict[str, Any]) -> Mapping[str, Any]:
    from langchain_core.messages import HumanMessage

    messages = [HumanMessage(content=prompt)]
    try:
        structured = model.with_structured_output(schema, include_raw=True)
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
