"""`memory`: what is remembered."""

from __future__ import annotations

from typing import Annotated

import typer

from empathic_agent.cli.options import Owner

app = typer.Typer(help="Look into what is remembered.", no_args_is_help=True)


@app.command("search")
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
