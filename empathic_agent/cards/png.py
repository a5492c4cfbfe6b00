"""PNG files as their chunks, with a card in them. Knows no pixels and no JSON.

Written here and not with Pillow, because the picture must come out byte for byte as it went in and
nothing of a stranger's file should be decompressed: chunks are copied, only `tEXt` is read.
The format: PNG specification (ISO/IEC 15948), section 5.
"""

from __future__ import annotations

import base64
import binascii
import struct
import zlib
from dataclasses import dataclass

from empathic_agent.errors import CardError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORDS = ("ccv3", "chara")
"""The keywords of chunks that hold a card, the better one first."""
LARGEST_SIDE = 20_000
"""Pixels; what claims more is refused, although nothing here would unpack it."""
_COMPRESSED = (b"zTXt", b"iTXt")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a PNG."""

    kind: bytes
    data: bytes

    @property
    def keyword(self) -> str | None:
        """The keyword of a text chunk; None for other chunks."""
        if self.kind != b"tEXt" and self.kind not in _COMPRESSED:
            return None
        return self.data.partition(b"\0")[0].decode("latin-1")

    def packed(self) -> bytes:
        """The chunk as it stands in a file."""
        body = self.kind + self.data
        return struct.pack(">I", len(self.data)) + body + struct.pack(">I", zlib.crc32(body))


@dataclass(frozen=True, slots=True)
class Png:
    """A picture in pieces."""

    chunks: tuple[Chunk, ...]
    trailer: bytes = b""
    """What stands behind the end of the picture."""

    def packed(self) -> bytes:
        """The file; equal to what was read."""
        return SIGNATURE + b"".join(chunk.packed() for chunk in self.chunks) + self.trailer


def read_png(data: bytes, where: str) -> Png:
    """Take a PNG apart.

    Raises:
        CardError: it is no PNG, cut off, damaged, or claims impossible sizes.
    """
    if not data.startswith(SIGNATURE):
        raise CardError(f"{where}: got a file that is no PNG; expected a PNG picture.")
    chunks: list[Chunk] = []
    position = len(SIGNATURE)
    while not chunks or chunks[-1].kind != b"IEND":
        chunk = _chunk(data, position, where)
        chunks.append(chunk)
        position += 12 + len(chunk.data)
    _require_header(chunks[0], where)
    return Png(tuple(chunks), data[position:])


def card_json(png: Png, where: str) -> bytes:
    """The JSON of the card in `png`; `ccv3` wins over `chara`.

    Raises:
        CardError: there is none, or it is not base64.
    """
    for keyword in KEYWORDS:
        for chunk in png.chunks:
            if chunk.kind == b"tEXt" and chunk.keyword == keyword:
                return _decoded(chunk, where)
    packed = [chunk for chunk in png.chunks if chunk.keyword in KEYWORDS]
    if packed:
        raise CardError(
            f"{where}: got a card in a {packed[0].kind.decode()} chunk; expected it in a tEXt "
            "chunk, as the specification says. Export the card again with another program."
        )
    raise CardError(
        f"{where}: got a picture without a character card; expected a tEXt chunk called "
        f"{' or '.join(KEYWORDS)}. Programs that scale or convert pictures remove it."
    )


def with_card(png: Png, keyword: str, json: bytes) -> Png:
    """`png` with the card in it, in place of any other card; pixels and other chunks stay."""
    bare = without_card(png)
    text = keyword.encode("latin-1") + b"\0" + base64.b64encode(json)
    return Png((*bare.chunks[:-1], Chunk(b"tEXt", text), bare.chunks[-1]), png.trailer)


def without_card(png: Png) -> Png:
    """`png` without any card."""
    others = (c for c in png.chunks if not (c.keyword in KEYWORDS and c.kind == b"tEXt"))
    return Png(tuple(others), png.trailer)


def plain_png(side: int = 64, grey: int = 0xB0) -> Png:
    """A small grey square, for cards that have no picture."""
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    rows = (b"\0" + bytes([grey]) * side) * side
    return Png(
        (Chunk(b"IHDR", header), Chunk(b"IDAT", zlib.compress(rows, 9)), Chunk(b"IEND", b""))
    )


def _chunk(data: bytes, position: int, where: str) -> Chunk:
    head = data[position : position + 8]
    if len(head) < 8:
        raise _cut_off(where)
    length, kind = struct.unpack(">I4s", head)
    end = position + 8 + length
    if end + 4 > len(data):
        raise _cut_off(where)
    body = data[position + 8 : end]
    (checksum,) = struct.unpack(">I", data[end : end + 4])
    if zlib.crc32(kind + body) != checksum:
        raise CardError(
            f"{where}: got a damaged PNG (the checksum of a {kind.decode('latin-1')!r} chunk is "
            "wrong); expected an intact one. Fetch it again."
        )
    return Chunk(kind, body)


def _cut_off(where: str) -> CardError:
    return CardError(
        f"{where}: got a PNG that ends in the middle; expected a whole one. Fetch it again."
    )


def _require_header(first: Chunk, where: str) -> None:
    if first.kind != b"IHDR" or len(first.data) != 13:
        raise CardError(f"{where}: got a PNG without a header; expected one that starts with it.")
    width, height = struct.unpack(">II", first.data[:8])
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE):
        raise CardError(
            f"{where}: got a picture of {width} x {height} pixels; expected 1 to {LARGEST_SIDE:,} "
            "on each side. Scale it down."
        )


def _decoded(chunk: Chunk, where: str) -> bytes:
    text = b"".join(chunk.data.partition(b"\0")[2].split())
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise CardError(
            f"{where}: got a {chunk.keyword} chunk that is not base64 ({error}); expected a card "
            "in base64. Export it again."
        ) from error
