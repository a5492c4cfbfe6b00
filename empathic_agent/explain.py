"""An appraisal as a page for a terminal: what was read in a text, how surely, and why.

Knows records and Rich, and nothing of how an appraisal is made.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from empathic_agent.affect.vad import VAD
from empathic_agent.response.in_words import vad_in_words
from empathic_agent.turn import Appraisal

FEELINGS = 5
"""How many emotions are shown, and how many of a situation."""
WORDS = 6
"""How many words are shown, those that matter most for the cause."""
HIGH_UNDERTOW = 0.25
"""From here on a calm message is worth a second look: on EmpatheticDialogues valid one in seven is,
and 93 % of those were written about something unpleasant."""

WIDTH = 80
"""Cells of a page that is not shown on a terminal."""
NAME, GAUGE = 18, 28
"""Cells of the column of names and of a gauge."""
_STRENGTHS = ((0.75, "overwhelming"), (0.5, "strong"), (0.25, "noticeable"), (0.0, "slight"))
_BAR, _RAIL, _CENTRE, _NEEDLE = "━", "─", "┼", "●"


def show(text: str, appraisal: Appraisal) -> None:
    """Print the page."""
    Console(width=None if sys.stdout.isatty() else WIDTH).print(page(text, appraisal))


def page(text: str, appraisal: Appraisal) -> RenderableType:
    """Everything that was read in `text`, 80 cells wide or less; fit for no colours as well."""
    sections: Iterable[tuple[str, RenderableType | None]] = (
        ("what it sounds like", _feelings(appraisal.distribution)),
        ("what people in such a situation feel", _feelings(appraisal.situation or {})),
        ("where that lies", _axes(appraisal)),
        ("what brings it about", _causes(appraisal)),
        ("which words speak of the cause", _words(appraisal)),
        ("in a sentence", Text("\n").join(_reasons(appraisal))),
    )
    shown = (part for heading, body in sections if body for part in _section(heading, body))
    return Padding(Group(_quotation(text, appraisal), *shown), (1, 1))


def _section(heading: str, body: RenderableType) -> Iterator[RenderableType]:
    yield Text(f"\n{heading}", style="bold cyan")
    yield body


def _quotation(text: str, appraisal: Appraisal) -> Text:
    """The text, its causes set off."""
    quotation = Text(text, style="italic")
    for rank, cause in enumerate(appraisal.causes):
        style = "bold yellow underline" if rank == 0 else "yellow"
        quotation.stylize(style, cause.span.start, cause.span.end)
    return quotation


def _feelings(distribution: Mapping[str, float]) -> Table | None:
    ranked = sorted(distribution.items(), key=lambda item: -item[1])[:FEELINGS]
    rows = ((label, _bar(share, "yellow"), f"{share:4.0%}") for label, share in ranked)
    return _rows(rows) if ranked else None


def _axes(appraisal: Appraisal) -> Table:
    axes = appraisal.vad.model_dump()
    rows = [
        (axis, _needle(value), f"{value:+.2f}  {vad_in_words(_only(axis, value))}")
        for axis, value in axes.items()
    ]
    strength = appraisal.intensity
    if strength is not None:
        word = next(word for limit, word in _STRENGTHS if strength >= limit)
        rows.append(("intensity", _bar(strength, "green"), f"{strength:5.2f}  {word}"))
    return _rows(rows)


def _causes(appraisal: Appraisal) -> Table | None:
    rows = (
        (f"“{' '.join(cause.span.text.split())}”", f"{cause.score:4.0%}")
        for cause in appraisal.causes
    )
    return _rows(rows) if appraisal.causes else None


def _words(appraisal: Appraisal) -> Table | None:
    strongest = sorted(appraisal.words, key=lambda word: -word.score)[:WORDS]
    rows = ((w.span.text, _bar(w.score, "magenta"), f"{w.score:4.0%}") for w in strongest)
    return _rows(rows) if strongest else None


def _reasons(appraisal: Appraisal) -> Iterator[Text]:
    yield Text(appraisal.reason)
    if appraisal.undertow is not None and appraisal.undertow >= HIGH_UNDERTOW:
        share = f"{appraisal.undertow:.0%}"
        yield Text(
            f"It reads calmer than it is; the person may be upset ({share}).", style="bold yellow"
        )


def _rows(rows: Iterable[tuple[str | Text, ...]]) -> Table:
    """Rows as columns; names are cut to their column."""
    table = Table.grid(padding=(0, 2))
    for row in rows:
        if not table.columns and len(row) > 2:
            table.add_column(width=NAME, overflow="ellipsis", no_wrap=True)
        table.add_row(*(Text(cell) if isinstance(cell, str) else cell for cell in row))
    return table


def _bar(share: float, style: str) -> Text:
    """A share in [0, 1] as a bar."""
    filled = round(share * GAUGE)
    return Text.assemble((_BAR * filled, style), (_RAIL * (GAUGE - filled), "dim"))


def _needle(value: float) -> Text:
    """A value in [-1, 1] as a needle over a scale with its centre."""
    cells = [_RAIL] * (GAUGE + 1)
    cells[GAUGE // 2] = _CENTRE
    place = round((value + 1) / 2 * GAUGE)
    scale = Text("".join(cells), style="dim")
    return Text.assemble(scale[:place], (_NEEDLE, "bold green not dim"), scale[place + 1 :])


def _only(axis: str, value: float) -> VAD:
    """A point on one axis."""
    return VAD(**{"valence": 0.0, "arousal": 0.0, "dominance": 0.0, axis: value})
