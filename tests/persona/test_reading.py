"""Personas: those that ship, those users write, and what malformed files are answered with."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from empathic_agent.errors import PersonaError
from empathic_agent.persona import Manner, Persona, list_personas, load_persona

FIELDS = {
    "name": "ada",
    "title": "Ada",
    "description": "Careful and kind.",
    "traits": {
        "openness": 0.5,
        "conscientiousness": 0.5,
        "extraversion": 0.5,
        "agreeableness": 0.5,
        "neuroticism": 0.0,
    },
    "manner": "plain",
    "speaking_style": "Short.",
    "greeting": "Hello.",
    "mood_half_life_minutes": 30,
}


def raw(folder: Path, text: str) -> Path:
    """A file `ada.yaml` that holds `text`."""
    file = folder / "ada.yaml"
    file.write_text(text, "utf-8")
    return file


def written(folder: Path, **changes: object) -> Path:
    """A persona file `ada.yaml` with some fields changed."""
    return raw(folder, yaml.safe_dump(FIELDS | changes))


def test_three_personas_ship_and_each_has_a_manner_of_its_own() -> None:
    personas = list_personas()
    assert [persona.name for persona in personas] == ["bram", "pip", "wren"]
    assert {persona.manner for persona in personas} == set(Manner)


def test_their_temperaments_differ() -> None:
    traits = [persona.traits for persona in list_personas()]
    assert len({trait.extraversion for trait in traits}) == 3
    assert load_persona("wren").traits.stability > load_persona("pip").traits.stability


def test_a_file_can_be_named_as_path_or_string(tmp_path: Path) -> None:
    file = written(tmp_path)
    assert load_persona(file) == load_persona(str(file))
    assert load_persona(file).mood_half_life_minutes == 30.0


def test_personas_are_frozen(tmp_path: Path) -> None:
    persona = load_persona(written(tmp_path))
    with pytest.raises(ValidationError, match="frozen"):
        persona.title = "Eve"  # type: ignore[misc]


def test_a_users_own_persona_joins_the_list_and_wins_over_a_shipped_one(tmp_path: Path) -> None:
    written(tmp_path)
    own = yaml.safe_dump(FIELDS | {"name": "wren", "title": "My Wren"})
    (tmp_path / "wren.yaml").write_text(own, "utf-8")
    titles = {persona.name: persona.title for persona in list_personas([tmp_path])}
    assert titles == {"ada": "Ada", "bram": "Bram", "pip": "Pip", "wren": "My Wren"}
    assert load_persona("wren", [tmp_path]).title == "My Wren"


def test_a_missing_folder_of_own_personas_is_no_error(tmp_path: Path) -> None:
    assert load_persona("wren", [tmp_path / "none"]).name == "wren"


def test_an_unknown_name_lists_the_known_ones_and_the_closest() -> None:
    with pytest.raises(PersonaError, match=r"got persona 'wrenn'.*bram, pip, wren.*mean 'wren'"):
        load_persona("wrenn")


def test_a_name_far_from_all_gets_no_suggestion() -> None:
    with pytest.raises(PersonaError) as caught:
        load_persona("zzzz")
    assert "Did you mean" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PersonaError, match=r"nobody\.yaml.*Check the path"):
        load_persona(tmp_path / "nobody.yaml")


def test_malformed_yaml_tells_the_line(tmp_path: Path) -> None:
    with pytest.raises(PersonaError, match=r"ada\.yaml, line 2: got malformed YAML"):
        load_persona(raw(tmp_path, "name: ada\ntitle: a: b\n"))


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "ada.yaml"
    file.write_bytes(b"name: \xff\xfe")
    with pytest.raises(PersonaError, match="UTF-8"):
        load_persona(file)


def test_a_control_character_is_malformed_yaml(tmp_path: Path) -> None:
    with pytest.raises(PersonaError, match="malformed YAML"):
        load_persona(raw(tmp_path, "name: \x07"))


@pytest.mark.parametrize("text", ["", "- one\n- two\n", "just words"])
def test_a_file_without_fields_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(PersonaError, match="expected a mapping with the fields name, title"):
        load_persona(raw(tmp_path, text))


def test_an_unknown_key_is_refused_with_the_closest_known_one(tmp_path: Path) -> None:
    with pytest.raises(PersonaError, match=r"unknown key 'greting'.*Did you mean 'greeting'"):
        load_persona(written(tmp_path, greting="Hi"))


def test_an_unknown_trait_is_refused_with_the_closest_known_one(tmp_path: Path) -> None:
    traits = FIELDS["traits"] | {"neurotism": 0.5}  # type: ignore[operator]
    with pytest.raises(PersonaError, match=r"'traits\.neurotism'.*Did you mean 'neuroticism'"):
        load_persona(written(tmp_path, traits=traits))


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    text = yaml.safe_dump({key: value for key, value in FIELDS.items() if key != "greeting"})
    with pytest.raises(PersonaError, match="got no 'greeting'"):
        load_persona(raw(tmp_path, text))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"traits": FIELDS["traits"] | {"openness": 1.4}}, r"traits\.openness: got 1\.4; expected"),  # type: ignore[operator]
        ({"mood_half_life_minutes": 0}, r"mood_half_life_minutes: got 0.*greater than 0"),
        ({"mood_half_life_minutes": float("inf")}, r"mood_half_life_minutes: got inf"),
        ({"mood_half_life_minutes": "20"}, r"mood_half_life_minutes: got '20'.*number"),
        ({"manner": "stern"}, r"manner: got 'stern'.*'gentle', 'plain' or 'playful'"),
        ({"title": "   "}, r"title: got '   '"),
        ({"name": "Ada Lovelace"}, r"name: got 'Ada Lovelace'"),
    ],
)
def test_impossible_values_are_refused(
    tmp_path: Path, changes: dict[str, object], message: str
) -> None:
    with pytest.raises(PersonaError, match=message):
        load_persona(written(tmp_path, **changes))


def test_the_name_must_be_that_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(PersonaError, match=r"got name 'eve'; expected 'ada'"):
        load_persona(written(tmp_path, name="eve"))


@given(st.floats(min_value=0.0, max_value=1.0), st.sampled_from(list(Manner)))
def test_any_trait_within_its_range_survives_the_file(trait: float, manner: Manner) -> None:
    fields = yaml.safe_load(yaml.safe_dump(FIELDS | {"manner": manner.value}))
    fields["traits"]["openness"] = trait
    persona = Persona.model_validate(fields)
    assert persona.traits.openness == trait
    assert persona.manner is manner
