"""Response models by name, and what happens when one cannot be had.

LangChain's own `init_chat_model` runs here, against integration packages written on the spot: real
ones are not needed to install this project, and would want a server to talk to.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from empathic_agent.errors import ModelError
from empathic_agent.response.models import response_model
from empathic_agent.response.offline import OfflineComposer


def test_offline_is_the_composer() -> None:
    assert isinstance(response_model("offline"), OfflineComposer)


@pytest.mark.parametrize(
    ("name", "package"),
    [("cohere:command-r", "langchain-cohere"), ("mistral-large", "langchain-mistralai")],
)
def test_a_missing_package_is_named_with_its_pip_line(name: str, package: str) -> None:
    with pytest.raises(ModelError, match=rf"got model '{name}'.*`pip install {package}`"):
        response_model(name)


@pytest.mark.parametrize("name", ["", " ", "a model", "openai:", ":gpt", "open ai:gpt"])
def test_names_of_the_wrong_form_are_refused(name: str) -> None:
    with pytest.raises(ModelError, match=r"expected 'offline', or a model as 'provider:model'"):
        response_model(name)


@pytest.mark.parametrize("name", ["mystery", "mystery:large"])
def test_an_unknown_provider_is_answered_with_the_known_ones(name: str) -> None:
    with pytest.raises(ModelError, match=r"Known providers: anthropic.*ollama.*xai\."):
        response_model(name)


def integration(folder: Path, package: str, source: str) -> None:
    (folder / f"{package}.py").write_text(source, "utf-8")


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose modules can be imported."""
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    for file in tmp_path.glob("*.py"):
        sys.modules.pop(file.stem, None)


def test_a_missing_key_is_named(packages: Path) -> None:
    integration(
        packages,
        "langchain_groq",
        """
class GroqError(Exception):
    pass

class ChatGroq:
    def __init__(self, model):
        raise GroqError("set api_key or the GROQ_API_KEY environment variable")
""",
    )
    with pytest.raises(ModelError, match=r"no key for it.*Set GROQ_API_KEY in the environment"):
        response_model("groq:llama-3")


def test_any_other_refusal_keeps_its_reason(packages: Path) -> None:
    integration(
        packages,
        "langchain_xai",
        "class ChatXAI:\n    def __init__(self, model):\n        raise ValueError(f'no {model}')\n",
    )
    with pytest.raises(ModelError, match=r"could not be set up \(ValueError: no grok-9\)"):
        response_model("xai:grok-9")


def test_a_broken_package_tells_what_broke(packages: Path) -> None:
    integration(packages, "langchain_upstage", "import no_such_thing\n")
    with pytest.raises(ModelError, match=r"No module named 'no_such_thing'"):
        response_model("upstage:solar-pro")


def test_a_model_that_can_be_set_up_is_returned(packages: Path) -> None:
    integration(
        packages,
        "langchain_deepseek",
        """
from langchain_core.language_models import FakeListChatModel

class ChatDeepSeek(FakeListChatModel):
    model: str
    responses: list[str] = ["Hello from afar."]
""",
    )
    model = response_model("deepseek:chat")
    assert model.invoke("hi").content == "Hello from afar."
