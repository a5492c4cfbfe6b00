"""The command line: parse, call, print. Knows nothing of how anything is done.

Every command imports what it needs when it runs, so that `--help` is instant.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol, TypeVar

import typer

from empathic_agent.datasets.empathetic_dialogues import SituationText
from empathic_agent.errors import EmpathicAgentError
from empathic_agent.evaluation.tasks import LabelSet, Options, TaskName, measure

if TYPE_CHECKING:
    from empathic_agent.heads import Manifest
    from empathic_agent.progress import Progress

Encoding = TypeVar("Encoding", contravariant=True)
"""The kind of encoder a trainer needs."""


class Trainer(Protocol[Encoding]):
    """Trains a head from the data set in a folder and writes it to another."""

    def __call__(
        self, data: Path, out: Path, *, encoder: Encoding, seed: int, progress: Progress
    ) -> Manifest:
        """Train and write; returns what was written."""
        ...


app = typer.Typer(
    name="empathic-agent",
    help="Talk to an agent that notices what you feel, remembers what mattered, and says why.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
train = typer.Typer(help="Train the small models that come with the package.", no_args_is_help=True)
persona_app = typer.Typer(help="See who you can talk to.", no_args_is_help=True)
memory_app = typer.Typer(help="Look into what is remembered.", no_args_is_help=True)
app.add_typer(train, name="train")
app.add_typer(persona_app, name="persona")
app.add_typer(memory_app, name="memory")

Persona = Annotated[
    str | None, typer.Option("--persona", "-p", help="A persona's name, or a persona file.")
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        "-m",
        help='"offline" (built-in replies), or a LangChain model such as "ollama:llama3.2". '
        "Naming a remote model sends your conversation there.",
    ),
]
Owner = Annotated[str | None, typer.Option("--owner", help="Whose conversation this is.")]
Session = Annotated[str | None, typer.Option("--session", help="Which conversation to go on with.")]
Detector = Annotated[
    str | None,
    typer.Option("--detector", help="An emotion detector's name; by default the settings' one."),
]
Selector = Annotated[
    str,
    typer.Option("--selector", help='A strategy selector\'s name, such as "llm:ollama:llama3.2".'),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one Turn per line as JSON.")]
Data = Annotated[Path, typer.Option("--data", help="The data set, in its official format.")]
HeadFolder = Annotated[
    Path | None, typer.Option("--out", help="Where to write the head; by default into the package.")
]
Seed = Annotated[int, typer.Option("--seed", help="Seed of every random choice.")]


@app.command()
def chat(
    persona: Persona = None,
    model: Model = None,
    owner: Owner = None,
    session: Session = None,
    as_json: AsJson = False,
) -> None:
    """Talk. In a terminal this opens the app; otherwise each input line is one message."""
    from empathic_agent.settings import load_settings

    settings = load_settings(persona=persona, model=model, owner=owner)
    if sys.stdin.isatty() and sys.stdout.isatty() and not as_json:
        from empathic_agent.tui.app import ChatApp

        conversation = ChatApp(settings, session=session)
        conversation.run()
        raise typer.Exit(conversation.return_code or 0)
    from empathic_agent.console import talk

    raise typer.Exit(talk(settings, session=session, as_json=as_json))


@app.command()
def reply(
    text: Annotated[str, typer.Argument(help="What you want to say.")],
    persona: Persona = None,
    model: Model = None,
    owner: Owner = None,
    session: Session = None,
    as_json: AsJson = False,
) -> None:
    """Answer one message and remember it."""
    from empathic_agent.agent import EmpathicAgent

    with EmpathicAgent.create(persona, model=model, owner=owner) as agent:
        turn = agent.invoke(text, session=session)
    typer.echo(turn.model_dump_json() if as_json else turn.reply)


@train.command("emotion")
def train_emotion_head(data: Data, out: HeadFolder = None, seed: Seed = 13) -> None:
    """Fit the emotion labels' thresholds on GoEmotions: a folder with dev.tsv."""
    from empathic_agent.encoder import SentenceEncoder
    from empathic_agent.training.emotion import train_emotion

    _train(train_emotion, "emotion", data, out, seed, SentenceEncoder())


@train.command("cause")
def train_cause_head(data: Data, out: HeadFolder = None, seed: Seed = 13) -> None:
    """Train the cause head on RECCON: a folder with dailydialog_train.json and _valid.json."""
    from empathic_agent.encoder import SentenceEncoder
    from empathic_agent.training.cause import train_cause

    _train(train_cause, "cause", data, out, seed, SentenceEncoder())


@train.command("affect")
def train_affect_branch(data: Data, out: HeadFolder = None, seed: Seed = 13) -> None:
    """Train the affect branch on EmpatheticDialogues, GoEmotions, EmoBank and RECCON.

    The folder holds each in a folder of its own: empathetic_dialogues/train.csv and valid.csv,
    goemotions/train.tsv, emobank/train.csv and dev.csv, reccon/dailydialog_train.json.
    Interrupted, the same command goes on where it stopped.
    """
    from empathic_agent.encoder import SentenceEncoder
    from empathic_agent.heads import SHIPPED
    from empathic_agent.progress import gauge
    from empathic_agent.training.affect import train_affect

    folder = out or SHIPPED / "affect"
    with gauge("training") as watch:
        manifest = train_affect(data, folder, encoder=SentenceEncoder(), seed=seed, watch=watch)
    _print_scores(manifest, folder)


@train.command("strategy")
def train_strategy_head(data: Data, out: HeadFolder = None, seed: Seed = 13) -> None:
    """Train the strategy planner on ESConv: a folder with train.json and valid.json."""
    from empathic_agent.encoder import CachedEncoder, SentenceEncoder
    from empathic_agent.training.strategy import train_strategy

    _train(train_strategy, "strategy", data, out, seed, CachedEncoder(SentenceEncoder()))


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
    charts: Annotated[
        bool, typer.Option("--charts", help="`strategy` draws pictures into --out, too.")
    ] = False,
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
        charts=charts,
        persona=persona,
        model=model,
        quiet=quiet,
    )
    _print_figures(measure(task, data, out, options))


@app.command()
def calibrate(
    selector: Selector,
    data: Data,
    out: Annotated[Path, typer.Option("--out", help="The calibration file to write.")],
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

    chosen, encoder = selector_alone(selector, model)
    with gauge("calibrating", quiet=quiet) as watch:
        calibration = learn(chosen, data, encoder=encoder, limit=limit, watch=watch)
    save_calibration(out, calibration)
    typer.echo(f"Wrote {out}; {calibration.selector}, before and after, cross-validated:")
    names = ("macro_f1", "weighted_f1", "accuracy", "preference_bias")
    for name in names:
        before, after = getattr(calibration.before, name), getattr(calibration.after, name)
        typer.echo(f"{name:>20}  {before:.4f}  {after:.4f}")
    typer.echo(f"Use it with `evaluate strategy --calibration {out}` or the setting calibration.")


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


@persona_app.command("list")
def list_personas_command() -> None:
    """Name everyone you can talk to."""
    from empathic_agent.persona import list_personas
    from empathic_agent.settings import load_settings

    for persona in list_personas(load_settings().persona_folders):
        first_sentence = persona.description.split(". ")[0].strip(".")
        typer.echo(f"{persona.name:<10} {first_sentence}.")


@persona_app.command("show")
def show_persona(name: Annotated[str, typer.Argument(help="A persona's name.")]) -> None:
    """Describe one persona and its temperament."""
    from empathic_agent.console import describe
    from empathic_agent.persona import load_persona
    from empathic_agent.settings import load_settings

    describe(load_persona(name, load_settings().persona_folders))


@memory_app.command("search")
def search_memory(
    text: Annotated[str, typer.Argument(help="What to look for.")],
    owner: Owner = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=50)] = 10,
) -> None:
    """Show what a message would bring to mind, with each part of the score."""
    from empathic_agent.agent import EmpathicAgent
    from empathic_agent.console import show_recollections

    with EmpathicAgent.create(owner=owner, recall=limit) as agent:
        show_recollections(agent.recall(text))


@app.command()
def doctor() -> None:
    """Check the installation and the data directory, and say what to do."""
    from empathic_agent.doctor import examine

    raise typer.Exit(0 if examine() else 1)


def _standard_input() -> str:
    """All of it; bytes that are no UTF-8 are left for the intake to refuse."""
    return sys.stdin.buffer.read().decode("utf-8", errors="surrogateescape")


def _train(
    trainer: Trainer[Encoding],
    name: str,
    data: Path,
    out: Path | None,
    seed: int,
    encoder: Encoding,
) -> None:
    from empathic_agent.heads import SHIPPED
    from empathic_agent.progress import narrate

    folder = out or SHIPPED / name
    with narrate() as progress:
        manifest = trainer(data, folder, encoder=encoder, seed=seed, progress=progress)
    _print_scores(manifest, folder)


def _print_scores(manifest: Manifest, folder: Path) -> None:
    typer.echo(f"Wrote {folder}; scores on {manifest.scored_on}:")
    _print_figures(manifest.scores)


def _print_figures(figures: Mapping[str, Any], under: str = "") -> None:
    for name, value in figures.items():
        if isinstance(value, Mapping):
            _print_figures(value, f"{under}{name}, ")
        else:
            shown = f"{value:.4f}" if isinstance(value, float) else str(value)
            typer.echo(f"{under + name:>20}  {shown}")


def main() -> None:
    """Run the command line; errors end it with one clear sentence and exit code 1."""
    try:
        app()
    except EmpathicAgentError as error:
        typer.echo(f"empathic-agent: {error}", err=True)
        sys.exit(1)
