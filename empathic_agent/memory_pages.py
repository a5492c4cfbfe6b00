"""Memories as tables and pages for a terminal, and as JSON lines. Knows nothing of stores."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from empathic_agent.affect.vad import VAD
from empathic_agent.response.in_words import vad_in_words
from memory_store import Memory

WIDTH = 120
"""Cells of a table that is not shown on a terminal."""


def as_record(memory: Memory) -> dict[str, Any]:
    """Everything of a memory but its vector, as JSON holds it."""
    record = {field.name: getattr(memory, field.name) for field in fields(memory)}
    del record["vector"]
    mood = dict(zip(("valence", "arousal", "dominance"), memory.mood, strict=True))
    return record | {"at": memory.at.isoformat(), "kind": str(memory.kind), "mood": mood}


def print_lines(records: Iterable[dict[str, Any]]) -> None:
    """One JSON object per line."""
    for record in records:
        print(json.dumps(record, ensure_ascii=False))


def print_table(memories: Sequence[Memory], empty: str) -> None:
    """One line or more per memory, in the order given; `empty` if there are none."""
    if not memories:
        print(empty)
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("id", justify="right", style="bold")
    table.add_column("when", no_wrap=True)
    table.add_column("session", max_width=16)
    table.add_column("felt", max_width=16)
    table.add_column("V    A    D", no_wrap=True)
    table.add_column("text", ratio=1, overflow="fold")
    for memory in memories:
        table.add_row(
            str(memory.id),
            f"{memory.at.astimezone():%Y-%m-%d %H:%M}",
            Text(memory.session),
            Text(memory.emotion),
            _axes(memory),
            Text.assemble(*_marks(memory), memory.text),
        )
    _console().print(table)


def print_page(memory: Memory) -> None:
    """All there is to know about one memory."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in _details(memory):
        table.add_row(name, Text(value))
    _console().print(Text(f"memory {memory.id}", style="bold"), table)


def _details(memory: Memory) -> Iterable[tuple[str, str]]:
    yield "text", memory.text
    yield "when", f"{memory.at.astimezone():%Y-%m-%d %H:%M:%S}"
    yield "owner", memory.owner
    yield "session", memory.session or "none"
    yield "kind", str(memory.kind)
    yield "speaker", memory.speaker or "unknown"
    yield "felt", f"{memory.emotion or 'unknown'} ({vad_in_words(VAD(**memory.mood._asdict()))})"
    yield "V, A, D", _axes(memory)
    for label, share in sorted(memory.distribution.items(), key=lambda pair: -pair[1])[:5]:
        yield "", f"{share:4.0%} {label}"
    yield "importance", f"{memory.importance:.2f}"
    yield "pinned", "yes" if memory.pinned else "no"
    if memory.supersedes is not None:
        yield "replaces", str(memory.supersedes)
    if memory.superseded_by is not None:
        yield "replaced by", str(memory.superseded_by)
    if memory.provenance:
        yield "comes from", json.dumps(memory.provenance, ensure_ascii=False)


def _marks(memory: Memory) -> Iterable[tuple[str, str]]:
    if memory.pinned:
        yield "[pinned] ", "yellow"
    if memory.superseded_by is not None:
        yield f"[replaced by {memory.superseded_by}] ", "dim"
    if memory.kind != "turn":
        yield f"[{memory.kind}] ", "cyan"


def _axes(memory: Memory) -> str:
    return " ".join(f"{value:+.1f}" for value in memory.mood)


def _console() -> Console:
    return Console(width=None if sys.stdout.isatty() else WIDTH)
