"""The command line as a user meets it: real processes, their output and their exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from empathic_agent.persona import load_persona
from tests.evaluation.test_long_memory import SAMPLE as LOCOMO
from tests.samples import PELD_ROW, write_esconv, write_goemotions, write_peld
from tests.training.samples import write_all

CLI = (sys.executable, "-c", "from empathic_agent.cli import main; main()")


def run(*arguments: str, stdin: str | bytes = "") -> subprocess.CompletedProcess[str]:
    given = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run([*CLI, *arguments], input=given, capture_output=True, check=False)
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def refused(done: subprocess.CompletedProcess[str], *told: str) -> bool:
    """Whether the command failed with one clear message and no traceback."""
    assert "Traceback" not in done.stderr, done.stderr
    assert all(part in done.stderr for part in told), done.stderr
    return done.returncode != 0


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['empathic-agent', '--help']\n"
        "from empathic_agent.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'langchain', 'langchain_core',"
        " 'faiss', 'sklearn', 'numpy', 'textual'}\n"
        "print('LOADED', sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "chat" in done.stdout
    assert "LOADED []" in done.stdout


def test_chat_answers_line_by_line_and_goes_on_after_a_bad_one(home: Path) -> None:
    lines = "My cat ran away.\n\n" + "x" * 100_000 + "\nI looked everywhere.\n"
    done = run("chat", "--json", stdin=lines)
    turns = [json.loads(line) for line in done.stdout.splitlines()]
    assert [t["utterance"]["text"] for t in turns] == ["My cat ran away.", "I looked everywhere."]
    assert all(t["reply"] for t in turns)
    assert refused(done, "line 3", "100,000 characters")
    assert (home / "empathic-agent.db").exists()


def test_chat_refuses_bytes_that_are_no_text() -> None:
    assert refused(run("chat", stdin=b"caf\xe9\n"), "not UTF-8")


def test_reply_remembers_and_memory_search_finds() -> None:
    answered = run("reply", "My dog Rex died in spring.")
    assert answered.returncode == 0
    assert answered.stdout.strip()
    found = run("memory", "search", "dog")
    assert found.returncode == 0
    assert "My dog Rex died in spring." in found.stdout
    assert "meaning" in found.stdout
    assert "Nothing comes to mind" in run("memory", "search", "dog", "--owner", "kim").stdout


def test_reply_as_json_is_a_turn() -> None:
    turn = json.loads(run("reply", "I passed my exam!", "--json").stdout)
    assert turn["appraisal"]["vad"]["valence"] > 0


@pytest.mark.parametrize("text", ["", "x" * 100_000, "a\x07b"])
def test_reply_refuses_bad_input(text: str) -> None:
    assert refused(run("reply", text), "empathic-agent:")


def test_personas_are_listed_and_shown() -> None:
    listed = run("persona", "list").stdout
    assert len(listed.splitlines()) == 6
    shown = run("persona", "show", "wren")
    assert "neuroticism" in shown.stdout
    assert "half-life" in shown.stdout


def test_an_unknown_persona_is_named_with_the_known_ones() -> None:
    for command in (("persona", "show", "wern"), ("reply", "hello", "--persona", "wern")):
        assert refused(run(*command), "wern", "wren")


def test_doctor_finds_nothing_wrong_here() -> None:
    run("reply", "hello")
    done = run("doctor")
    assert done.returncode == 0, done.stdout
    assert "sha256 verified" in done.stdout
    seeds = len(load_persona("wren").seed_memories)
    assert f"{1 + seeds} memories" in done.stdout


def test_a_corrupt_database_is_reported_and_left_as_it_is(home: Path) -> None:
    home.mkdir()
    database = home / "empathic-agent.db"
    database.write_bytes(b"this is no database, but it is somebody's file" * 100)
    before = database.read_bytes()
    assert refused(run("reply", "hello"), str(database))
    examined = run("doctor")
    assert examined.returncode == 1
    assert "BAD  database" in examined.stdout
    assert database.read_bytes() == before


def test_an_unwritable_data_directory_is_reported(home: Path) -> None:
    home.parent.mkdir(exist_ok=True)
    home.write_text("a file where the data directory should be")
    assert refused(run("reply", "hello"), str(home))
    assert run("doctor").returncode == 1


def test_unknown_settings_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMPATHIC_AGENT_MODLE", "x")
    assert refused(run("reply", "hello"), "EMPATHIC_AGENT_MODLE")
    assert run("doctor").returncode == 1


def test_evaluate_strategy(tmp_path: Path) -> None:
    data = write_esconv(tmp_path / "esconv.json")
    done = run("evaluate", "strategy", "--data", str(data), "--out", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert [*summary] == [
        "n",
        "accuracy",
        "macro_f1",
        "weighted_f1",
        "preference_bias",
        "preference",
        "per_strategy_f1",
        "invalid_answers",
        "fell_back",
        "repeat_last_macro_f1",
        "errors",
    ]
    assert (summary["n"], summary["errors"]) == (7, 0)
    assert len(summary["preference"]) == len(summary["per_strategy_f1"]) == 8


def test_evaluate_transition(tmp_path: Path) -> None:
    data = write_peld(tmp_path / "valid.tsv", [PELD_ROW] * 3)
    done = run("evaluate", "transition", "--data", str(data), "--out", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    keys = ["n", "accuracy", "macro_f1", "weighted_f1", "copy_macro_f1", "copy_weighted_f1"]
    assert [*summary] == [*keys, "errors"]
    assert (summary["n"], summary["errors"]) == (3, 0)


def test_an_unknown_transition_is_refused(tmp_path: Path) -> None:
    data = write_peld(tmp_path / "valid.tsv", [PELD_ROW])
    asked = ("--data", str(data), "--out", str(tmp_path / "out"), "--transition", "sudden")
    for task in ("transition", "distinctness"):
        assert refused(run("evaluate", task, *asked), "sudden", "learned, personality")


def test_personas_are_compared_over_a_dialogue(tmp_path: Path) -> None:
    data, chart = write_esconv(tmp_path / "esconv.json"), tmp_path / "chart.png"
    asked = ("persona", "compare", "wren", "pip", "--data", str(data), "--out", str(chart))
    done = run(*asked, "--seconds", "30")
    assert done.returncode == 0, done.stderr
    assert "esconv-0, 30 seconds between messages, “personality”" in done.stdout
    lines = [line for line in done.stdout.splitlines() if "They let me go" in line]
    assert len(lines) == 1
    assert chart.read_bytes().startswith(b"\x89PNG")
    assert refused(run(*asked, "--dialogue", "7"), "expected 0 to 1")
    assert refused(run("persona", "compare", "wren", *asked[4:]), "two personas")


def test_evaluate_emotion(tmp_path: Path) -> None:
    data = write_goemotions(tmp_path / "test.tsv")
    out = tmp_path / "out"
    done = run(
        "evaluate", "emotion", "--labels", "goemotions", "--data", str(data), "--out", str(out)
    )
    assert done.returncode == 0, done.stderr
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert summary["n"] == 4
    assert 0 < summary["micro_f1"] <= 1


@pytest.mark.parametrize(
    ("task", "file", "figures"),
    [
        (
            "emotion --labels empathetic-dialogues",
            "empathetic_dialogues/valid.csv",
            {"n", "accuracy", "top5_accuracy", "macro_f1"},
        ),
        (
            "emotion --labels empathetic-dialogues --text dialogue",
            "empathetic_dialogues/valid.csv",
            {"n", "accuracy", "top5_accuracy", "macro_f1"},
        ),
        ("affect", "emobank/dev.csv", {"n", "valence_r", "arousal_r", "dominance_r"}),
        (
            "cause",
            "reccon/dailydialog_valid.json",
            {"n", "positive_f1", "negative_f1", "macro_f1", "baseline_positive_f1"},
        ),
    ],
)
def test_evaluate_what_perception_reads(
    tmp_path: Path, task: str, file: str, figures: set[str]
) -> None:
    data, out = write_all(tmp_path / "data") / file, tmp_path / "out"
    done = run("evaluate", *task.split(), "--data", str(data), "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert json.loads((out / "summary.json").read_text("utf-8")).keys() == figures | {"errors"}


def test_evaluate_esconv_drives_the_loop(tmp_path: Path, home: Path) -> None:
    data = write_esconv(tmp_path / "esconv.json")
    out = tmp_path / "out"
    done = run("evaluate", "esconv", "--data", str(data), "--out", str(out), "--limit", "1")
    assert done.returncode == 0, done.stderr
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert (summary["n"], summary["errors"]) == (3, 0)
    assert {"bleu_2", "rouge_l", "distinct_1", "distinct_2", "turn_ms_p50"} <= summary.keys()
    items = [json.loads(line) for line in (out / "items.jsonl").read_text("utf-8").splitlines()]
    assert items[0]["message"] == "Not good. They let me go after ten years."
    assert items[0]["reference"] == "Ten years, and then this. You must feel thrown away."
    assert not home.exists()  # nobody's own memories were touched


def test_evaluate_memory_and_mood_recall(tmp_path: Path, home: Path) -> None:
    data, out = tmp_path / "locomo.json", tmp_path / "out"
    data.write_text(json.dumps([LOCOMO]), "utf-8")
    done = run("evaluate", "memory", "--data", str(data), "--out", str(out))
    assert done.returncode == 0, done.stderr
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert (summary["n"], summary["recall_at_5"], summary["errors"]) == (2, 1.0, 0)
    situations = write_all(tmp_path / "data") / "empathetic_dialogues" / "valid.csv"
    done = run("evaluate", "mood-recall", "--data", str(situations), "--out", str(out))
    assert done.returncode == 0, done.stderr
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert {"semantic", "combine-add", "hybrid", "errors"} <= summary.keys()
    assert {"n", "recall_at_10", "mood_distance_at_10"} == summary["hybrid"].keys()
    unknown = ("--strategy", "by-luck")
    assert refused(
        run("evaluate", "memory", "--data", str(data), "--out", str(out), *unknown), "hybrid"
    )
    assert not home.exists()  # nobody's own memories were touched


@pytest.mark.parametrize(
    "task",
    [
        "strategy",
        "memory",
        "mood-recall",
        "emotion",
        "emotion --labels empathetic-dialogues --text dialogue",
        "affect",
        "cause",
        "esconv",
    ],
)
def test_evaluate_refuses_data_of_another_format(tmp_path: Path, task: str) -> None:
    data = tmp_path / "data"
    data.write_text("one\ttwo", "utf-8")
    evaluate = ("evaluate", *task.split(), "--out", str(tmp_path / "out"))
    assert refused(run(*evaluate, "--data", str(data)), str(data))
    missing = str(tmp_path / "missing")
    assert refused(run(*evaluate, "--data", missing), missing)


@pytest.mark.parametrize("choice", [("--labels", "humours"), ("--text", "reply")])
def test_evaluate_names_the_choices(tmp_path: Path, choice: tuple[str, str]) -> None:
    done = run("evaluate", "emotion", "--data", "x", "--out", str(tmp_path / "out"), *choice)
    assert refused(done, choice[1])
