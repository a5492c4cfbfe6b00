"""At which sizes a store changes its ways. The defaults are measured; tests use smaller ones."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

Rows = Annotated[int, Field(ge=1)]


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Tuning:
    """Sizes in rows."""

    large_from: Rows = 100_000
    """From here on vectors are kept as bytes instead of floats, a quarter of the room."""
    big_owner_from: Rows = 150_000
    """An owner with more memories is searched by the likeliest cells instead of whole."""
    scanned: Rows = 150_000
    """How many memories of a big owner a search looks at, about."""
    cached_from: Rows = 20_000
    """From here on the index is saved beside the file; fewer are read in less than a second."""
