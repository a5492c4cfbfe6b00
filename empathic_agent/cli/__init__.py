"""The command line: parse, call, print. Knows nothing of how anything is done.

A file per group of commands. Every command imports what it needs when it runs, so that `--help` is
instant.
"""

from __future__ import annotations

import sys

import typer

from empathic_agent.cli import (
    check,
    compare,
    measure,
    memory,
    memory_changes,
    memory_files,
    persona,
    read,
    talk,
    train,
)
from empathic_agent.errors import EmpathicAgentError

app = typer.Typer(
    name="empathic-agent",
    help="Talk to an agent that notices what you feel, remembers what mattered, and says why.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for commands in (talk, read, measure, check):
    app.add_typer(commands.app)
app.add_typer(train.app, name="train")
persona.app.add_typer(compare.app)
app.add_typer(persona.app, name="persona")
memory.app.add_typer(memory_changes.app)
memory.app.add_typer(memory_files.app)
app.add_typer(memory.app, name="memory")


def main() -> None:
    """Run the command line; errors end it with one clear sentence and exit code 1."""
    try:
        app()
    except EmpathicAgentError as error:
        typer.echo(f"empathic-agent: {error}", err=True)
        sys.exit(1)
