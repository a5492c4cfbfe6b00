"""How values of a card's JSON are read. Cards in the wild write null for what they do not have."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator


def as_tuple(value: object) -> object:
    """A list as a tuple, null as an empty one; anything else is left for the check to refuse."""
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list) else value


def _split(value: object) -> object:
    """V3 writes secondary keys as one text with commas."""
    if isinstance(value, str):
        return tuple(key.strip() for key in value.split(","))
    return as_tuple(value)


Listed = BeforeValidator(as_tuple)
"""Put it beside a tuple: it is read from a list or null."""

Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]
Texts = Annotated[tuple[str, ...], Listed]
Keys = Annotated[tuple[str, ...], BeforeValidator(_split)]
Number = Annotated[float, BeforeValidator(lambda value: 0.0 if value is None else value)]
Flag = Annotated[bool, BeforeValidator(bool)]
"""False for null, and true for what programs write in place of true."""
