"""`empathic-agent memory` as somebody uses it who has talked a while."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from empathic_agent.assembly import DATABASE
from empathic_agent.cli import app
from empathic_agent.encoder import MINILM
from empathic_agent.errors import EmpathicAgentError
from empathic_agent.journal import Journal
from memory_store import Kind, MemoryStore, Mood, NewMemory
from tests.samples import turn

NOW = datetime.now(UTC)


def run(*arguments: str, answer: str = "") -> Result:
    """Run a command that must succeed, and give what it printed."""
    result = CliRunner().invoke(app, ["memory", *arguments], input=answer)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def told(*arguments: str) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return str(result.stdout)


def records(*arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in told(*arguments, "--json").splitlines()]


def texts(*arguments: str) -> list[str]:
    return [record["text"] for record in records(*arguments)]


def refused(*arguments: str) -> str:
    """The one clear message of a command that must fail."""
    try:
        result = run(*arguments)
    except EmpathicAgentError as error:
        return str(error)
    assert result.exit_code != 0, result.output
    # Rich draws a frame around it and breaks lines.
    return " ".join(result.stderr.replace("│", " ").split())


@pytest.fixture(autouse=True)
def _talked(home: Path) -> None:
    """Five memories, the first of which the journal knows as well."""

    def memory(text: str, days: float, place: int, **fields: Any) -> NewMemory:
        at = NOW - timedelta(days=days)
        vector = np.eye(384, dtype=np.float32)[place]
        return NewMemory(**{"owner": "me", "text": text, "at": at, "vector": vector} | fields)

    sad, glad = Mood(-0.6, -0.2, -0.3), Mood(0.8, 0.4, 0.3)
    home.mkdir()
    with MemoryStore.open(home / DATABASE, 384, MINILM) as store:
        first = turn("My dog Rex died", owner="me", session="spring")
        Journal(store).write(first)
        store.remember_many(
            [
                memory(
                    "My dog Rex died",
                    0,
                    0,
                    session="spring",
                    emotion="grief",
                    mood=sad,
                    at=first.at,
                ),
                memory("I got a job", 20, 1, emotion="joy", mood=glad, importance=0.9),
                memory("I have got a job", 19, 1, emotion="joy", mood=glad),
                memory("The moon is far", 10, 2, kind=Kind.LORE),
                memory("Hers", 1, 3, owner="kim"),
            ]
        )


def test_list_shows_the_latest_first_and_pages() -> None:
    assert texts("list") == [
        "The moon is far",
        "I have got a job",
        "I got a job",
        "My dog Rex died",
    ]
    assert texts("list", "--limit", "1", "--offset", "1") == ["I have got a job"]
    assert texts("list", "--kind", "lore") == ["The moon is far"]
    assert texts("list", "--owner", "kim") == ["Hers"]
    page = told("list")
    assert "grief" in page
    assert "-0.6 -0.2 -0.3" in page
    assert "Nothing is remembered" in told("list", "--owner", "nobody")
    assert '"persona seed"' in refused("list", "--kind", "turm")


def test_search_by_conditions() -> None:
    assert texts("search", "--words", "DOG rex") == ["My dog Rex died"]
    assert texts("search", "--valence", "0.5", "1") == ["I have got a job", "I got a job"]
    assert texts("search", "--since", "15d") == ["The moon is far"]
    assert texts("search", "--until", "2026-04-01", "--session", "spring") == ["My dog Rex died"]
    assert texts("search", "--kind", "lore", "--words", "dog") == []
    assert "No memory is like that" in told("search", "--words", "xylophone")


def test_search_by_what_a_message_brings_to_mind() -> None:
    found = records("search", "my dog", "--limit", "2")
    assert len(found) == 2
    assert {"score", "meaning", "mood"} <= found[0].keys()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["search"], "give a message, or a condition"),
        (["search", "dog", "--words", "dog"], "not both"),
        (["search", "--since", "yesterday"], "2026-03-31"),
        (["search", "--valence", "-2", "0"], "from -1 to 1"),
        (["show", "99"], "'me' has no memory 99"),
        (["show", "5"], "'me' has no memory 5"),
        (["history", "99"], "no memory 99"),
        (["edit", "1"], "--text"),
        (["edit", "1", "--importance", "3"], "less than or equal to 1"),
        (["edit", "1", "--text", ""], "empty"),
        (["pin", "99"], "no memory 99"),
        (["supersede", "99", "x"], "no memory 99"),
        (["forget"], "give one of"),
        (["forget", "1", "--all"], "give one of"),
        (["forget", "99", "--yes"], "no memory 99"),
        (["retain"], "--days or --count"),
        (["retain", "--days", "-1"], "greater than 0"),
        (["merge", "--threshold", "2"], "at most 1"),
        (["import", "/nowhere/x.jsonl"], "/nowhere/x.jsonl"),
        (["export", "/nowhere/x.jsonl"], "/nowhere/x.jsonl"),
    ],
)
def test_what_cannot_be_done_is_told_clearly(arguments: list[str], message: str) -> None:
    assert message in refused(*arguments)


def test_show_tells_all(home: Path) -> None:
    page = told("show", "2")
    for part in ("I got a job", "joy", "0.90", "pleasant", "pinned      no"):
        assert part in page
    [record] = records("show", "2")
    assert record["mood"] == {"valence": 0.8, "arousal": 0.4, "dominance": 0.3}
    assert "vector" not in record
    assert (home / DATABASE).exists()


def test_edit_corrects_and_encodes_again() -> None:
    told("edit", "2", "--text", "I got a cat", "--mood", "0.1", "0", "0", "--emotion", "calm")
    [record] = records("show", "2")
    assert (record["text"], record["emotion"]) == ("I got a cat", "calm")
    assert record["mood"]["valence"] == 0.1
    best = records("search", "I got a cat!", "--limit", "1")[0]
    assert best["memory_id"] == 2
    assert best["meaning"] > 0.9


def test_pin_and_unpin() -> None:
    told("pin", "2")
    assert records("show", "2")[0]["pinned"]
    assert "[pinned]" in told("list")
    told("unpin", "2")
    assert not records("show", "2")[0]["pinned"]


def test_supersede_keeps_the_history() -> None:
    told("supersede", "2", "I lost my job and I am so sad")
    assert texts("history", "2") == ["I got a job", "I lost my job and I am so sad"]
    assert "I got a job" not in texts("list")
    assert "I got a job" in texts("list", "--superseded")
    new = records("history", "2")[1]
    assert new["mood"]["valence"] < 0
    assert "replaced by" in refused("supersede", "2", "again")


def test_forget_asks_first(home: Path) -> None:
    asked = run("forget", "1", answer="n\n")
    assert asked.exit_code == 1
    assert "My dog Rex died" in asked.stderr
    assert run("forget", "1").exit_code == 1  # nobody to ask
    assert len(texts("list")) == 4
    assert run("forget", "1", answer="y\n").exit_code == 0
    assert "My dog Rex died" not in texts("list")
    with MemoryStore.open(home / DATABASE, 384) as store:
        assert Journal(store).recent("me", "spring", 5) == ()


def test_forget_by_session_age_and_all() -> None:
    assert "1 memories and 1 turns" in told("forget", "--session", "spring", "--yes")
    told("pin", "2")
    told("forget", "--older-than", "15d", "-y")
    assert texts("list") == ["The moon is far", "I got a job"]
    told("forget", "--all", "-y")
    assert texts("list") == []
    assert texts("list", "--owner", "kim") == ["Hers"]


def test_retain() -> None:
    assert "I got a job" in told("retain", "--days", "15", "--importance", "0.95", "--dry-run")
    assert len(texts("list")) == 4
    told("retain", "--days", "15", "--importance", "0.8", "--yes")
    assert texts("list") == ["The moon is far", "I got a job"]
    told("retain", "--count", "0", "-y")
    assert texts("list") == []


def test_merge() -> None:
    assert "I have got a job" in told("merge", "--dry-run")
    assert len(texts("list")) == 4
    assert "Merged 1 memories into 1." in told("merge", "--yes")
    assert texts("list") == ["The moon is far", "I got a job", "My dog Rex died"]
    assert "No two memories" in told("merge")


def test_export_and_import(tmp_path: Path) -> None:
    file = tmp_path / "me.jsonl"
    assert "Wrote 4 memories" in told("export", str(file), "--quiet")
    assert run("export", str(file), "--quiet", answer="n\n").exit_code == 1
    assert "4 were there already" in told("import", str(file), "--quiet")
    assert "Added 4 memories of 'kim'" in told("import", str(file), "--owner", "kim", "-q")
    assert len(texts("list", "--owner", "kim")) == 5


def test_vacuum_and_stats() -> None:
    assert "bytes before" in told("vacuum")
    figures = json.loads(told("stats", "--json"))
    assert figures["memories"] == 5
    assert figures["owners"] == {"kim": 1, "me": 4}
    assert "5 memories in" in told("stats")
