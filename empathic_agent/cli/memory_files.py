"""`memory`: the commands that concern whole files: export, import, vacuum, stats."""

from __future__ import annotations

from typing import Annotated

import typer

from empathic_agent.cli.memory_options import File, Yes, agreed
from empathic_agent.cli.options import Owner, Quiet

app = typer.Typer()


@app.command("export")
def export_command(file: File, owner: Owner = None, yes: Yes = False, quiet: Quiet = False) -> None:
    """Write all of somebody's memories to a file, without loss."""
    from empathic_agent.progress import gauge
    from empathic_agent.settings import load_settings
    from empathic_agent.storage import open_existing
    from memory_store.export import export_memories

    if file.exists():
        agreed(f"{file} is there. Replace it?", yes=yes)
    with open_existing(load_settings(owner=owner)) as storage, gauge("exporting", quiet=quiet) as w:
        header = export_memories(storage.store, storage.owner, file, watch=w)
    typer.echo(f"Wrote {header.memories} memories of {header.owner!r} to {file}.")


@app.command("import")
def import_command(
    file: File,
    owner: Annotated[
        str | None, typer.Option("--owner", help="Whose they become; by default whose they were.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Add the memories of an exported file; what is there already is skipped."""
    from empathic_agent.progress import gauge
    from empathic_agent.settings import load_settings
    from empathic_agent.storage import open_existing
    from memory_store.importing import import_memories

    with open_existing(load_settings()) as storage, gauge("importing", quiet=quiet) as watch:
        done = import_memories(storage.store, file, owner, watch=watch)
    typer.echo(f"Added {done.added} memories of {done.owner!r}; {done.skipped} were there already.")
    if done.unlinked:
        typer.echo(f"{done.unlinked} no longer say which memory they replaced.")


@app.command()
def vacuum() -> None:
    """Give free room back to the disk and overwrite the last traces of what was forgotten."""
    from empathic_agent.assembly import DATABASE
    from empathic_agent.settings import load_settings
    from empathic_agent.storage import open_existing

    settings = load_settings()
    file = settings.home / DATABASE
    before = file.stat().st_size if file.exists() else 0
    with open_existing(settings) as storage:
        storage.store.vacuum()
    typer.echo(f"{file}: {before:,} bytes before, {file.stat().st_size:,} now.")


@app.command()
def stats(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Tell how much is remembered of whom, and how much room it takes."""
    from empathic_agent.settings import load_settings
    from empathic_agent.storage import figures, open_existing

    settings = load_settings()
    with open_existing(settings) as storage:
        told = figures(storage, settings)
    if as_json:
        typer.echo(told.model_dump_json())
        return
    typer.echo(f"{told.memories:,} memories in {told.kept_in}")
    typer.echo(f"{told.turns:,} turns of {storage.owner!r} in the journal")
    typer.echo(f"{told.file_bytes:,} bytes of {told.file}")
    for name, several in told.owners.items():
        typer.echo(f"{several:>8,}  {name}")
