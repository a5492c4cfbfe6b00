"""PNG as chunks; Pillow, which wrote the fixtures, reads what comes out."""

import base64
import io
import json
import struct
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from empathic_agent.cards.png import LARGEST_SIDE, card_json, plain_png, read_png, with_card
from empathic_agent.errors import CardError
from tests.cards.samples import (
    SIGNATURE,
    V2,
    V2_PNG,
    V3,
    V3_PNG,
    card_chunk,
    chunk,
    header,
    png,
    raw,
    text_chunk,
    v2,
)


def test_a_file_comes_out_as_it_went_in() -> None:
    for data in (V2_PNG.read_bytes(), V3_PNG.read_bytes(), png() + b"something behind the end"):
        assert read_png(data, "x").packed() == data


def test_ccv3_wins_over_chara() -> None:
    assert json.loads(card_json(read_png(V3_PNG.read_bytes(), "x"), "x")) == raw(V3)
    assert json.loads(card_json(read_png(V2_PNG.read_bytes(), "x"), "x")) == raw(V2)


def test_a_new_card_takes_the_place_of_the_old_and_the_picture_stays() -> None:
    before = V3_PNG.read_bytes()
    after = with_card(read_png(before, "x"), "chara", b'{"new": 1}').packed()
    with Image.open(io.BytesIO(before)) as old, Image.open(io.BytesIO(after)) as new:
        assert new.tobytes() == old.tobytes()
        texts = new.text  # type: ignore[attr-defined]
    assert base64.b64decode(texts["chara"]) == b'{"new": 1}'
    assert set(texts) == {"Software", "chara", "Comment"}
    assert texts["Comment"] == "日本語 kept"


@given(st.binary())
def test_any_card_comes_back(data: bytes) -> None:
    packed = with_card(plain_png(), "ccv3", data).packed()
    assert card_json(read_png(packed, "x"), "x") == data


def test_the_plain_picture_is_a_picture() -> None:
    with Image.open(io.BytesIO(plain_png().packed())) as picture:
        picture.load()
        assert picture.size == (64, 64)


def test_base64_may_have_line_breaks() -> None:
    text = base64.encodebytes(b"x" * 200)
    assert card_json(read_png(png(text_chunk("chara", text)), "x"), "x") == b"x" * 200


WHOLE = png(card_chunk("chara", v2()))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"GIF89a", "is no PNG"),
        (WHOLE[:-5], "ends in the middle"),
        (WHOLE[: len(WHOLE) // 2], "ends in the middle"),
        (SIGNATURE, "ends in the middle"),
        (SIGNATURE + struct.pack(">I4s", 2**31, b"tEXt") + b"x", "ends in the middle"),
        (png(chunk(b"tEXt", b"chara\0e30=", checksum=7)), "checksum of a 'tEXt' chunk is wrong"),
        (png(head=chunk(b"IDAT", b"")), "without a header"),
        (png(head=header(LARGEST_SIDE + 1, 1)), r"20001 x 1 pixels; expected 1 to 20,000"),
        (png(head=header(2**31 - 1, 2**31 - 1)), "Scale it down"),
        (png(head=header(0, 4)), r"0 x 4 pixels"),
        (png(), "picture without a character card"),
        (png(text_chunk("chara", b"!!!")), "chara chunk that is not base64"),
        (png(text_chunk("chara", b"abc")), "not base64"),
        (png(chunk(b"zTXt", b"chara\0\0x")), "card in a zTXt chunk; expected it in a tEXt"),
        (png(chunk(b"iTXt", b"ccv3\0\1\0\0\0x")), "card in a iTXt chunk"),
    ],
)
def test_what_cannot_be_used_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(CardError, match=message):
        card_json(read_png(data, "x"), "x")


def test_compressed_text_is_never_unpacked() -> None:
    import zlib

    bomb = zlib.compress(b"\0" * 50_000_000)
    begun = time.monotonic()
    found = read_png(png(chunk(b"zTXt", b"Comment\0\0" + bomb), card_chunk("chara", v2())), "x")
    assert json.loads(card_json(found, "x")) == v2()
    assert time.monotonic() - begun < 1


@given(st.binary(max_size=200))
def test_rubbish_is_refused_and_nothing_else_happens(data: bytes) -> None:
    with pytest.raises(CardError):
        card_json(read_png(SIGNATURE + data, "x"), "x")
