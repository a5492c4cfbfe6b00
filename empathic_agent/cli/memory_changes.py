"""`memory`: the commands that change what is remembered."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from empathic_agent.cli.memory_options import (
    DryRun,
    MemoryId,
    OfSession,
    Yes,
    agreed,
    moment,
)
from empathic_agent.cli.options import Owner

app = typer.Typer()

Mood = Annotated[
    tuple[float, float, float] | None,
    typer.Option("--mood", metavar="V A D", help="Valence, arousal, dominance; each -1 to 1."),
]


@app.command()
def edit(
    memory_id: MemoryId,
    text: Annotated[str | None, typer.Option("--text", help="What was really said.")] = None,
    emotion: Annotated[str | None, typer.Option("--emotion", help="What was felt.")] = None,
    mood: Mood = None,
    importance: Annotated[float | None, typer.Option("--importance", help="0 to 1.")] = None,
    owner: Owner = None,
) -> None:
    """Correct a memory. The turn in the journal stays as it was said."""
    from empathic_agent.memory_pages import print_page
    from empathic_agent.settings import load_settings
    from empathic_agent.storage import edited, open_existing

    given = {"text": text, "emotion": emotion, "mood": mood, "importance": importance}
    changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if not changes:
        raise typer.BadParameter("give what to change: --text, --emotion, --mood or --importance")
    with open_existing(load_settings(owner=owner)) as storage:
        memory = edited(storage, memory_id, changes)
    print_page(memory)


@app.command()
def pin(memory_id: MemoryId, owner: Owner = None) -> None:
    """Keep a memory whatever its age."""
    _pin(memory_id, owner, pinned=True)


@app.command()
def unpin(memory_id: MemoryId, owner: Owner = None) -> None:
    """Let a memory be forgotten by age again."""
    _pin(memory_id, owner, pinned=False)


@app.command()
def supersede(
    memory_id: MemoryId,
    text: Annotated[str, typer.Argument(help="What holds now.")],
    owner: Owner = None,
) -> None:
    """Replace a memory that no longer holds; the old one stays in its `history`."""
    from empathic_agent.settings import load_settings
    from empathic_agent.storage import open_existing, superseded

    settings = load_settings(owner=owner)
    with open_existing(settings) as storage:
        new = superseded(storage, settings, memory_id, text)
    typer.echo(f"Memory {new} stands in the place of {memory_id}.")


@app.command()
def forget(
    memory_id: Annotated[int | None, typer.Argument(metavar="[ID]", help="A memory.")] = None,
    session: OfSession = None,
    older_than: Annotated[
        str | None,
        typer.Option("--older-than", help='A date "2026-03-31" or an age "90d"; pinned ones stay.'),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All there is of the owner.")] = False,
    owner: Owner = None,
    yes: Yes = False,
) -> None:
    """Forget memories together with what was said, in the journal too, for good.

    Give exactly one of a memory's number, --session, --older-than and --all.
    """
    from empathic_agent.settings import load_settings
    from empathic_agent.storage import open_existing

    given = (memory_id is not None, session is not None, older_than is not None, everything)
    if sum(given) != 1:
        raise typer.BadParameter("give one of: a memory's number, --session, --older-than, --all")
    before = moment(older_than)
    with open_existing(load_settings(owner=owner)) as storage:
        who, forgetting = storage.owner, storage.forgetting
        if memory_id is not None:
            memory = storage.owned(memory_id)
            agreed(
                f"Forget memory {memory_id} of {who!r}, {memory.text[:60]!r}, for good?", yes=yes
            )
            gone = forgetting.one(who, memory_id)
        elif session is not None:
            agreed(f"Forget the conversation {session!r} of {who!r} for good?", yes=yes)
            gone = forgetting.session(who, session)
        elif before is not None:
            when = f"{before.astimezone():%Y-%m-%d %H:%M}"
            agreed(f"Forget what {who!r} said before {when} for good?", yes=yes)
            gone = forgetting.older_than(who, before)
        else:
            several = storage.memories.count(who)
            agreed(f"Forget all {several} memories and all turns of {who!r} for good?", yes=yes)
            gone = forgetting.everything(who)
    typer.echo(
        f"Forgot {gone.memories} memories and {gone.turns} turns; "
        f"{gone.blanked} other turns quoted them and do no longer."
    )


@app.command()
def retain(
    days: Annotated[float | None, typer.Option("--days", help="Forget what is older.")] = None,
    count: Annotated[
        int | None, typer.Option("--count", min=0, help="Keep so many, the latest.")
    ] = None,
    importance: Annotated[
        float | None, typer.Option("--importance", help="Keep more important ones (0 to 1).")
    ] = None,
    owner: Owner = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Forget what is too old or too much; pinned memories stay. By default as the settings say."""
    from empathic_agent.forgetting import retention
    from empathic_agent.memory_pages import print_table
    from empathic_agent.settings import load_settings
    from empathic_agent.storage import open_existing
    from memory_store.retention import due

    settings = load_settings(
        owner=owner, retain_days=days, retain_count=count, retain_importance=importance
    )
    policy = retention(settings)
    if policy.max_age is None and policy.max_count is None:
        raise typer.BadParameter("give --days or --count, or set retain_days or retain_count")
    with open_existing(settings) as storage:
        going = due(storage.memories, storage.owner, policy)
        print_table(going, "No memory is too old or too much.")
        if dry_run:
            return
        agreed(f"Forget these {len(going)} memories and their turns for good?", yes=yes)
        gone = storage.forgetting.retain(storage.owner, policy)
    typer.echo(f"Forgot {gone.memories} memories and {gone.turns} turns.")


@app.command()
def merge(
    threshold: Annotated[
        float, typer.Option("--threshold", help="Smallest cosine of what means the same, 0 to 1.")
    ] = 0.95,
    owner: Owner = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Merge memories that say nearly the same into one each."""
    from empathic_agent.settings import load_settings
    from empathic_agent.storage import open_existing
    from memory_store.merging import merge_duplicates

    if not 0.0 < threshold <= 1.0:
        raise typer.BadParameter(f"got --threshold {threshold}, expected more than 0 and at most 1")
    with open_existing(load_settings(owner=owner)) as storage:
        found = merge_duplicates(storage.store, storage.owner, threshold=threshold, dry_run=True)
        for merger in found:
            typer.echo(f"{merger.kept.id:>6}  {merger.kept.text}")
            for memory, cosine in zip(merger.merged, merger.similarities, strict=True):
                typer.echo(f"   {memory.id:>6}  {cosine:.3f}  {memory.text}")
        if not found:
            typer.echo("No two memories say nearly the same.")
        if dry_run or not found:
            return
        several = sum(len(merger.merged) for merger in found)
        agreed(f"Merge {several} memories into {len(found)}?", yes=yes)
        done = merge_duplicates(storage.store, storage.owner, threshold=threshold)
    typer.echo(f"Merged {sum(len(one.merged) for one in done)} memories into {len(done)}.")


def _pin(memory_id: int, owner: str | None, *, pinned: bool) -> None:
    from empathic_agent.settings import load_settings
    from empathic_agent.storage import open_existing

    with open_existing(load_settings(owner=owner)) as storage:
        storage.owned(memory_id)
        storage.store.pin(storage.owner, memory_id, pinned)
    typer.echo(f"Memory {memory_id} is {'pinned' if pinned else 'no longer pinned'}.")
