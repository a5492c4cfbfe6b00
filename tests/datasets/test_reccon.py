"""The RECCON loader, on a dialogue written for the test."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from empathic_agent.datasets.reccon import Evidence, Target, load_reccon, targets
from empathic_agent.errors import DataError
from empathic_agent.turn import Speaker


def line(
    turn: int, speaker: str, text: str, emotion: str = "neutral", **causes: Any
) -> dict[str, Any]:
    """A line; causes as `evidence` and `span`."""
    named = {f"expanded emotion cause {key}": value for key, value in causes.items()}
    return {"turn": turn, "speaker": speaker, "utterance": text, "emotion": emotion, **named}


TALK = [
    line(1, "A", "Did you hear about the shop ?"),
    line(2, "B", "No . What about it ?", "surprise", evidence=[1], span=["hear about the shop"]),
    line(3, "A", "It burnt down .", "sadness", evidence=[3, 3], span=["It", "burnt down"]),
    line(4, "B", "Oh , no ! It was my home .", "sadness", evidence=[4, "b", 3], span=["", "b", ""]),
    line(5, "A", "I am glad all the same .", "happiness", evidence=["b"], span=["b"]),
    line(6, "B", "Why ?", "anger", evidence=[7, 99], span=["You are safe", "?"]),
    line(7, "A", "You are safe .", "neutral", evidence=[6], span=["Why"]),
]


def write(folder: Path, content: Any) -> Path:
    path = folder / "dailydialog_valid.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def read_targets(folder: Path) -> list[Target]:
    (conversation,) = load_reccon(write(folder, {"va_1": [TALK]}))
    return list(targets(conversation))


def test_lines_keep_what_was_annotated(tmp_path: Path) -> None:
    (conversation,) = load_reccon(write(tmp_path, {"va_1": [TALK]}))
    assert conversation.id == "va_1"
    assert conversation.lines[0].evidence == ()
    third, fourth = conversation.lines[2:4]
    assert (third.turn, third.speaker, third.emotion) == (3, "A", "sadness")
    assert third.evidence == (Evidence(turn=3, span="It"), Evidence(turn=3, span="burnt down"))
    assert [e.turn for e in fourth.evidence] == [4, None, 3]


def test_several_dialogues_under_one_id_are_numbered(tmp_path: Path) -> None:
    path = write(tmp_path, {"va_1": [TALK, TALK], "va_2": [TALK]})
    assert [c.id for c in load_reccon(path)] == ["va_1-1", "va_1-2", "va_2"]


def test_targets_have_an_emotion_and_a_cause_in_the_dialogue_so_far(tmp_path: Path) -> None:
    found = {target.id: (target.emotion, target.causes) for target in read_targets(tmp_path)}
    assert found == {
        "va_1:2": ("surprise", (0,)),
        "va_1:3": ("sadness", (2,)),
        "va_1:4": ("sadness", (2, 3)),
    }


def test_a_target_sees_nothing_beyond_itself_and_its_speaker_is_the_seeker(tmp_path: Path) -> None:
    second, third, _ = read_targets(tmp_path)
    assert [u.text for u in second.dialogue.utterances] == [x["utterance"] for x in TALK[:2]]
    assert [u.speaker for u in second.dialogue.utterances] == [Speaker.SUPPORTER, Speaker.SEEKER]
    roles = [u.speaker for u in third.dialogue.utterances]
    assert roles == [Speaker.SEEKER, Speaker.SUPPORTER, Speaker.SEEKER]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("{", "is not RECCON"),
        ([TALK], "is not RECCON"),
        ({"va_1": TALK}, "dialogue 'va_1'"),
        ({"va_1": [[{"turn": 1, "speaker": "A", "utterance": "hi"}]]}, "0.0.emotion"),
        ({"va_1": [[line(1, "A", "hi", evidence=["c"], span=["hi"])]]}, "got 'c'"),
        ({"va_1": [[line(1, "A", "hi") | {"turn": "one"}]]}, "0.0.turn"),
    ],
)
def test_another_layout_is_refused_and_named(tmp_path: Path, content: Any, complaint: str) -> None:
    path = write(tmp_path, content)
    with pytest.raises(DataError, match=r"dailydialog_valid\.json") as caught:
        load_reccon(path)
    assert complaint in str(caught.value)


def test_a_missing_file_says_where_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="github"):
        load_reccon(tmp_path / "dailydialog_test.json")


def test_the_published_parts_load(real_data: Path) -> None:
    train = load_reccon(real_data / "reccon" / "dailydialog_train.json")
    valid = load_reccon(real_data / "reccon" / "dailydialog_valid.json")
    assert (len(train), len(valid)) == (834, 47)
    found = [target for conversation in valid for target in targets(conversation)]
    assert len(found) == 196
    assert all(
        e.span in c.lines[e.turn - 1].text
        for c in train
        for line in c.lines
        for e in line.evidence
        if e.turn
    )
