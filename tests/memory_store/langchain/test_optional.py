"""memory_store alone imports nothing of LangChain, and says what is missing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from memory_store import langchain


def test_importing_is_lazy() -> None:
    code = (
        "import sys, memory_store, memory_store.langchain\n"
        "assert not {'langchain_core', 'langgraph', 'pymilvus'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("name", "missing", "line"),
    [
        ("EmotionalVectorStore", "langchain_core", "pip install 'langchain-core>=1.0'"),
        ("EmotionalRetriever", "langchain_core", "pip install 'langchain-core>=1.0'"),
        ("EmotionalStore", "langgraph", "pip install 'langgraph>=1.0'"),
    ],
)
def test_what_is_missing_is_named_with_its_pip_line(name: str, missing: str, line: str) -> None:
    code = (
        "import sys\n"
        f"sys.modules[{missing!r}] = None\n"
        "import memory_store.langchain as adapters\n"
        f"try: adapters.{name}\n"
        "except ImportError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert line in done.stdout
    assert missing in done.stdout


def test_other_names_are_unknown() -> None:
    with pytest.raises(AttributeError, match="EmotionalStor"):
        _ = langchain.EmotionalStor
