"""`persona`: who one can talk to, where they come from and where they may go."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="See who you can talk to; bring characters in and out.", no_args_is_help=True
)

Name = Annotated[str, typer.Argument(help="A persona's name, or a persona file.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Take the place of what is there.")]


@app.command("list")
def list_personas_command() -> None:
    """Name everyone you can talk to."""
    from empathic_agent.errors import PersonaError
    from empathic_agent.persona import load_persona, persona_files
    from empathic_agent.persona.portrait import summary
    from empathic_agent.settings import load_settings

    broken = False
    for name, file in persona_files(load_settings().persona_folders).items():
        try:
            told = summary(load_persona(file))
        except PersonaError as error:
            broken, told = True, f"cannot be used: {error}"
        typer.echo(f"{name:<10} {told}")
    raise typer.Exit(1 if broken else 0)


@app.command("show")
def show_persona(name: Name) -> None:
    """Tell everything about one persona, its temperament and where its file is."""
    from empathic_agent.persona import find_persona, load_persona
    from empathic_agent.persona.portrait import portrait
    from empathic_agent.settings import load_settings

    file = find_persona(name, load_settings().persona_folders)
    typer.echo(portrait(load_persona(file), file))


@app.command("validate")
def validate_files(
    files: Annotated[list[Path], typer.Argument(help="Persona files (.yaml) or character cards.")],
) -> None:
    """Tell every problem of persona files and character cards; nothing is changed."""
    from empathic_agent.cards.checking import check_file
    from empathic_agent.errors import PersonaError

    broken = False
    for file in files:
        try:
            typer.echo(f"ok   {file}: {check_file(file)}")
        except PersonaError as error:
            broken = True
            typer.echo(f"BAD  {error}", err=True)
    raise typer.Exit(1 if broken else 0)


@app.command("import")
def import_persona(
    file: Annotated[Path, typer.Argument(help="A character card: .json, .png or .charx.")],
    name: Annotated[str | None, typer.Option("--name", help="What to call the persona.")] = None,
    greeting: Annotated[
        int, typer.Option("--greeting", min=1, help="Which of the card's greetings to open with.")
    ] = 1,
    overwrite: Overwrite = False,
) -> None:
    """Make a persona of a character card (V2 or V3)."""
    from empathic_agent.cards.bringing import import_card
    from empathic_agent.settings import load_settings

    folder, *_ = load_settings().persona_folders
    done = import_card(file, folder, name=name, greeting=greeting, overwrite=overwrite)
    typer.echo(f"{done.persona.title} is here: {done.file}")
    for note in done.notes:
        typer.echo(f"- {note}")
    if done.persona.role and done.persona.role.about.notes:
        typer.echo(f"\nNotes of its creator:\n{done.persona.role.about.notes}\n")
    typer.echo(f"Talk to it with: empathic-agent chat --persona {done.persona.name}")


@app.command("export")
def export_persona_command(
    name: Name,
    kind: Annotated[str, typer.Option("--format", help="json, png or charx.")] = "json",
    spec: Annotated[
        str | None, typer.Option("--spec", help="v2 or v3; by default the card's own, or v3.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="The file to write; by default NAME.FORMAT here.")
    ] = None,
    overwrite: Overwrite = False,
) -> None:
    """Write a persona as a character card that other programs can read."""
    from empathic_agent.cards.bringing import export_persona
    from empathic_agent.cards.card import Spec
    from empathic_agent.cards.containers import Format
    from empathic_agent.settings import load_settings

    if kind not in set(Format):
        raise typer.BadParameter(f"got {kind!r}; expected json, png or charx.")
    if spec not in (None, "v2", "v3"):
        raise typer.BadParameter(f"got {spec!r}; expected v2 or v3.")
    done = export_persona(
        name,
        load_settings().persona_folders,
        Format(kind),
        out or Path(f"{Path(name).stem}.{kind}"),
        spec=Spec[spec.upper()] if spec else None,
        overwrite=overwrite,
    )
    typer.echo(str(done.file))
    for note in done.notes:
        typer.echo(f"- {note}", err=True)
