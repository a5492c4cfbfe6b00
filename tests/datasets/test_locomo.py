"""The LoCoMo loader, on a conversation written for the test."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from empathic_agent.datasets.locomo import load_locomo
from empathic_agent.errors import DataError


def said(dia_id: str, speaker: str, text: str, **more: Any) -> dict[str, Any]:
    return {"dia_id": dia_id, "speaker": speaker, "text": text, **more}


def asked(question: str, category: int, *evidence: str) -> dict[str, Any]:
    return {"question": question, "answer": "?", "category": category, "evidence": list(evidence)}


SAMPLE: dict[str, Any] = {
    "sample_id": "conv-1",
    "conversation": {
        "speaker_a": "Ada",
        "speaker_b": "Bo",
        "session_10_date_time": "12:05 am on 1 March, 2024",
        "session_10": [said("D10:1", "Bo", "We moved house.")],
        "session_2_date_time": "1:56 pm on 8 May, 2023",
        "session_2": [
            said("D2:1", "Ada", " I adopted a cat. ", blip_caption="a grey cat", query="cat"),
            said("D2:2", "Bo", "What is it called?"),
        ],
        "session_11_date_time": "3:00 pm on 2 March, 2024",
    },
    "qa": [
        asked("Who moved?", 4, "D10:1"),
        asked("What came first?", 1, "D2:1; D10:01", "D:2:2", "D2:1"),
        asked("What colour is the dog?", 5, "D", "D99:1"),
        asked("A kind of our own?", 9),
    ],
}


def write(folder: Path, content: Any) -> Path:
    path = folder / "locomo.json"
    path.write_text(json.dumps(content), "utf-8")
    return path


def without(*keys: str | int) -> list[dict[str, Any]]:
    """The sample, less one thing."""
    copy = json.loads(json.dumps(SAMPLE))
    inner: Any = copy
    for key in keys[:-1]:
        inner = inner[key]
    del inner[keys[-1]]
    return [copy]


def test_turns_come_in_the_order_of_their_sessions_numbers(tmp_path: Path) -> None:
    (conversation,) = load_locomo(write(tmp_path, [SAMPLE]))
    assert conversation.id == "conv-1"
    assert [turn.id for turn in conversation.turns] == ["D2:1", "D2:2", "D10:1"]
    assert [turn.session for turn in conversation.turns] == [2, 2, 10]
    assert conversation.turns[0].at == datetime(2023, 5, 8, 13, 56, tzinfo=UTC)
    assert conversation.turns[2].at == datetime(2024, 3, 1, 0, 5, tzinfo=UTC)


def test_a_picture_is_told_and_what_was_searched_for_it_is_not(tmp_path: Path) -> None:
    (conversation,) = load_locomo(write(tmp_path, [SAMPLE]))
    assert conversation.turns[0].told == "I adopted a cat. [picture: a grey cat]"
    assert conversation.turns[1].told == "What is it called?"


def test_evidence_is_read_as_it_was_meant(tmp_path: Path) -> None:
    (conversation,) = load_locomo(write(tmp_path, [SAMPLE]))
    assert [question.evidence for question in conversation.questions] == [
        ("D10:1",),
        ("D2:1", "D10:1", "D2:2"),
        (),
        (),
    ]


def test_categories_have_the_papers_names(tmp_path: Path) -> None:
    (conversation,) = load_locomo(write(tmp_path, [SAMPLE]))
    categories = [question.category for question in conversation.questions]
    assert categories == ["single-hop", "multi-hop", "adversarial", "category 9"]


def test_dates_may_be_iso(tmp_path: Path) -> None:
    sample = json.loads(json.dumps(SAMPLE))
    sample["conversation"]["session_2_date_time"] = "2023-05-08T13:56:00+02:00"
    (conversation,) = load_locomo(write(tmp_path, [sample]))
    assert conversation.turns[0].at == datetime(2023, 5, 8, 11, 56, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ({"conversations": []}, "the file: .*array"),
        (without("sample_id"), "0.sample_id: Field required"),
        (without("conversation", "session_2_date_time"), "Expected dates such as"),
        (without("conversation", "session_2", 0, "text"), "text: Field required"),
    ],
)
def test_another_layout_is_refused(tmp_path: Path, content: Any, complaint: str) -> None:
    with pytest.raises(DataError, match=complaint):
        load_locomo(write(tmp_path, content))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nothing\.json"):
        load_locomo(tmp_path / "nothing.json")


def test_the_official_file(real_data: Path) -> None:
    conversations = load_locomo(real_data / "locomo" / "locomo_dev5.json")
    assert [len(c.turns) for c in conversations] == [419, 369, 663, 629, 680]
    questions = [q for c in conversations for q in c.questions]
    assert len(questions) == 999
    assert sum(not q.evidence for q in questions) == 2
