"""Finds the parts of the agent by name, built-in and third-party alike. Knows none of them.

A plug-in is an entry point in one of the groups below: a function that takes a `Workbench` and
returns an object that fits the group's protocol. A name may carry an argument after its first
colon, as in "transformers:SamLowe/roberta-base-go_emotions"; it reaches a function that is marked
with `takes_argument` as `Workbench.argument`.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from empathic_agent.errors import PluginError
from empathic_agent.persona import Persona
from empathic_agent.protocols import EmotionDetector, Encoder, MoodTransition, StrategySelector
from empathic_agent.settings import Settings


class PluginWarning(UserWarning):
    """A plug-in failed and a built-in part took its place."""


@dataclass(frozen=True, slots=True)
class Workbench:
    """What a plug-in may build upon."""

    settings: Settings
    encoder: Encoder
    persona: Persona
    argument: str = ""
    """What follows the first colon of the name; "" when nothing does."""


Build = Callable[[Workbench], object]


@dataclass(frozen=True, slots=True)
class WithArgument:
    """A plug-in function that may be given an argument; made by `takes_argument`."""

    build: Build
    what: str
    """What the argument is, as the end of "it needs …"."""
    optional: bool

    def __call__(self, bench: Workbench) -> object:
        """Build the part."""
        return self.build(bench)


def takes_argument(what: str, *, optional: bool = False) -> Callable[[Build], WithArgument]:
    """Mark a plug-in function as one that reads `Workbench.argument`.

    Args:
        what: what the argument is, e.g. "a folder with a model".
        optional: whether the function can do without.
    """
    return lambda build: WithArgument(build, what, optional)


@dataclass(frozen=True, slots=True)
class PlugPoint:
    """A place where plug-ins fit."""

    group: str
    protocol: type
    fallback: str


DETECTORS = PlugPoint("empathic_agent.detectors", EmotionDetector, "head")
SELECTORS = PlugPoint("empathic_agent.selectors", StrategySelector, "planner")
TRANSITIONS = PlugPoint("empathic_agent.transitions", MoodTransition, "personality")


class _ArgumentError(PluginError):
    """The name itself is wrong: no other part can be what was meant."""


def plug(point: PlugPoint, name: str, bench: Workbench) -> Any:
    """Build the part called `name`; when a third-party one fails, warn and build the fallback.

    A built-in part that fails raises: it was named by hand, and what is wrong with it can be put
    right. `name` is looked up as it is, then up to its first colon, with the rest as argument.

    Raises:
        PluginError: nothing of that name is installed, or its argument is missing or unwanted.
        EmpathicAgentError: a built-in part cannot be built as it was asked for.
    """
    entry, argument = _find(point, name)
    try:
        factory = entry.load()
        _require_argument(entry, factory, argument)
        part = factory(replace(bench, argument=argument))
        _require_fit(point, part)
    except Exception as error:  # foreign code: anything may come out of it
        if _is_built_in(entry) or isinstance(error, _ArgumentError):
            raise
        warnings.warn(
            f"The plug-in {name!r} of {point.group} failed ({type(error).__name__}: {error}); "
            f"{point.fallback!r} takes its place.",
            PluginWarning,
            stacklevel=2,
        )
        return plug(point, point.fallback, bench)
    return part


def _find(point: PlugPoint, name: str) -> tuple[EntryPoint, str]:
    """The entry point and the argument that `name` carries."""
    known = {entry.name: entry for entry in entry_points(group=point.group)}
    if name in known:
        return known[name], ""
    plain, _, argument = name.partition(":")
    if plain in known:
        return known[plain], argument.strip()
    raise PluginError(
        f"No plug-in {name!r} in {point.group}. Installed: {', '.join(sorted(known))}."
    )


def _require_argument(entry: EntryPoint, factory: object, argument: str) -> None:
    if not isinstance(factory, WithArgument):
        if argument:
            raise _ArgumentError(
                f"The plug-in {entry.name!r} takes no argument, got {argument!r}. "
                f"Expected {entry.name!r} alone."
            )
    elif not (argument or factory.optional):
        raise _ArgumentError(
            f"The plug-in {entry.name!r} got no argument, expected '{entry.name}:…' with "
            f"{factory.what} after the colon."
        )


def _is_built_in(entry: EntryPoint) -> bool:
    return entry.module.partition(".")[0] == __name__.partition(".")[0]


def _require_fit(point: PlugPoint, part: object) -> None:
    if not isinstance(part, point.protocol):
        raise PluginError(
            f"It returned {type(part).__name__}, expected a {point.protocol.__name__}."
        )
