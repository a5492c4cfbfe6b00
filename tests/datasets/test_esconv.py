"""The ESConv loader, on conversations written for the test."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from empathic_agent.datasets.esconv import (
    Conversation,
    SupporterTurn,
    load_esconv,
    supporter_turns,
)
from empathic_agent.errors import DataError
from empathic_agent.strategy.strategies import Strategy
from empathic_agent.turn import Dialogue, Speaker, Utterance


def supporter(text: str, strategy: str | None, speaker: str = "supporter") -> dict[str, Any]:
    annotation = {} if strategy is None else {"strategy": strategy}
    return {"speaker": speaker, "annotation": annotation, "content": text}


def seeker(text: str, speaker: str = "seeker") -> dict[str, Any]:
    return {"speaker": speaker, "annotation": {"feedback": "5"}, "content": text}


def conversation(*dialog: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "experience_type": "Current Experience",
        "emotion_type": "sadness",
        "problem_type": "job crisis",
        "situation": "  My shop closed last week. \n",
        "survey_score": {"seeker": {"initial_emotion_intensity": "4"}, "supporter": {}},
        "dialog": list(dialog),
        **changes,
    }


TALK = (
    supporter(" Hello, what brings you here?\n", "Question"),
    seeker("I lost my shop.\n"),
    seeker("It was my father's."),
    supporter("That must hurt.", "Reflection of feelings"),
    supporter("You kept it going for years.", "Affirmation and Reassurance"),
)


def write(folder: Path, content: Any, name: str = "train.json") -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def read_one(folder: Path, *dialog: dict[str, Any], **changes: Any) -> Conversation:
    (found,) = load_esconv(write(folder, [conversation(*dialog, **changes)]))
    return found


def test_a_conversation_keeps_its_facts_and_loses_the_white_space(tmp_path: Path) -> None:
    found = read_one(tmp_path, *TALK)
    assert (found.id, found.emotion, found.problem) == ("train-0", "sadness", "job crisis")
    assert found.situation == "My shop closed last week."
    assert found.utterances[0] == Utterance(
        speaker=Speaker.SUPPORTER,
        text="Hello, what brings you here?",
        strategy=Strategy.QUESTION,
    )
    assert found.utterances[1] == Utterance(speaker=Speaker.SEEKER, text="I lost my shop.")


def test_conversations_are_numbered_by_position(tmp_path: Path) -> None:
    path = write(tmp_path, [conversation(*TALK)] * 3, "valid.json")
    assert [c.id for c in load_esconv(path)] == ["valid-0", "valid-1", "valid-2"]


def test_each_supporter_turn_sees_only_what_went_before_it(tmp_path: Path) -> None:
    found = read_one(tmp_path, *TALK)
    said = found.utterances
    assert list(supporter_turns(found)) == [
        SupporterTurn(before=Dialogue(utterances=said[:at]), strategy=strategy, text=said[at].text)
        for at, strategy in (
            (0, Strategy.QUESTION),
            (3, Strategy.REFLECTION),
            (4, Strategy.AFFIRMATION),
        )
    ]


def test_supporter_messages_without_a_strategy_are_context_only(tmp_path: Path) -> None:
    found = read_one(tmp_path, supporter("Hm.", None), *TALK[1:4])
    (turn,) = supporter_turns(found)
    assert turn.strategy is Strategy.REFLECTION
    assert len(turn.before.utterances) == 3


def test_a_strategy_on_a_seeker_message_is_not_a_decision(tmp_path: Path) -> None:
    found = read_one(tmp_path, supporter("I wonder.", "Question", speaker="seeker"))
    assert found.utterances[0].strategy is None
    assert list(supporter_turns(found)) == []


def test_older_files_name_the_speakers_usr_and_sys(tmp_path: Path) -> None:
    found = read_one(tmp_path, seeker("Hi.", "usr"), supporter("Hello.", "Others", "sys"))
    assert [u.speaker for u in found.utterances] == [Speaker.SEEKER, Speaker.SUPPORTER]


def test_a_situation_may_be_missing(tmp_path: Path) -> None:
    assert read_one(tmp_path, *TALK, situation=None).situation is None


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nowhere\.json.*official layout"):
        load_esconv(tmp_path / "nowhere.json")


@pytest.mark.parametrize("text", ['[{"dialog": ', "", '{"dialog": []}', '"talk"'])
def test_what_is_not_a_list_of_conversations_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError, match=r"train\.json is not ESConv.*JSON list"):
        load_esconv(write(tmp_path, text))


@pytest.mark.parametrize(
    ("broken", "key"),
    [
        (conversation(*TALK, emotion_type=7), "emotion_type"),
        ({k: v for k, v in conversation(*TALK).items() if k != "dialog"}, "dialog"),
        (conversation(TALK[0], {"speaker": "seeker", "annotation": {}}), "dialog.1.content"),
        (conversation(seeker("Hi.", "narrator")), "dialog.0.speaker"),
        (conversation(supporter("Hi.", "Flattery")), "dialog.0.annotation.strategy"),
        ("talk", "the conversation itself"),
    ],
)
def test_the_message_says_which_conversation_and_which_key(
    tmp_path: Path, broken: Any, key: str
) -> None:
    path = write(tmp_path, [conversation(*TALK), broken])
    with pytest.raises(DataError) as caught:
        load_esconv(path)
    assert f"conversation 1 (counted from 0), key '{key}'" in str(caught.value)


def test_an_unknown_strategy_is_quoted_beside_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"'Question'.*'Others'.*got 'Flattery'"):
        read_one(tmp_path, supporter("Hi.", "Flattery"))


def test_the_official_validation_part_has_2722_supporter_turns(real_data: Path) -> None:
    conversations = load_esconv(real_data / "esconv" / "valid.json")
    assert len(conversations) == 195
    assert sum(1 for c in conversations for _ in supporter_turns(c)) == 2722
