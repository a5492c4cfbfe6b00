"""Cards in files of every format."""

import json
import zipfile
from pathlib import Path

import pytest

from empathic_agent.cards.card import Spec
from empathic_agent.cards.containers import (
    LARGEST_FILE,
    CardFile,
    Format,
    left_behind,
    read_card,
    replacing,
    write_card,
)
from empathic_agent.errors import CardError
from tests.cards.samples import CHARX, EVERY_CARD, V2, V2_PNG, V3, V3_PNG, raw


@pytest.mark.parametrize("path", EVERY_CARD, ids=lambda path: path.name)
def test_every_format_is_known_by_its_content(path: Path, tmp_path: Path) -> None:
    renamed = tmp_path / "card.bin"
    renamed.write_bytes(path.read_bytes())
    found = read_card(renamed)
    assert found.card.names.char in {"Tobin", "Tobin Ashgrove"}
    assert found.format.value == path.suffix[1:]


@pytest.mark.parametrize("kind", Format)
@pytest.mark.parametrize("path", [V2, V3, V2_PNG, V3_PNG, CHARX], ids=lambda path: path.name)
def test_a_card_survives_every_change_of_format(path: Path, kind: Format, tmp_path: Path) -> None:
    source = read_card(path)
    out = tmp_path / "out"
    write_card(source.card, kind, out, source)
    assert read_card(out).card.raw == source.card.raw == raw(V2 if "v2" in path.name else V3)
    assert read_card(out).format is kind
    assert list(tmp_path.iterdir()) == [out]


def test_the_picture_survives_the_archive(tmp_path: Path) -> None:
    png = read_card(V3_PNG)
    write_card(png.card, Format.CHARX, tmp_path / "a.charx", png)
    archive = read_card(tmp_path / "a.charx")
    write_card(archive.card, Format.PNG, tmp_path / "b.png", archive)
    write_card(png.card, Format.PNG, tmp_path / "c.png", png)
    assert (tmp_path / "b.png").read_bytes() == (tmp_path / "c.png").read_bytes()
    assert left_behind(Format.PNG, archive) == ()


def test_what_has_no_place_is_named() -> None:
    source = read_card(CHARX)
    assert len(left_behind(Format.JSON, source)) == 4
    assert left_behind(Format.CHARX, source) == ()
    assert left_behind(Format.JSON, read_card(V3_PNG)) == ("the picture",)
    assert left_behind(Format.CHARX, read_card(V3_PNG)) == ()
    assert left_behind(Format.PNG, None) == ()


@pytest.mark.parametrize("spec", Spec)
def test_a_card_without_a_picture_gets_a_plain_one(spec: Spec, tmp_path: Path) -> None:
    source = read_card(V2 if spec is Spec.V2 else V3)
    write_card(source.card, Format.PNG, tmp_path / "a.png")
    assert (b"ccv3" if spec is Spec.V3 else b"chara") in (tmp_path / "a.png").read_bytes()


def test_files_that_are_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.png", tmp_path):
        with pytest.raises(CardError, match="Check the path"):
            read_card(path)


@pytest.mark.parametrize(
    ("start", "size", "message"),
    [
        (b"{", 50_000_000, r"got 50,000,000 bytes; expected at most 10,000,000 for a card as JSON"),
        (b"\x89PNG\r\n\x1a\n", LARGEST_FILE + 1, "for a card as PNG"),
        (b"PK\x03\x04", LARGEST_FILE + 1, "for a card as CHARX"),
    ],
)
def test_files_that_are_too_large_are_not_read(
    start: bytes, size: int, message: str, tmp_path: Path
) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.write(start)
        file.truncate(size)
    with pytest.raises(CardError, match=message):
        read_card(path)


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    card = read_card(V2).card
    with pytest.raises(CardError, match="expected a file that can be written"):
        write_card(card, Format.JSON, tmp_path / "no folder" / "a.json")


def test_what_is_interrupted_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("old")

    def interrupted() -> None:
        with replacing(path) as file:
            file.write(b"new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_archive_that_breaks_on_the_way_leaves_the_old_file(tmp_path: Path) -> None:
    source = read_card(CHARX)
    gone = CardFile(source.card, Format.CHARX, tmp_path / "gone.charx")
    out = tmp_path / "out.charx"
    out.write_text("old")
    with pytest.raises(CardError):
        write_card(source.card, Format.CHARX, out, gone)
    assert out.read_text() == "old"


def test_other_programs_can_read_what_is_written(tmp_path: Path) -> None:
    source = read_card(CHARX)
    write_card(source.card, Format.CHARX, tmp_path / "a.charx", source)
    with zipfile.ZipFile(tmp_path / "a.charx") as archive:
        assert archive.testzip() is None
        assert json.loads(archive.read("card.json")) == raw(V3)
