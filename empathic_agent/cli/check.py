"""`doctor`: is all well?"""

from __future__ import annotations

import typer

app = typer.Typer()


@app.command()
def doctor() -> None:
    """Check the installation and the data directory, and say what to do."""
    from empathic_agent.doctor import examine

    raise typer.Exit(0 if examine() else 1)
