"""Cards in files: JSON, PNG and CHARX, told apart by their content. Knows no persona."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO

from empathic_agent.cards import charx, json_text, png
from empathic_agent.cards.card import Card, Spec, parse_card
from empathic_agent.errors import CardError

LARGEST_FILE = 64_000_000
"""Bytes of the largest PNG or CHARX file that is read."""
KEYWORDS = {Spec.V2: "chara", Spec.V3: "ccv3"}


class Format(StrEnum):
    """How a card is packed."""

    JSON = "json"
    PNG = "png"
    CHARX = "charx"


@dataclass(frozen=True, slots=True)
class CardFile:
    """A card and the file it came in."""

    card: Card
    format: Format
    path: Path


def read_card(path: Path) -> CardFile:
    """Read a card file; its name does not matter, its content does.

    Raises:
        CardError: it cannot be read, is too large, damaged or no card.
    """
    try:
        with path.open("rb") as file:
            kind = _format(file.read(8))
            size = file.seek(0, os.SEEK_END)
            _require_size(size, kind, path)
            file.seek(0)
            data = b"" if kind is Format.CHARX else file.read(LARGEST_FILE)
    except OSError as error:
        raise CardError(
            f"got {path}; expected a readable character card ({error.strerror}). Check the path."
        ) from error
    return CardFile(parse_card(_json(data, kind, path), str(path)), kind, path)


def write_card(card: Card, kind: Format, out: Path, source: CardFile | None = None) -> None:
    """Write a card, whole or not at all.

    Args:
        card: what to write.
        kind: how to pack it.
        out: the file; one that is there is replaced.
        source: where picture and other files are taken from.

    Raises:
        CardError: the file cannot be written.
    """
    json = json_text.write_json(card.raw)
    try:
        with replacing(out) as file:
            if kind is Format.CHARX:
                archive = source.path if source and source.format is Format.CHARX else None
                charx.write_charx(file, json, archive, _portrait(source))
            elif kind is Format.PNG:
                picture = _picture(source)
                file.write(png.with_card(picture, KEYWORDS[card.spec], json).packed())
            else:
                file.write(json + b"\n")
    except OSError as error:
        raise CardError(
            f"got {out}; expected a file that can be written ({error.strerror}). Name another."
        ) from error


def left_behind(kind: Format, source: CardFile | None) -> tuple[str, ...]:
    """What `source` brings along beside the card and a card of `kind` has no place for."""
    if source and source.format is Format.PNG and kind is Format.JSON:
        return ("the picture",)
    if source is None or source.format is not Format.CHARX or kind is Format.CHARX:
        return ()
    placed = {charx.PORTRAIT} if kind is Format.PNG else set[str]()
    return tuple(name for name in charx.files_in(source.path) if name not in placed)


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of `path` when all has been written, and never before."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _format(start: bytes) -> Format:
    if start == png.SIGNATURE:
        return Format.PNG
    return Format.CHARX if start.startswith(b"PK") else Format.JSON


def _require_size(size: int, kind: Format, path: Path) -> None:
    largest = json_text.LARGEST if kind is Format.JSON else LARGEST_FILE
    if size > largest:
        raise CardError(
            f"{path}: got {size:,} bytes; expected at most {largest:,} for a card as "
            f"{kind.value.upper()}. Take large pictures out of it."
        )


def _json(data: bytes, kind: Format, path: Path) -> bytes:
    if kind is Format.CHARX:
        return charx.read_charx(path)
    if kind is Format.PNG:
        return png.card_json(png.read_png(data, str(path)), str(path))
    return data


def _portrait(source: CardFile | None) -> bytes | None:
    """The picture of a PNG card, without the card, to be put into an archive."""
    return _bare(source).packed() if source and source.format is Format.PNG else None


def _picture(source: CardFile | None) -> png.Png:
    if source and source.format is Format.PNG:
        return _bare(source)
    if source and source.format is Format.CHARX:
        portrait = charx.file_in(source.path, charx.PORTRAIT)
        if portrait is not None and portrait.startswith(png.SIGNATURE):
            return png.read_png(portrait, f"{source.path}, {charx.PORTRAIT}")
    return png.plain_png()


def _bare(source: CardFile) -> png.Png:
    picture = png.read_png(source.path.read_bytes(), str(source.path))
    return png.without_card(picture)
