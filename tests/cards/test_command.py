"""`persona import | export | validate | show | list` as a user meets them."""

import json
from pathlib import Path

import pytest

from empathic_agent.cards.card import EXTENSION
from empathic_agent.cards.containers import read_card
from tests.cards.samples import V2, V3, V3_PNG, raw
from tests.test_cli import refused, run


def test_a_card_is_imported_talked_to_and_exported_again(home: Path, tmp_path: Path) -> None:
    done = run("persona", "import", str(V3_PNG))
    assert done.returncode == 0, done.stderr
    assert str(home / "personas" / "tobin.yaml") in done.stdout
    assert "SECRET-NOTE: best with the kettle on." in done.stdout
    assert "chat --persona tobin" in done.stdout

    said = run(
        "chat", "--persona", "tobin", "--json", stdin="I lost my umbrella and I feel silly.\n"
    )
    turn = json.loads(said.stdout)
    assert turn["persona"] == "tobin"
    assert turn["reply"]
    assert turn["own_memories"][0]["key"] == "umbrella"
    assert "SECRET-NOTE" not in said.stdout

    out = tmp_path / "back.json"
    done = run("persona", "export", "tobin", "--format", "json", "--out", str(out))
    assert done.returncode == 0, done.stderr
    back = read_card(out).card.raw
    del back["data"]["extensions"][EXTENSION]
    assert back == raw(V3)


def test_an_import_asks_before_it_replaces(home: Path) -> None:
    assert run("persona", "import", str(V2), "--name", "tobin").returncode == 0
    before = (home / "personas" / "tobin.yaml").read_bytes()
    assert refused(run("persona", "import", str(V3), "--name", "tobin"), "--overwrite")
    assert (home / "personas" / "tobin.yaml").read_bytes() == before
    assert run("persona", "import", str(V3), "--name", "tobin", "--overwrite").returncode == 0
    assert (home / "personas" / "tobin.yaml").read_bytes() != before


def test_a_broken_card_is_refused_and_nothing_is_there(home: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.png"
    bad.write_bytes(V3_PNG.read_bytes()[:-20])
    assert refused(run("persona", "import", str(bad)), "ends in the middle")
    assert not (home / "personas").exists()


def test_validate_tells_good_from_bad(tmp_path: Path) -> None:
    bad = tmp_path / "ada.yaml"
    bad.write_text("name: ada\ntitle: Ada\nmaner: plain\n")
    done = run("persona", "validate", str(V2), "personas/wren.yaml", str(bad))
    assert done.returncode == 1
    assert "the card of Tobin Ashgrove (chara_card_v2, JSON), 3 entries of lore." in done.stdout
    assert "the persona Wren, 4 seed memories." in done.stdout
    assert "line 3: got unknown key 'maner'" in done.stderr
    assert "Did you mean 'manner'?" in done.stderr
    assert run("persona", "validate", str(V3), "personas/wren.yaml").returncode == 0


def test_one_broken_file_does_not_hide_the_others(home: Path) -> None:
    (home / "personas").mkdir(parents=True)
    (home / "personas" / "ada.yaml").write_text("name: eve\n")
    done = run("persona", "list")
    assert done.returncode == 1
    assert "ada        cannot be used:" in done.stdout
    assert "wren" in done.stdout


def test_show_tells_where_the_file_is() -> None:
    shown = run("persona", "show", "odalys").stdout
    for text in ("odalys.yaml", "mood at rest", "seed memories", "fictional          yes"):
        assert text in shown


@pytest.mark.parametrize("choice", [("--format", "gif"), ("--spec", "v4")])
def test_export_knows_its_choices(choice: tuple[str, str]) -> None:
    assert refused(run("persona", "export", "wren", *choice), f"got '{choice[1]}'; expected")
