"""Persona files: what they hold, and what malformed ones are answered with."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.errors import PersonaError
from empathic_agent.persona import Manner, Persona, load_persona
from empathic_agent.persona.reading import LARGEST

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


def test_a_file_can_be_named_as_path_or_string(tmp_path: Path) -> None:
    file = written(tmp_path)
    assert load_persona(file) == load_persona(str(file))
    assert load_persona(file).mood_half_life_minutes == 30.0


def test_personas_are_frozen(tmp_path: Path) -> None:
    persona = load_persona(written(tmp_path))
    with pytest.raises(ValidationError, match="frozen"):
        persona.title = "Eve"  # type: ignore[misc]


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


SEVERAL = """\
name: ada
title: Ada
description: >-
  Careful
  and kind.
traits:
  openness: 0.5
  conscientiousness: "0.5"
  extraversion: 1.5
  agreeableness: true
  neuroticism: 0.0
manner: stern
speaking_style: Short.
greting: Hello.
title: Eve
values: Tea
seed_memories:
  - text: I was there.
    emotion: joyy
  - {text: I was not there}
mood_half_life_minutes: 30
"""


def test_every_problem_is_told_in_order_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(PersonaError) as caught:
        load_persona(raw(tmp_path, SEVERAL))
    first, *lines = str(caught.value).splitlines()
    assert first.endswith("ada.yaml has 10 problems:")
    expected = (
        (1, "got no 'greeting'; expected one"),
        (8, "traits.conscientiousness: got '0.5'; expected a number from 0 to 1"),
        (9, "traits.extraversion: got 1.5; expected it to be less than or equal to 1"),
        (10, "traits.agreeableness: got True; expected a number from 0 to 1"),
        (12, "manner: got 'stern'; expected it to be 'gentle', 'plain' or 'playful'"),
        (14, "got unknown key 'greting'; expected only name, title"),
        (15, "got 'title' a second time"),
        (16, "values: got 'Tea'; expected it to be a valid tuple"),
        (19, "seed_memories.1.emotion: got 'joyy'; expected one of: admiration"),
        (20, "got no 'seed_memories.2.emotion'; expected one"),
    )
    for line, (number, text) in zip(lines, expected, strict=True):
        assert line.startswith(f"  line {number}: {text}")
    assert "Did you mean 'greeting'?" in lines[5]
    assert lines[8].endswith("Did you mean 'joy'?")


def test_stability_may_stand_in_place_of_neuroticism(tmp_path: Path) -> None:
    traits = {key: 0.5 for key in FIELDS["traits"] if key != "neuroticism"}  # type: ignore[attr-defined]
    persona = load_persona(written(tmp_path, traits=traits | {"stability": 0.75}))
    assert persona.traits.neuroticism == 0.25
    with pytest.raises(PersonaError, match=r"got no 'traits\.neuroticism'"):
        load_persona(written(tmp_path, traits=traits))
    with pytest.raises(PersonaError, match="got both 'neuroticism' and 'stability'"):
        load_persona(written(tmp_path, traits=traits | {"stability": 0.7, "neuroticism": 0.3}))
    for impossible in (-0.1, "high", float("nan")):
        with pytest.raises(PersonaError, match=r"traits\.stability: got .*from 0 to 1") as caught:
            load_persona(written(tmp_path, traits=traits | {"stability": impossible}))
        assert "problems" not in str(caught.value)


def test_the_lists_may_be_left_out_or_given(tmp_path: Path) -> None:
    assert load_persona(written(tmp_path)).values == ()
    seeds = [{"text": "I was there.", "emotion": "joy"}]
    persona = load_persona(written(tmp_path, values=["Tea."], seed_memories=seeds, fictional=True))
    assert persona.values == ("Tea.",)
    assert persona.seed_memories[0].vad == load_taxonomy("goemotions").vad("joy")
    assert persona.fictional


def test_keys_of_the_program_are_no_keys_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(PersonaError, match="got unknown key 'role'"):
        load_persona(written(tmp_path, role={"about": {"spec": "x"}}))


def test_an_unknown_key_of_a_memory_is_refused(tmp_path: Path) -> None:
    seeds = [{"text": "x", "emotion": "joy", "mood": 1}]
    with pytest.raises(
        PersonaError, match=r"'seed_memories\.1\.mood'; expected only text, emotion"
    ):
        load_persona(written(tmp_path, seed_memories=seeds))


def test_aliases_depth_and_size_are_limited(tmp_path: Path) -> None:
    laughs = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    with pytest.raises(PersonaError, match=r"line 2: got malformed YAML \(aliases"):
        load_persona(raw(tmp_path, laughs))
    with pytest.raises(PersonaError, match="nested too deeply"):
        load_persona(raw(tmp_path, "a: " + "[" * 3000 + "]" * 3000))
    with pytest.raises(PersonaError, match="expected at most 1,000,000"):
        load_persona(raw(tmp_path, "#" * (LARGEST + 1)))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"traits": FIELDS["traits"] | {"openness": 1.4}}, r"traits\.openness: got 1\.4; expected"),  # type: ignore[operator]
        ({"mood_half_life_minutes": 0}, r"mood_half_life_minutes: got 0.*greater than 0"),
        ({"mood_half_life_minutes": float("inf")}, r"mood_half_life_minutes: got inf"),
        ({"description": "x" * 40_000}, r"description: got 'xxx.*at most 32000"),
        ({"fictional": "perhaps"}, r"fictional: got 'perhaps'.*valid boolean"),
        ({"values": ["Tea.", 3]}, r"values\.2: got 3; expected it to be a valid string"),
        ({"example_lines": [" "]}, r"example_lines\.1: got ' '.*at least 1 character"),
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
