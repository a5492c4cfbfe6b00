"""CHARX archives, whole and broken."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from empathic_agent.cards import charx
from empathic_agent.cards.charx import file_in, files_in, read_charx, write_charx
from empathic_agent.errors import CardError
from tests.cards.samples import CHARX, V3, archive, raw, small_card


def test_the_card_of_an_archive() -> None:
    assert json.loads(read_charx(CHARX)) == raw(V3)
    assert "settings.json" in files_in(CHARX)
    assert file_in(CHARX, "settings.json") == b'{"of": "another program"}'
    assert file_in(CHARX, "nothing") is None


def test_other_files_are_copied_as_they_are(tmp_path: Path) -> None:
    copy = tmp_path / "copy.charx"
    with copy.open("wb") as file:
        write_charx(file, b"{}", CHARX, b"not used")
    assert read_charx(copy) == b"{}"
    assert files_in(copy) == files_in(CHARX)
    assert all(file_in(copy, name) == file_in(CHARX, name) for name in files_in(CHARX))


def test_the_same_card_gives_the_same_archive() -> None:
    packed = []
    for _ in range(2):
        file = io.BytesIO()
        write_charx(file, b"{}", None, b"picture")
        packed.append(file.getvalue())
    assert packed[0] == packed[1]


@pytest.mark.parametrize(
    "name", ["../evil", "/etc/evil", "a/../../evil", "C:/evil", "..\\evil", "a/.."]
)
def test_names_that_lead_outside_are_refused(tmp_path: Path, name: str) -> None:
    bad = archive(tmp_path / "bad.charx", {"card.json": small_card(), name: b"x"})
    with pytest.raises(CardError, match=r"expected names that stay inside it. Do not trust"):
        read_charx(bad)
    assert sorted(tmp_path.iterdir()) == [bad]


def test_an_archive_without_a_card_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CardError, match=r"without card\.json"):
        read_charx(archive(tmp_path / "a.charx", {"inner/card.json": small_card()}))


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.charx"
    with zipfile.ZipFile(path, "w") as zipped:
        zipped.writestr("card.json", small_card())
        with pytest.warns(UserWarning, match="Duplicate"):
            zipped.writestr("card.json", b"{}")
    with pytest.raises(CardError, match="two files of one name"):
        read_charx(path)


def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    path = tmp_path / "bomb.charx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as zipped:
        zipped.writestr("card.json", small_card())
        with zipped.open("bomb", "w", force_zip64=True) as file:
            for _ in range(260):
                file.write(b"\0" * 1_000_000)
    assert path.stat().st_size < 3_000_000
    with pytest.raises(CardError, match="unpacks to too much"):
        read_charx(path)


def test_a_file_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.charx", {"card.json": small_card(), "bomb": b"\0" * 500_000})
    lying = path.read_bytes().replace((500_000).to_bytes(4, "little"), (5).to_bytes(4, "little"))
    path.write_bytes(lying)
    with pytest.raises(CardError, match="cannot be read"):
        read_charx(path)


def test_a_huge_card_in_a_small_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CardError, match="unpacks to too much"):
        read_charx(archive(tmp_path / "a.charx", {"card.json": b" " * 11_000_000}))


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    many = {f"{number}": b"" for number in range(charx.MOST_FILES)}
    with pytest.raises(CardError, match="unpacks to too much"):
        read_charx(archive(tmp_path / "a.charx", {"card.json": small_card(), **many}))


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.charx", {"card.json": small_card()})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    with pytest.raises(CardError, match="encrypted"):
        read_charx(path)


@pytest.mark.parametrize("keep", [10, 200, -30])
def test_a_cut_off_archive_is_refused(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "a.charx"
    path.write_bytes(CHARX.read_bytes()[:keep])
    with pytest.raises(CardError, match="cannot be read"):
        read_charx(path)


def test_a_damaged_file_inside_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.charx", {"card.json": small_card(), "a": bytes(range(256)) * 9})
    data = bytearray(path.read_bytes())
    place = data.index(b"PK\x03\x04", 10) + 60
    data[place] ^= 0xFF
    path.write_bytes(bytes(data))
    with pytest.raises(CardError, match="cannot be read"):
        read_charx(path)
