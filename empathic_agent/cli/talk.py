"""`chat` and `reply`: talking to the agent."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from empathic_agent.cli.options import AsJson, Model, Owner, Persona, Session

app = typer.Typer()


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
