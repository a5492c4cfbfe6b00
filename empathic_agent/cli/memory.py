"""`memory`: look into what is remembered. `memory_changes` and `memory_files` hold the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from empathic_agent.cli.memory_options import (
    Arousal,
    AsLines,
    Dominance,
    Kinds,
    Limit,
    MemoryId,
    Offset,
    OfSession,
    Since,
    Superseded,
    Until,
    Valence,
    Words,
    moment,
)
from empathic_agent.cli.options import Owner

if TYPE_CHECKING:
    from memory_store import Kind, Memory, MoodRange

app = typer.Typer(help="Look into what is remembered, and change it.", no_args_is_help=True)


@app.command("list")
def list_memories(
    owner: Owner = None,
    limit: Limit = 20,
    offset: Offset = 0,
    kind: Kinds = None,
    superseded: Superseded = False,
    as_json: AsLines = False,
) -> None:
    """List memories, the latest first."""
    from empathic_agent.settings import load_settings
    from empathic_agent.storage import open_existing

    with open_existing(load_settings(owner=owner)) as storage:
        found = storage.memories.list(storage.owner, limit, offset, _kinds(kind), superseded)
        several = storage.memories.count(storage.owner)
    _print(found, as_json, "Nothing is remembered yet.")
    if not as_json and offset + len(found) < several:
        typer.echo(f"{several} in all; --limit and --offset show others.", err=True)


@app.command("search")
def search_memory(
    text: Annotated[
        str | None, typer.Argument(help="Show what this message would bring to mind.")
    ] = None,
    owner: Owner = None,
    words: Words = None,
    valence: Valence = None,
    arousal: Arousal = None,
    dominance: Dominance = None,
    since: Since = None,
    until: Until = None,
    session: OfSession = None,
    kind: Kinds = None,
    superseded: Superseded = False,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="At most so many.")] = 10,
    as_json: AsLines = False,
) -> None:
    """Look memories up by what they are, or by what a message would bring to mind.

    Either give a message, and see each part of the score (at most 50 come to mind); or give
    conditions, which all must hold.
    """
    conditions = (words, valence, arousal, dominance, since, until, session, kind)
    if text is None and all(condition is None for condition in conditions):
        raise typer.BadParameter("give a message, or a condition such as --words or --since")
    if text is not None and (superseded or any(one is not None for one in conditions)):
        raise typer.BadParameter("give a message or conditions, not both")
    if text is not None:
        _recall(text, owner, min(limit, 50), as_json)
        return
    from empathic_agent.settings import load_settings
    from empathic_agent.storage import open_existing

    with open_existing(load_settings(owner=owner)) as storage:
        found = storage.store.search(
            storage.owner,
            words=words,
            mood=_mood_range(valence, arousal, dominance),
            since=moment(since),
            until=moment(until),
            kinds=_kinds(kind),
            session=session,
            limit=limit,
            include_superseded=superseded,
        )
    _print(found, as_json, "No memory is like that.")


@app.command()
def show(memory_id: MemoryId, owner: Owner = None, as_json: AsLines = False) -> None:
    """Show all there is to know about one memory."""
    from empathic_agent.memory_pages import as_record, print_lines, print_page
    from empathic_agent.settings import load_settings
    from empathic_agent.storage import open_existing

    with open_existing(load_settings(owner=owner)) as storage:
        memory = storage.owned(memory_id)
    if as_json:
        print_lines([as_record(memory)])
    else:
        print_page(memory)


@app.command()
def history(memory_id: MemoryId, owner: Owner = None, as_json: AsLines = False) -> None:
    """Show a memory with all that it replaced and all that it was replaced by, oldest first."""
    from empathic_agent.settings import load_settings
    from empathic_agent.storage import open_existing

    with open_existing(load_settings(owner=owner)) as storage:
        storage.owned(memory_id)
        versions = storage.store.history(storage.owner, memory_id)
    _print(versions, as_json, "")


def _recall(text: str, owner: str | None, limit: int, as_json: bool) -> None:
    from empathic_agent.agent import EmpathicAgent
    from empathic_agent.console import show_recollections

    with EmpathicAgent.create(owner=owner, recall=limit) as agent:
        found = agent.recall(text)
    if as_json:
        for recollection in found:
            typer.echo(recollection.model_dump_json())
    else:
        show_recollections(found)


def _print(memories: list[Memory], as_json: bool, empty: str) -> None:
    from empathic_agent.memory_pages import as_record, print_lines, print_table

    if as_json:
        print_lines(as_record(memory) for memory in memories)
    else:
        print_table(memories, empty)


def _kinds(given: list[str] | None) -> list[Kind] | None:
    from memory_store import Kind

    try:
        return [Kind(kind) for kind in given] if given else None
    except ValueError:
        known = ", ".join(f'"{kind}"' for kind in Kind)
        raise typer.BadParameter(f"got --kind {given}, expected of {known}") from None


def _mood_range(
    valence: tuple[float, float] | None,
    arousal: tuple[float, float] | None,
    dominance: tuple[float, float] | None,
) -> MoodRange | None:
    from pydantic import ValidationError

    from memory_store import MoodRange

    given = {"valence": valence, "arousal": arousal, "dominance": dominance}
    chosen: dict[str, Any] = {axis: span for axis, span in given.items() if span is not None}
    try:
        return MoodRange(**chosen) if chosen else None
    except ValidationError as error:
        raise typer.BadParameter(f"moods lie from -1 to 1: {error.errors()[0]['msg']}") from None
