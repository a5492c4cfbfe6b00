"""Cards for tests: fixture files, written by other libraries than ours, and broken ones."""

from __future__ import annotations

import base64
import json
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

FIXTURES = Path(__file__).parent / "fixtures"
V1, V2, V3 = (FIXTURES / f"tobin.v{version}.json" for version in (1, 2, 3))
V2_PNG, V3_PNG = (FIXTURES / f"tobin.v{version}.png" for version in (2, 3))
CHARX = FIXTURES / "tobin.charx"
EVERY_CARD = (V1, V2, V3, V2_PNG, V3_PNG, CHARX)
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def raw(path: Path) -> dict[str, Any]:
    """The JSON of a fixture."""
    value = json.loads(path.read_text("utf-8"))
    assert isinstance(value, dict)
    return value


def v2(**data: Any) -> dict[str, Any]:
    """A small card of V2 with some fields changed."""
    return {"spec": "chara_card_v2", "spec_version": "2.0", "data": {"name": "Ada"} | data}


def written(path: Path, value: object) -> Path:
    """A JSON file that holds `value`."""
    path.write_text(json.dumps(value), "utf-8")
    return path


def chunk(kind: bytes, data: bytes, checksum: int | None = None) -> bytes:
    """A chunk of a PNG; the checksum is right unless given."""
    right = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum or right)


def header(width: int = 1, height: int = 1) -> bytes:
    """The first chunk of a PNG of that size."""
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))


def png(*chunks: bytes, head: bytes | None = None) -> bytes:
    """A PNG of one pixel with more chunks in it."""
    pixel = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return SIGNATURE + (head or header()) + b"".join(chunks) + pixel + chunk(b"IEND", b"")


def text_chunk(keyword: str, text: bytes) -> bytes:
    """A tEXt chunk."""
    return chunk(b"tEXt", keyword.encode() + b"\0" + text)


def card_chunk(keyword: str, value: object) -> bytes:
    """A tEXt chunk that holds a card."""
    return text_chunk(keyword, base64.b64encode(json.dumps(value).encode()))


def archive(path: Path, files: dict[str, bytes]) -> Path:
    """A zip with these files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in files.items():
            zipped.writestr(name, data)
    return path


def small_card() -> bytes:
    """The JSON of a card."""
    return json.dumps(v2()).encode()
