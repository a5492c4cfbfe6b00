"""Cards come into the user's folder and leave it again; nothing is ever half done."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from empathic_agent.cards.bringing import card_beside, export_persona, import_card
from empathic_agent.cards.card import EXTENSION, Spec
from empathic_agent.cards.containers import Format, read_card
from empathic_agent.errors import CardError, PersonaError
from empathic_agent.persona import load_persona
from tests.cards.samples import CHARX, EVERY_CARD, V1, V2, V3, V3_PNG, png, raw, v2, written
from tests.cards.test_json_text import values


def contents(folder: Path) -> dict[str, bytes]:
    if not folder.exists():
        return {}
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.mark.parametrize("path", EVERY_CARD, ids=lambda path: path.name)
def test_every_card_becomes_a_persona_with_the_card_beside_it(path: Path, tmp_path: Path) -> None:
    done = import_card(path, tmp_path / "personas", name="tobin")
    assert done.file == tmp_path / "personas" / "tobin.yaml"
    persona = load_persona("tobin", [tmp_path / "personas"])
    assert persona == done.persona
    assert persona.role is not None
    assert persona.fictional
    beside = contents(tmp_path / "personas")
    assert set(beside) == {"tobin.yaml", f"tobin.card{path.suffix}"}
    assert beside[f"tobin.card{path.suffix}"] == path.read_bytes()
    assert any("all traits 0.5, gentle" in note for note in done.notes)


def test_the_name_is_the_characters_unless_given(tmp_path: Path) -> None:
    assert import_card(V2, tmp_path).persona.name == "tobin-ashgrove"
    assert import_card(V3, tmp_path).persona.name == "tobin"
    with pytest.raises(PersonaError, match="Choose one with --name"):
        import_card(written(tmp_path / "a.json", v2(name="花子")), tmp_path)
    with pytest.raises(PersonaError, match=r"got the name 'Hana Ko'; expected up to 40"):
        import_card(written(tmp_path / "a.json", v2(name="花子")), tmp_path, name="Hana Ko")


def test_a_persona_file_needs_no_import(tmp_path: Path) -> None:
    with pytest.raises(PersonaError, match=r"needs no import: copy it to .*personas"):
        import_card(Path("personas/wren.yaml"), tmp_path / "personas")


def test_another_greeting_may_open_and_the_card_stays_as_it_is(tmp_path: Path) -> None:
    done = import_card(V2, tmp_path, name="tobin", greeting=2)
    assert done.persona.greeting == "We're closed. Come in anyway, friend."
    out = tmp_path / "out.json"
    export_persona("tobin", (tmp_path,), Format.JSON, out)
    assert read_card(out).card.data.first_mes == raw(V2)["data"]["first_mes"]
    with pytest.raises(CardError, match="got the greeting 3; expected one from 1 to 2"):
        import_card(V2, tmp_path, name="other", greeting=3)


def test_notes_tell_what_matters(tmp_path: Path) -> None:
    told = " ".join(import_card(V3_PNG, tmp_path).notes)
    assert "only within this program's own rules" in told
    assert "never match" not in told
    trap = {"keys": ["("], "content": "x", "use_regex": True, "enabled": True}
    data = {"name": "Eve", "character_book": {"entries": [trap]}}
    value = {"spec": "chara_card_v3", "spec_version": "4.0", "data": data}
    told = " ".join(import_card(written(tmp_path / "eve.json", value), tmp_path).notes)
    assert "never match: (." in told
    assert "version 4.0, which is newer" in told


def test_a_taken_name_is_refused_and_can_be_overwritten(tmp_path: Path) -> None:
    import_card(V2, tmp_path, name="tobin")
    before = contents(tmp_path)
    for name in ("tobin", "wren"):
        with pytest.raises(PersonaError, match=r"has already .*--name, or .*--overwrite"):
            import_card(V3_PNG, tmp_path, name=name)
    assert contents(tmp_path) == before
    import_card(V3_PNG, tmp_path, name="tobin", overwrite=True)
    assert set(contents(tmp_path)) == {"tobin.yaml", "tobin.card.png"}


def test_a_card_never_lies_beside_the_persona_file_of_another(tmp_path: Path) -> None:
    import_card(V2, tmp_path, name="tobin")
    for path in (V3, V2, V2):
        import_card(path, tmp_path, name="tobin", overwrite=True)
        (beside,) = tmp_path.glob("tobin.card*")
        assert beside.read_bytes() == path.read_bytes()
        assert f"card: {beside.name}" in (tmp_path / "tobin.yaml").read_text("utf-8")
        assert len(contents(tmp_path)) == 2


BROKEN = {
    "cut.png": V3_PNG.read_bytes()[:-40],
    "no card.png": png(),
    "cut.charx": CHARX.read_bytes()[:900],
    "no json.json": b"{",
    "bad field.json": b'{"spec": "chara_card_v2", "data": {"name": 1}}',
    "bad extension.json": (
        b'{"spec": "chara_card_v2", "data": {"name": "A", "extensions": '
        b'{"empathic-agent": {"manner": "stern"}}}}'
    ),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("overwrite", [False, True])
def test_a_broken_card_changes_nothing(name: str, overwrite: bool, tmp_path: Path) -> None:
    folder = tmp_path / "personas"
    if overwrite:
        import_card(V2, folder, name="a")
    before = contents(folder)
    (tmp_path / name).write_bytes(BROKEN[name])
    with pytest.raises(CardError):
        import_card(tmp_path / name, folder, name="a", overwrite=overwrite)
    assert contents(folder) == before


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(PersonaError, match="expected a folder that can be written"):
        import_card(V2, tmp_path / "file" / "personas")


def test_an_imported_persona_can_be_edited(tmp_path: Path) -> None:
    file = import_card(V2, tmp_path, name="tobin").file
    text = file.read_text("utf-8").replace("neuroticism: 0.5", "neuroticism: 0.1")
    file.write_text(text.replace("title: Tobin Ashgrove", "title: Tobin the Kind"), "utf-8")
    out = tmp_path / "out.json"
    export_persona("tobin", (tmp_path,), Format.JSON, out)
    card = read_card(out).card
    assert card.data.name == "Tobin the Kind"
    assert card.extension["traits"]["neuroticism"] == 0.1
    again = import_card(out, tmp_path, name="again").persona
    assert again.traits.neuroticism == 0.1
    assert again.title == "Tobin the Kind"


def test_a_card_file_that_is_gone_or_elsewhere_is_told_with_the_line(tmp_path: Path) -> None:
    file = import_card(V2, tmp_path, name="tobin").file
    (tmp_path / "tobin.card.json").unlink()
    with pytest.raises(PersonaError, match=r"tobin\.yaml, line \d+: card: got .*Check the path"):
        load_persona("tobin", [tmp_path])
    text = file.read_text("utf-8")
    file.write_text(text.replace("tobin.card.json", "../tobin.card.json"), "utf-8")
    with pytest.raises(PersonaError, match="expected the name of a file beside this"):
        load_persona("tobin", [tmp_path])


def test_export_does_not_replace_unless_told(tmp_path: Path) -> None:
    out = tmp_path / "wren.png"
    done = export_persona("wren", (), Format.PNG, out)
    assert done.notes == ()
    with pytest.raises(PersonaError, match=r"which exists.*--overwrite"):
        export_persona("wren", (), Format.PNG, out)
    export_persona("bram", (), Format.PNG, out, overwrite=True)
    assert read_card(out).card.data.name == "Bram"


def test_what_an_export_leaves_behind_is_told(tmp_path: Path) -> None:
    import_card(CHARX, tmp_path, name="tobin")
    done = export_persona("tobin", (tmp_path,), Format.JSON, tmp_path / "out.json")
    assert done.notes[0].startswith("Without a place in it, and kept in your own copy: assets/")


def test_shipped_personas_travel(tmp_path: Path) -> None:
    for name in ("odalys", "bram"):
        out = tmp_path / f"{name}.charx"
        export_persona(name, (), Format.CHARX, out, spec=Spec.V3)
        back = import_card(out, tmp_path / "personas", name=name, overwrite=True).persona
        assert back.model_copy(update={"role": None}) == load_persona(name)


def test_a_persona_without_a_card_has_none_beside_it() -> None:
    from empathic_agent.persona import find_persona

    assert card_beside(find_persona("wren")) is None


@pytest.mark.parametrize(
    "odd", ["\x85", "\u2028", "\x1c", "\x1f", "\x0b", "\ufeff", "\x7f", "\xa0", "\r"]
)
@pytest.mark.parametrize("form", ["{}", "a{}b {{{{user}}}}", "{} {{{{char}}}}{}"])
def test_odd_characters_survive(odd: str, form: str, tmp_path: Path) -> None:
    text = form.format(odd, odd)
    value = v2(name="A" + odd, description=text, first_mes=text, extensions={odd: text})
    import_card(written(tmp_path / "a.json", value), tmp_path, name="a")
    out = tmp_path / "out.png"
    export_persona("a", (tmp_path,), Format.PNG, out)
    back = read_card(out).card.raw
    del back["data"]["extensions"][EXTENSION]
    assert back == value


extensions = st.dictionaries(st.text().filter(lambda key: key != EXTENSION), values, max_size=4)
texts = st.text(max_size=60)


@settings(deadline=None, max_examples=25)
@given(texts, texts, texts, extensions, st.dictionaries(st.text(min_size=1), values, max_size=3))
def test_anything_survives_json_png_charx_json(
    tmp_path_factory: pytest.TempPathFactory,
    description: str,
    greeting: str,
    instructions: str,
    kept: dict[str, object],
    unknown: dict[str, object],
) -> None:
    folder = tmp_path_factory.mktemp("cards")
    value = v2(
        description=description,
        first_mes=greeting,
        system_prompt=instructions,
        alternate_greetings=[greeting],
        extensions=kept,
    )
    value["data"] = {f"unknown {key}": inner for key, inner in unknown.items()} | value["data"]
    value = {f"unknown {key}": inner for key, inner in unknown.items()} | value
    path = written(folder / "start.json", value)
    for step, kind in enumerate((Format.PNG, Format.CHARX, Format.JSON)):
        import_card(path, folder / "personas", name=f"step-{step}")
        path = folder / f"{step}.{kind.value}"
        export_persona(f"step-{step}", (folder / "personas",), kind, path)
    back = read_card(path).card.raw
    own = back["data"]["extensions"].pop(EXTENSION)
    assert back == value
    assert own["manner"] == "gentle"


@pytest.mark.parametrize("path", [V1, V2, V3], ids=lambda path: path.name)
def test_fixtures_survive_the_same_way(path: Path, tmp_path: Path) -> None:
    start = read_card(path).card.raw
    for step, kind in enumerate((Format.CHARX, Format.PNG, Format.JSON)):
        import_card(path, tmp_path, name=f"step-{step}")
        path = tmp_path / f"{step}.{kind.value}"
        export_persona(f"step-{step}", (tmp_path,), kind, path)
    back = read_card(path).card.raw
    back["data"]["extensions"].pop(EXTENSION)
    assert back == start | {"data": {"extensions": {}} | start["data"]}
    assert raw(V2)["data"]["extensions"]
