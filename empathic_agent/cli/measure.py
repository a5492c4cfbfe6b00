"""`evaluate` and `calibrate`: figures on published data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from empathic_agent.cli.figures import print_figures
from empathic_agent.cli.options import Data, Model, Persona, Quiet, Selector
from empathic_agent.datasets.empathetic_dialogues import SituationText
from empathic_agent.evaluation.tasks import LabelSet, Options, TaskName, measure

app = typer.Typer()


@app.command()
def evaluate(
    task: Annotated[TaskName, typer.Argument(help="What to measure.")],
    data: Data,
    out: Annotated[Path, typer.Option("--out", help="Folder for items.jsonl and summary.json.")],
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="Only the first N dialogues or texts.")
    ] = None,
    labels: Annotated[
        LabelSet, typer.Option("--labels", help="Label set of `emotion`.")
    ] = LabelSet.GOEMOTIONS,
    text: Annotated[
        SituationText,
        typer.Option("--text", help="What `emotion` reads, with the labels empathetic-dialogues."),
    ] = SituationText.SITUATION,
    selector: Selector = "planner",
    calibration: Annotated[
        Path | None,
        typer.Option("--calibration", help="Corrects the selector; made by `calibrate`."),
    ] = None,
    by_stage: Annotated[
        bool, typer.Option("--by-stage", help="`strategy` tells of each stage, too.")
    ] = False,
    strategy: Annotated[
        str | None,
        typer.Option(
            "--strategy", help="How `memory` and `mood-recall` recall; by default hybrid, or each."
        ),
    ] = None,
    charts: Annotated[
        bool, typer.Option("--charts", help="`strategy` draws pictures into --out, too.")
    ] = False,
    transition: Annotated[
        str | None,
        typer.Option("--transition", help="Mood transition of `transition`, `distinctness`."),
    ] = None,
    persona: Persona = None,
    model: Model = None,
    quiet: Quiet = False,
) -> None:
    """Measure the agent or a part of it on a published data set."""
    options = Options(
        limit=limit,
        labels=labels,
        text=text,
        selector=selector,
        calibration=calibration,
        by_stage=by_stage,
        strategy=strategy,
        charts=charts,
        transition=transition,
        persona=persona,
        model=model,
        quiet=quiet,
    )
    print_figures(measure(task, data, out, options))


@app.command()
def calibrate(
    selector: Selector,
    data: Data,
    out: Annotated[Path, typer.Option("--out", help="The calibration file to write.")] = Path(
        "calibration.json"
    ),
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="Only the first N conversations.")
    ] = None,
    model: Model = None,
    quiet: Quiet = False,
) -> None:
    """Learn what takes a strategy selector's habits out, from ESConv conversations."""
    from empathic_agent.evaluation.calibrating import calibrate as learn
    from empathic_agent.progress import gauge
    from empathic_agent.strategy.calibration import save_calibration
    from empathic_agent.strategy.loading import selector_alone

    alone = selector_alone(selector, model)
    with gauge("calibrating", quiet=quiet) as watch:
        calibration = learn(alone.selector, data, encoder=alone.encoder, limit=limit, watch=watch)
    save_calibration(out, calibration)
    typer.echo(f"Wrote {out}; {calibration.selector}, before and after, cross-validated:")
    names = ("macro_f1", "weighted_f1", "accuracy", "preference_bias")
    for name in names:
        before, after = getattr(calibration.before, name), getattr(calibration.after, name)
        typer.echo(f"{name:>20}  {before:.4f}  {after:.4f}")
    typer.echo(f"Use it with `evaluate strategy --calibration {out}` or the setting calibration.")
