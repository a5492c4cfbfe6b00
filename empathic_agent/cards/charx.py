"""CHARX archives: a zip with `card.json` and the character's files. Knows no JSON.

Nothing is ever unpacked to disk: files are copied from archive to archive under the names they
have, and names that would lead out of a folder are refused.
"""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from empathic_agent.cards.json_text import LARGEST as LARGEST_JSON
from empathic_agent.errors import CardError

CARD = "card.json"
PORTRAIT = "assets/icon/images/main.png"
"""Where a picture is put that has no other place."""
MOST_FILES = 2_000
LARGEST_UNPACKED = 256_000_000
"""Bytes of all files together."""
BLOCK = 1 << 16

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,  # encrypted
    OSError,
    ValueError,
)


def read_charx(path: Path) -> bytes:
    """The JSON of the card in an archive; all of its files are examined.

    Raises:
        CardError: it is no zip, damaged, encrypted, too large, has no `card.json` or unsafe names.
    """
    where = str(path)
    with _opened(path) as archive:
        names = archive.namelist()
        if CARD not in names:
            raise CardError(
                f"{where}: got an archive without {CARD}; expected one at its top. "
                "Is it a .charx file?"
            )
        if archive.getinfo(CARD).file_size > LARGEST_JSON:
            raise _too_large(where)
        left = LARGEST_UNPACKED
        json = b""
        for name in names:
            limit = min(left, LARGEST_JSON) if name == CARD else left
            blocks = _blocks(archive, name, limit, where)
            if name == CARD:
                json = b"".join(blocks)
                left -= len(json)
            else:
                left -= sum(map(len, blocks))
        return json


def files_in(path: Path) -> tuple[str, ...]:
    """The names of the files beside `card.json`."""
    with _opened(path) as archive:
        return tuple(name for name in archive.namelist() if name != CARD)


def file_in(path: Path, name: str) -> bytes | None:
    """One file of an archive; None if it is not there."""
    with _opened(path) as archive:
        if name not in archive.namelist():
            return None
        return b"".join(_blocks(archive, name, LARGEST_UNPACKED, str(path)))


def write_charx(
    target: IO[bytes], json: bytes, source: Path | None, portrait: bytes | None
) -> None:
    """Write an archive.

    Args:
        target: where to.
        json: the card.
        source: an archive whose other files are copied.
        portrait: a picture to put beside the card; not used with `source`.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_plain(CARD), json)
        if source is not None:
            _copy(source, archive)
        elif portrait is not None:
            archive.writestr(_plain(PORTRAIT), portrait)


def _copy(source: Path, archive: zipfile.ZipFile) -> None:
    left = LARGEST_UNPACKED
    with _opened(source) as original:
        for info in original.infolist():
            if info.filename == CARD:
                continue
            with archive.open(_like(info), "w") as copy:
                for block in _blocks(original, info.filename, left, str(source)):
                    copy.write(block)
                    left -= len(block)


def _plain(name: str) -> zipfile.ZipInfo:
    # A fixed date: the same card gives the same archive.
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _like(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    copy = zipfile.ZipInfo(info.filename, info.date_time)
    copy.compress_type = info.compress_type
    copy.external_attr = info.external_attr
    copy.comment = info.comment
    return copy


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            _require_safe(archive, str(path))
            yield archive
    except _BROKEN as error:
        raise CardError(
            f"{path}: got an archive that cannot be read ({error}); expected an intact .charx "
            "file. Fetch it again."
        ) from error


def _require_safe(archive: zipfile.ZipFile, where: str) -> None:
    infos = archive.infolist()
    if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > LARGEST_UNPACKED:
        raise _too_large(where)
    names = [info.filename for info in infos]
    unsafe = [name for name in names if _is_unsafe(name)]
    if unsafe:
        raise CardError(
            f"{where}: got a file called {unsafe[0]!r} in the archive; expected names that stay "
            "inside it. Do not trust this card."
        )
    if len(set(names)) != len(names):
        raise CardError(f"{where}: got two files of one name; expected each once. Pack it again.")
    if any(info.flag_bits & 1 for info in infos):
        raise CardError(f"{where}: got an encrypted archive; expected an open one. Unlock it.")


def _is_unsafe(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return name.startswith("/") or ".." in parts or "\\" in name or ":" in (parts or ("",))[0]


def _blocks(archive: zipfile.ZipFile, name: str, limit: int, where: str) -> Iterator[bytes]:
    """The content of a file, whatever size its header claims."""
    with archive.open(name) as file:
        while block := file.read(BLOCK):
            limit -= len(block)
            if limit < 0:
                raise _too_large(where)
            yield block


def _too_large(where: str) -> CardError:
    return CardError(
        f"{where}: got an archive that unpacks to too much; expected at most {MOST_FILES:,} files, "
        f"{LARGEST_UNPACKED // 1_000_000} MB in all and {LARGEST_JSON // 1_000_000} MB of {CARD}."
    )
