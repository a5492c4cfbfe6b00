"""`persona compare`: several personas through the same dialogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from empathic_agent.cli.options import Data

if TYPE_CHECKING:
    from empathic_agent.transition.trajectory import Heard
    from empathic_agent.turn import Mood

app = typer.Typer()

TEXT = 34
"""Characters of a message that the table shows."""


@app.command("compare")
def compare_personas(
    names: Annotated[list[str], typer.Argument(help="Personas, by name or file; two or more.")],
    data: Data,
    out: Annotated[Path, typer.Option("--out", help="The picture to draw, such as chart.png.")],
    dialogue: Annotated[
        int, typer.Option("--dialogue", min=0, help="Which conversation of the file, from 0.")
    ] = 0,
    seconds: Annotated[
        float, typer.Option("--seconds", min=0.0, help="Time between the person's messages.")
    ] = 60.0,
    transition: Annotated[
        str | None, typer.Option("--transition", help="By default the settings' one.")
    ] = None,
) -> None:
    """Show how each persona's mood moves over the same ESConv conversation."""
    from empathic_agent.evaluation.charts import require_matplotlib
    from empathic_agent.evaluation.comparing import compare
    from empathic_agent.evaluation.mood_chart import draw_moods
    from empathic_agent.settings import load_settings

    require_matplotlib()
    settings = load_settings(transition=transition)
    found = compare(names, data, dialogue, seconds=seconds, settings=settings)
    title = f"{found.dialogue}, {seconds:g} seconds between messages, “{settings.transition}”"
    draw_moods(out, found.moods, [h.appraisal.vad for h in found.heard], title)
    typer.echo(f"{title}; emotion and valence after each message:\n")
    typer.echo("\n".join(table(found.heard, found.moods)))
    typer.echo(f"\nDrew {out}.")


def table(heard: Sequence[Heard], moods: Mapping[str, Sequence[Mood]]) -> list[str]:
    """A line per message: what was said, what was read, and each persona's mood."""
    lines = [_line("", "message", "read as", moods)]
    for number, message in enumerate(heard):
        text = " ".join(message.dialogue.last.text.split())
        shown = text if len(text) <= TEXT else text[: TEXT - 1] + "…"
        read = _cell(message.appraisal.emotion, message.appraisal.vad.valence)
        after = [_cell(path[number].label, path[number].vad.valence) for path in moods.values()]
        lines.append(_line(str(number + 1), shown, read, after))
    return lines


def _cell(label: str, valence: float) -> str:
    return f"{label:<9} {valence:+.2f}"


def _line(number: str, text: str, read: str, cells: Iterable[str]) -> str:
    columns = [f"{number:>3}", f"{text:<{TEXT}}", f"{read:<20}", *(f"{c:<15}" for c in cells)]
    return "  ".join(columns).rstrip()
