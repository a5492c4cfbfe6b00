"""`explain` and `annotate`: what is read in texts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from empathic_agent.cli.options import Detector, Quiet

app = typer.Typer()


@app.command()
def annotate(
    table: Annotated[Path, typer.Argument(help="A CSV, TSV or JSONL file in UTF-8.")],
    column: Annotated[str, typer.Option("--text-column", help="Which column holds the texts.")],
    out: Annotated[Path, typer.Option("--out", help="The labelled table, of the same format.")],
    detector: Detector = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="Only the first N rows.")
    ] = None,
    prefix: Annotated[str, typer.Option("--prefix", help="Goes before new columns' names.")] = "",
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Start again and replace what is there.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Label a table of texts with emotion, VAD, intensity and cause.

    Interrupted, the same command goes on where it stopped.
    """
    from empathic_agent.annotation.run import Job
    from empathic_agent.annotation.run import annotate as label
    from empathic_agent.perception.loading import load_detector
    from empathic_agent.progress import gauge
    from empathic_agent.settings import load_settings

    settings = load_settings(detector=detector)
    job = Job(
        table=table,
        out=out,
        column=column,
        detector=settings.detector,
        limit=limit,
        prefix=prefix,
    )
    try:
        with gauge("annotating", quiet=quiet) as watch:
            rows = label(job, lambda: load_detector(settings), overwrite=overwrite, watch=watch)
    except KeyboardInterrupt:
        typer.echo("Interrupted. What is done is kept; without --overwrite it goes on.", err=True)
        raise typer.Exit(130) from None
    typer.echo(f"Wrote {out}: {rows:,} rows.", err=True)


@app.command()
def explain(
    text: Annotated[str, typer.Argument(help='What somebody wrote; "-" reads standard input.')],
    detector: Detector = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the Appraisal as JSON.")] = False,
) -> None:
    """Show what is read in a text: emotions, VAD, intensity, cause, and why."""
    from empathic_agent.explain import show
    from empathic_agent.intake import accept
    from empathic_agent.perception.loading import load_detector
    from empathic_agent.settings import load_settings
    from empathic_agent.turn import Dialogue, Speaker, Utterance

    said = accept(_standard_input() if text == "-" else text)
    alone = Dialogue(utterances=(Utterance(speaker=Speaker.SEEKER, text=said),))
    appraisal = load_detector(load_settings(detector=detector)).detect(alone)
    if as_json:
        typer.echo(appraisal.model_dump_json())
    else:
        show(said, appraisal)


def _standard_input() -> str:
    """All of it; bytes that are no UTF-8 are left for the intake to refuse."""
    return sys.stdin.buffer.read().decode("utf-8", errors="surrogateescape")
