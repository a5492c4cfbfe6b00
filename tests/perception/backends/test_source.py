"""What a classifier's name stands for, and hub ids fetched over HTTP from a hub on this machine."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from empathic_agent.errors import ModelError
from empathic_agent.perception.backends.source import find_source, read_classifier_file

FETCH = """
from empathic_agent.errors import ModelError
from empathic_agent.perception.backends.classifier import ClassifierDetector
from empathic_agent.perception.backends.source import find_source
from empathic_agent.turn import Dialogue, Speaker, Utterance

said = Dialogue(utterances=(Utterance(speaker=Speaker.SEEKER, text="what a day :("),))
print(ClassifierDetector(find_source("someone/feelings")).detect(said).emotion)
try:
    ClassifierDetector(find_source("someone/mistyped"))
except ModelError as error:
    print(error)
"""


@contextmanager
def hub(folder: Path) -> Iterator[str]:
    """A Hugging Face hub with one model, someone/feelings; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._answer(with_body=False)

        def do_GET(self) -> None:
            self._answer(with_body=True)

        def _answer(self, *, with_body: bool) -> None:
            known = "/someone/feelings/" in self.path
            name = self.path.rpartition("/resolve/main/")[2]
            found = known and (folder / name).is_file()
            body = (folder / name).read_bytes() if found else b""
            self.send_response(200 if found else 404)
            if not found:
                self.send_header("X-Error-Code", "EntryNotFound" if known else "RepoNotFound")
            self.send_header("X-Repo-Commit", "0" * 40)
            self.send_header("ETag", f'"{name}"')
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body if with_body else b"")

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()


@pytest.mark.usefixtures("socket_enabled")
def test_a_hub_id_is_fetched_and_a_mistyped_one_reported(feelings: Path, tmp_path: Path) -> None:
    with hub(feelings) as address:
        # The hub's address is read when its library is imported: a process of its own.
        told = subprocess.run(
            [sys.executable, "-c", FETCH],
            env=os.environ | {"HF_ENDPOINT": address, "HF_HOME": str(tmp_path / "hub")},
            capture_output=True,
            text=True,
            check=True,
        )
    emotion, complaint = told.stdout.split("\n", 1)
    assert emotion == "sadness"
    assert "The classifier 'someone/mistyped' could not be loaded" in complaint
    assert "spelt as there" in complaint
    assert told.stderr == ""


def test_a_folder_is_local_and_a_hub_id_is_not(tmp_path: Path) -> None:
    assert find_source(str(tmp_path)).local
    source = find_source("SamLowe/roberta-base-go_emotions")
    assert not source.local
    assert source.label_map is not None
    assert find_source("someone/else").label_map is None


@pytest.mark.parametrize("name", ["/nowhere/at/all", "~/nowhere", "a b", "a/b/c", ".hidden"])
def test_what_can_be_neither_is_refused(name: str) -> None:
    with pytest.raises(ModelError, match="Expected a folder with a Hugging Face"):
        find_source(name)


def test_a_classifier_file_may_name_a_hub_id(tmp_path: Path) -> None:
    file = tmp_path / "mine.yml"
    file.write_text("model: someone/else\ntaxonomy: ekman\nlabels: {Happy: joy, Sad: sadness}\n")
    source = find_source(str(file))
    assert (source.model, source.local, source.independent) == ("someone/else", False, None)
    assert source.label_map is not None
    assert source.label_map.targets(["SAD", "happy"]) == ("sadness", "joy")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("- joy", "valid dictionary"),
        ("model: [", "expected the node content"),
        ("taxonomy: ekman\nlabels: {a: joy}", "model"),
        ("model: m\ntaxonomy: ekman\nlabels: {a: glee}", "glee"),
        ("model: m\ntaxonomy: ekman\nlabels: {a: joy}\nsoftmax: true", "softmax"),
    ],
)
def test_a_malformed_file_is_refused(tmp_path: Path, text: str, what: str) -> None:
    (file := tmp_path / "bad.yaml").write_text(text)
    with pytest.raises(ModelError, match=f"(?s){what}.*Expected the fields model, taxonomy"):
        read_classifier_file(file)


def test_a_file_that_is_not_there_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"gone\.yaml is not a usable classifier file"):
        find_source(str(tmp_path / "gone.yaml"))
