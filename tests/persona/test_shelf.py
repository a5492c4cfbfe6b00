"""Where personas are found."""

from pathlib import Path

import pytest
import yaml

from empathic_agent.errors import PersonaError
from empathic_agent.persona import find_persona, list_personas, load_persona, persona_files
from empathic_agent.resources import DataFolder, data_folder
from tests.persona.test_reading import FIELDS, written


def test_a_users_own_persona_joins_the_list_and_wins_over_a_shipped_one(tmp_path: Path) -> None:
    written(tmp_path)
    own = yaml.safe_dump(FIELDS | {"name": "wren", "title": "My Wren"})
    (tmp_path / "wren.yaml").write_text(own, "utf-8")
    titles = {persona.name: persona.title for persona in list_personas([tmp_path])}
    shipped = {persona.name: persona.title for persona in list_personas()}
    assert titles == shipped | {"ada": "Ada", "wren": "My Wren"}
    assert list(titles) == sorted(titles)
    assert load_persona("wren", [tmp_path]).title == "My Wren"


def test_the_file_of_a_persona_is_told(tmp_path: Path) -> None:
    own = written(tmp_path)
    assert find_persona("ada", [tmp_path]) == own
    assert find_persona("wren") == data_folder(DataFolder.PERSONAS) / "wren.yaml"
    assert find_persona("some/where.yaml") == Path("some/where.yaml")
    assert persona_files([tmp_path])["ada"] == own


def test_a_missing_folder_of_own_personas_is_no_error(tmp_path: Path) -> None:
    assert load_persona("wren", [tmp_path / "none"]).name == "wren"


def test_an_unknown_name_lists_the_known_ones_and_the_closest() -> None:
    with pytest.raises(PersonaError, match=r"got persona 'wrenn'.*bram, imre,.*wren.*mean 'wren'"):
        load_persona("wrenn")


def test_a_name_far_from_all_gets_no_suggestion() -> None:
    with pytest.raises(PersonaError) as caught:
        load_persona("zzzz")
    assert "Did you mean" not in str(caught.value)
