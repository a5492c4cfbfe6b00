"""Prints figures. Knows nothing of what they measure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import typer


def print_figures(figures: Mapping[str, Any], under: str = "") -> None:
    for name, value in figures.items():
        if isinstance(value, Mapping):
            print_figures(value, f"{under}{name}, ")
        else:
            shown = f"{value:.4f}" if isinstance(value, float) else str(value)
            typer.echo(f"{under + name:>20}  {shown}")
