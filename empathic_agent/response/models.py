"""Response models by name: the offline composer, or a chat model of LangChain. Knows no prompts.

This is the one place where a language model can enter, and only one the user has named. Setting it
up contacts nobody, but for the provider "huggingface", whose package fetches the model it is asked
for. What LangChain and its integration packages raise becomes `ModelError`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from empathic_agent.errors import ModelError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

OFFLINE = "offline"
"""The name of the built-in replies."""

_FORM = "'offline', or a model as 'provider:model' such as 'ollama:llama3.2' or 'openai:gpt-5-mini'"
_PIP_LINE = re.compile(r"pip install [\w.-]+")
_KEY = re.compile(r"\b[A-Z][A-Z0-9]*_(?:[A-Z0-9]+_)*(?:KEY|TOKEN|CREDENTIALS)\b")


def response_model(name: str) -> BaseChatModel:
    """The chat model called `name`.

    Args:
        name: "offline", or anything `langchain.chat_models.init_chat_model` understands.

    Raises:
        ModelError: the name means nothing, its integration package is not installed (with the
            pip line) or its key is not set (with the variable's name).
    """
    if name == OFFLINE:
        from empathic_agent.response.offline import OfflineComposer

        return OfflineComposer()
    # An empty name would give LangChain's placeholder that fails at the first message.
    if not re.fullmatch(r"[^\s:]+(?::\S+)?", name):
        raise ModelError(f"got model {name!r}; expected {_FORM}.")
    return _language_model(name)


def _language_model(name: str) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    try:
        return init_chat_model(name)
    except ImportError as error:
        raise ModelError(_missing_package(name, error)) from error
    except Exception as error:
        # Integration packages raise types of their own, which cannot be imported to be named here.
        raise ModelError(_refused(name, error)) from error


def _missing_package(name: str, error: ImportError) -> str:
    pip_line = _PIP_LINE.search(str(error))
    todo = f"Run `{pip_line.group()}`." if pip_line else "Install that package."
    return (
        f"got model {name!r}; expected its integration package to be installed "
        f"({error.__cause__ or error}). {todo}"
    )


def _refused(name: str, error: Exception) -> str:
    message = " ".join(str(error).split())
    if "model provider" in message or "provider=" in message:
        providers = message.partition("are: ")[2] or message.partition("providers: ")[2]
        known = providers.partition(" For help")[0]
        return f"got model {name!r}; expected {_FORM}. Known providers: {known}."
    keys = _KEY.findall(message)
    if keys:
        return (
            f"got model {name!r}, but no key for it ({message}). Set {keys[0]} in the environment, "
            f"or use the model {OFFLINE!r}, which needs none."
        )
    return f"got model {name!r}, which could not be set up ({type(error).__name__}: {message})."
