"""What a card is, and what of it becomes a role."""

import json
from typing import Any

import pytest

from empathic_agent.cards.card import LONGEST, Card, Spec, card_from, clean, parse_card, role_of
from empathic_agent.errors import CardError
from empathic_agent.persona import Persona, load_persona
from tests.cards.samples import V1, V2, V3, raw, v2


def card(**data: Any) -> Card:
    return card_from(v2(**data), "x")


def test_v2_texts_have_their_names_filled_in() -> None:
    role = role_of(parse_card(V2.read_bytes(), "x"))
    assert role.personality == "Dry, exact, kinder than he lets on."
    assert role.instructions.startswith("Write as Tobin Ashgrove. {{original}}")
    assert role.example_dialogue.startswith("<START>\nfriend: Have you seen")
    assert role.alternate_greetings == ("We're closed. Come in anyway, friend.",)
    assert role.about.creator == "the tests"
    assert role.about.version == "1.2"
    assert role.about.tags == ("cosy", "railway")


def test_the_nickname_of_v3_is_the_name_in_texts() -> None:
    role = role_of(parse_card(V3.read_bytes(), "x"))
    assert role.instructions.startswith("Write as Tobin. ")
    assert role.group_only_greetings == ("Gentlemen, the counter holds one elbow each.",)
    assert [picture.name for picture in role.emotion_pictures] == ["happy", "sad", "neutral"]
    assert role.about.source == ("https://example.org/tobin",)


def test_a_card_of_v1_becomes_one_of_v2_with_everything_in_it() -> None:
    found = parse_card(V1.read_bytes(), "x")
    assert found.spec is Spec.V2
    assert found.raw["data"] == raw(V1)


def test_the_raw_card_is_kept_as_it_is() -> None:
    assert parse_card(V3.read_bytes(), "x").raw == raw(V3)


def test_absent_and_null_texts_are_empty() -> None:
    found = card(scenario=None, alternate_greetings=None, character_book=None, extensions=None)
    role = role_of(found)
    assert (role.scenario, role.alternate_greetings, role.lorebook.entries) == ("", (), ())
    assert found.extension == {}


@pytest.mark.parametrize(
    "value", [[], 1, "x", {}, {"spec": []}, {"spec": "chara_card_v4", "data": {}}, {"a": 1}]
)
def test_what_is_no_card_is_refused(value: object) -> None:
    with pytest.raises(CardError, match=r'no character card; expected an object with "spec"'):
        card_from(value, "x")


def test_every_impossible_value_is_named() -> None:
    with pytest.raises(CardError) as caught:
        card(name=7, description=["a"], tags=[1], character_book={"entries": [{"keys": 3}]})
    told = str(caught.value)
    for place in (
        "data.name: got '7'",
        "data.description: got",
        "data.tags.0: got '1'",
        "data.character_book.entries.0.keys: got '3'",
    ):
        assert place in told


@pytest.mark.parametrize("value", [True, 1.5, "abc", {"a": 1}, [1], [[]]])
@pytest.mark.parametrize(
    "field", ["tags", "source", "alternate_greetings", "group_only_greetings", "assets"]
)
def test_what_should_be_a_list_of_texts_is_one_or_is_refused(field: str, value: object) -> None:
    with pytest.raises(CardError, match=rf"data\.{field}"):
        card(**{field: value})


@pytest.mark.parametrize("name", ["", "  ", "\x07"])
def test_a_card_needs_a_name(name: str) -> None:
    with pytest.raises(CardError, match="got no name"):
        card(name=name)


def test_a_newer_version_is_noticed_and_read() -> None:
    newer = {"spec": "chara_card_v3", "spec_version": "3.7", "data": {"name": "Ada", "new": 1}}
    assert card_from(newer, "x").is_newer
    assert not card().is_newer
    assert not card_from(newer | {"spec_version": "soon"}, "x").is_newer


def test_texts_are_clean_and_not_endless() -> None:
    assert clean("a\x00b\x1b[31m\ud800\r\nc\td\x85e\u2028f\xa0g\x1f") == "ab[31m?\nc\td\ne\nf\xa0g"
    assert len(role_of(card(scenario="é" * 100_000)).scenario) == LONGEST


def test_joiners_stay_and_what_turns_text_round_goes() -> None:
    assert clean("👩‍👧 می‌خواهم") == "👩‍👧 می‌خواهم"
    assert clean("a\u202eb\u2066c") == "abc"


def test_a_name_that_is_endless_is_cut_and_fills_no_memory() -> None:
    huge = card(name="x" * 1_000_000, description="{{char}}" * 100_000, scenario="a\n{{char}}")
    assert len(huge.names.char) == 100
    assert role_of(huge).scenario == "a\n" + "x" * 100


def test_a_role_fits_into_a_persona_and_knows_pictures() -> None:
    persona: Persona = load_persona("wren").model_copy(update={"role": role_of(card())})
    assert persona.role
    assert json.loads(persona.model_dump_json())["role"]["about"]["spec"] == Spec.V2
