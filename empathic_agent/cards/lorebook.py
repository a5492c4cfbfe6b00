"""Reads the lorebook of a card (`character_book`). Knows nothing of what is said.

Decorators (lines that begin with `@@`) are taken off every entry. Those that change when an entry
comes up are followed; those about places in a prompt are not, because lore has one place here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from empathic_agent.cards.fields import Flag, Keys, Listed, Number, Text
from empathic_agent.cards.role import Lorebook, LoreEntry

MOST_ENTRIES = 1000
"""Entries that are used; more are kept in the card only."""

MOST_KEYS = 100
"""Keys of an entry that are used."""


class Entry(BaseModel):
    """An entry as it stands in the card; what is not looked at is left out."""

    model_config = ConfigDict(frozen=True, strict=True)

    keys: Keys = ()
    secondary_keys: Keys = ()
    content: Text = ""
    enabled: Annotated[bool, BeforeValidator(lambda value: value is None or bool(value))] = True
    insertion_order: Number = 0.0
    priority: float | None = None
    case_sensitive: Flag = False
    use_regex: Flag = False
    constant: Flag = False
    selective: Flag = False


class Book(BaseModel):
    """A lorebook as it stands in the card."""

    model_config = ConfigDict(frozen=True, strict=True)

    scan_depth: float | None = None
    token_budget: float | None = None
    entries: Annotated[tuple[Entry, ...], Listed] = ()


def lorebook_of(book: Book | None, ready: Callable[[str], str]) -> Lorebook:
    """The entries that may come up, in the order in which they go into a prompt.

    Args:
        book: the card's lorebook, if it has one.
        ready: fills in the names of a text and cleans it.
    """
    if book is None:
        return Lorebook()
    entries = [
        entry for written in book.entries[:MOST_ENTRIES] if (entry := _entry(written, ready))
    ]
    return Lorebook(
        entries=tuple(sorted(entries, key=lambda entry: entry.order)),
        scan_depth=_whole(book.scan_depth),
        token_budget=_whole(book.token_budget),
    )


def _entry(written: Entry, ready: Callable[[str], str]) -> LoreEntry | None:
    orders, content = _split(ready(written.content))
    silenced = not written.enabled or ("dont_activate" in orders and "activate" not in orders)
    if silenced or not content:
        return None
    secondary = _keys(written.secondary_keys, ready) if written.selective else ()
    return LoreEntry(
        text=content,
        keys=_keys(written.keys, ready),
        # Both ask for one of several words beside the keys; the decorator is the later invention.
        secondary_keys=() if written.use_regex else _words(orders, "additional_keys") or secondary,
        excluded_keys=() if written.use_regex else _words(orders, "exclude_keys"),
        constant="activate" in orders or (written.constant and not written.use_regex),
        regex=written.use_regex,
        case_sensitive=written.case_sensitive,
        order=written.insertion_order,
        priority=written.insertion_order if written.priority is None else written.priority,
        scan_depth=_number(orders, "scan_depth"),
        after_replies=_number(orders, "activate_only_after") or 0,
        every_replies=max(1, _number(orders, "activate_only_every") or 1),
    )


FOLLOWED = frozenset(
    {
        "activate",
        "dont_activate",
        "scan_depth",
        "additional_keys",
        "exclude_keys",
        "activate_only_after",
        "activate_only_every",
    }
)
"""The decorators that have an effect."""


def _split(content: str) -> tuple[dict[str, str], str]:
    """The decorators that are followed, and the content without any."""
    orders: dict[str, str] = {}
    text: list[str] = []
    for line in content.split("\n"):
        if line.startswith("@@") and not any(text):
            _take(line, orders)
        else:
            text.append(line)
    followed = {name: value for name, value in orders.items() if name in FOLLOWED}
    return followed, "\n".join(text).strip()


def _take(line: str, orders: dict[str, str]) -> None:
    """Note a decorator; one with three `@` counts only if those just before are not followed."""
    name, _, value = line.lstrip("@").partition(" ")
    latest = next(reversed(orders), None)
    is_fallback = line.startswith("@@@")
    if not is_fallback or latest not in FOLLOWED:
        orders.setdefault(name, value.strip())


def _words(orders: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(filter(None, (word.strip() for word in orders.get(name, "").split(","))))


def _number(orders: Mapping[str, str], name: str) -> int | None:
    value = orders.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else None


def _keys(keys: tuple[str, ...], ready: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(filter(None, map(ready, keys[:MOST_KEYS])))


def _whole(value: float | None) -> int | None:
    return None if value is None else max(0, min(100_000, int(value)))
