"""JSON of unknown origin: read with limits, written so that nothing is lost. Knows no card."""

from __future__ import annotations

import json
import math
from typing import NoReturn

from empathic_agent.errors import CardError

LARGEST = 10_000_000
"""Bytes of the largest JSON text that is read."""
DEEPEST = 64
"""Levels of brackets that may stand inside each other."""


def read_json(data: bytes, where: str) -> object:
    """The value of a JSON text in UTF-8.

    Args:
        data: the text.
        where: what it is called in messages.

    Raises:
        CardError: it is too large, no UTF-8, no JSON, nested too deeply, or holds a number that
            cannot be kept as it is.
    """
    if len(data) > LARGEST:
        raise CardError(
            f"{where}: got {len(data):,} bytes of JSON; expected at most {LARGEST:,}. "
            "Pictures belong into a PNG or .charx file, not into the JSON."
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CardError(
            f"{where}: got bytes that are not UTF-8 (the first at {error.start}); expected JSON "
            "in UTF-8. Save it as UTF-8."
        ) from error
    try:
        value = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise CardError(
            f"{where}, line {error.lineno}: got malformed JSON ({error.msg}, column "
            f"{error.colno}); expected a character card. Correct that line."
        ) from error
    except RecursionError as error:
        raise _too_deep(where) from error
    except ValueError as error:  # a number that is infinite or has thousands of digits
        raise CardError(
            f"{where}: got a number that cannot be kept ({error}); expected ordinary numbers."
        ) from error
    _require_shallow(value, where)
    return value


def write_json(value: object) -> bytes:
    """`value` as JSON in UTF-8, readable where that is possible.

    Half surrogate pairs, which UTF-8 cannot hold, are written as escapes.
    """
    try:
        return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, indent=2).encode("ascii")


def _require_shallow(value: object, where: str) -> None:
    layer = [value]
    for _ in range(DEEPEST):
        layer = [
            inner
            for outer in layer
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not layer:
            return
    raise _too_deep(where)


def _too_deep(where: str) -> CardError:
    return CardError(
        f"{where}: got JSON nested too deeply; expected at most {DEEPEST} levels. "
        "No card needs that many."
    )


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits[:40])
    return number
