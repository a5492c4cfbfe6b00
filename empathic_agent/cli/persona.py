"""`persona`: who one can talk to."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(help="See who you can talk to.", no_args_is_help=True)


@app.command("list")
def list_personas_command() -> None:
    """Name everyone you can talk to."""
    from empathic_agent.persona import list_personas
    from empathic_agent.settings import load_settings

    for persona in list_personas(load_settings().persona_folders):
        first_sentence = persona.description.split(". ")[0].strip(".")
        typer.echo(f"{persona.name:<10} {first_sentence}.")


@app.command("show")
def show_persona(name: Annotated[str, typer.Argument(help="A persona's name.")]) -> None:
    """Describe one persona and its temperament."""
    from empathic_agent.console import describe
    from empathic_agent.persona import load_persona
    from empathic_agent.settings import load_settings

    describe(load_persona(name, load_settings().persona_folders))
