"""Between cards and personas."""

from typing import Any

import pytest

from empathic_agent.cards.card import EXTENSION, Spec, card_from, parse_card
from empathic_agent.cards.translation import card_of, defaulted, fields_of, slug_of
from empathic_agent.errors import CardError
from empathic_agent.persona import Persona, list_personas, load_persona
from tests.cards.samples import V2, V3, raw, v2


def persona_of(value: dict[str, Any], **changes: Any) -> Persona:
    fields = fields_of(card_from(value, "x"), "ada")
    return Persona.model_validate(fields | changes)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Tobin Ashgrove", "tobin-ashgrove"),
        ("Ünïcode!  Ö", "unicode-o"),
        ("2B", "b"),
        ("花子", None),
        ("🙂", None),
        ("x" * 90, "x" * 40),
    ],
)
def test_a_name_becomes_a_slug(name: str, slug: str | None) -> None:
    assert slug_of(name) == slug


def test_what_a_card_says_and_what_it_does_not() -> None:
    card = parse_card(V2.read_bytes(), "x")
    fields = fields_of(card, "tobin")
    assert fields["title"] == "Tobin Ashgrove"
    assert fields["description"].startswith("Tobin Ashgrove keeps the lost-property office")
    assert "Tobin Ashgrove knows every umbrella" in fields["description"]
    assert fields["greeting"].startswith("*puts down a glove* Evening, friend.")
    assert fields["traits"] == dict.fromkeys(
        ("openness", "conscientiousness", "extraversion", "agreeableness", "neuroticism"), 0.5
    )
    assert fields["fictional"] is True
    assert "traits" in defaulted(card)


def test_a_card_with_hardly_anything_in_it_is_enough() -> None:
    persona = persona_of(v2())
    assert persona.description == "Ada, a character from a card."
    assert persona.greeting == "Hello, I'm Ada."
    assert persona_of(v2(personality="Kind.")).description == "Kind."
    assert persona_of(v2(alternate_greetings=["", "Hi."])).greeting == "Hi."


@pytest.mark.parametrize("spec", Spec)
@pytest.mark.parametrize("persona", list_personas(), ids=lambda persona: persona.name)
def test_our_personas_come_back_from_a_card_as_they_were(persona: Persona, spec: Spec) -> None:
    card = card_of(persona, None, spec)
    assert card.spec is spec
    again = Persona.model_validate(fields_of(card, persona.name))
    assert again == persona
    assert defaulted(card) == ()


def test_example_lines_of_a_new_card_are_example_dialogue() -> None:
    data = card_of(load_persona("bram"), None).data
    assert data.mes_example.startswith("<START>\n{{char}}: That was a lousy way to be told.")
    assert data.group_only_greetings == ()


@pytest.mark.parametrize("path", [V2, V3], ids=lambda path: path.name)
def test_an_untouched_persona_gives_its_card_back(path: Any) -> None:
    card = parse_card(path.read_bytes(), "x")
    persona = Persona.model_validate(fields_of(card, "tobin"))
    back = card_of(persona, card).raw
    own = back["data"]["extensions"].pop(EXTENSION)
    assert back == raw(path)
    assert own["traits"]["neuroticism"] == 0.5
    assert card.raw == raw(path), "the original must not change"


def test_what_was_edited_goes_into_the_card() -> None:
    card = parse_card(V3.read_bytes(), "x")
    fields = fields_of(card, "tobin")
    edited = Persona.model_validate(
        fields
        | {"title": "Old Tobin", "description": "New.", "greeting": "Hm.", "values": ["Tea."]}
    )
    data = card_of(edited, card).data
    assert (data.nickname, data.name) == ("Old Tobin", "Tobin Ashgrove")
    assert (data.description, data.first_mes) == ("New.", "Hm.")
    assert (data.extensions or {})[EXTENSION]["values"] == ["Tea."]
    assert Persona.model_validate(fields_of(card_of(edited, card), "tobin")) == edited


def test_from_v2_to_v3_and_back_loses_nothing() -> None:
    card = parse_card(V2.read_bytes(), "x")
    persona = Persona.model_validate(fields_of(card, "tobin"))
    upgraded = card_of(persona, card, Spec.V3)
    data = upgraded.raw["data"]
    assert (upgraded.raw["spec"], upgraded.raw["spec_version"]) == ("chara_card_v3", "3.0")
    assert data["group_only_greetings"] == []
    assert {entry["use_regex"] for entry in data["character_book"]["entries"]} == {False}
    back = card_of(persona, upgraded, Spec.V2).raw
    assert (back["spec"], back["spec_version"]) == ("chara_card_v2", "2.0")
    assert back["a_field_nobody_knows"] == raw(V2)["a_field_nobody_knows"]
    for key, value in raw(V2)["data"].items():
        if key not in {"extensions", "character_book"}:
            assert back["data"][key] == value
    assert raw(V2)["data"]["extensions"].items() <= back["data"]["extensions"].items()


def test_what_others_left_in_our_place_is_kept() -> None:
    value = v2(extensions={EXTENSION: {"from_the_future": [1]}})
    persona = persona_of(value)
    own = card_of(persona, card_from(value, "x")).raw["data"]["extensions"][EXTENSION]
    assert own["from_the_future"] == [1]


@pytest.mark.parametrize(
    "own", [{"traits": {"openness": 3}}, {"manner": "stern"}, {"seed_memories": [{"text": "x"}]}]
)
def test_an_impossible_extension_is_refused(own: dict[str, Any]) -> None:
    with pytest.raises(CardError, match=r"extensions\.empathic-agent\.\w+.*Correct the card, or"):
        persona_of(v2(extensions={EXTENSION: own}))


def test_an_extension_of_another_kind_is_passed_over() -> None:
    assert persona_of(v2(extensions={EXTENSION: "hello"})).traits.openness == 0.5
