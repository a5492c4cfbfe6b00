"""Finds the parts of the agent by name, built-in and third-party alike. Knows none of them.

A plug-in is an entry point in one of the groups below: a function that takes a `Workbench` and
returns an object that fits the group's protocol.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class PlugPoint:
    """A place where plug-ins fit."""

    group: str
    protocol: type
    fallback: str


DETECTORS = PlugPoint("empathic_agent.detectors", EmotionDetector, "head")
SELECTORS = PlugPoint("empathic_agent.selectors", StrategySelector, "planner")
TRANSITIONS = PlugPoint("empathic_agent.transitions", MoodTransition, "personality")


def plug(point: PlugPoint, name: str, bench: Workbench) -> Any:
    """Build the part called `name`; when a third-party one fails, warn and build the fallback.

    Raises:
        PluginError: nothing of that name is installed, or the built-in part itself fails.
    """
    entry = _find(point, name)
    try:
        part = entry.load()(bench)
        _require_fit(point, part)
    except Exception as error:  # foreign code: anything may come out of it
        if name == point.fallback:
            raise
        warnings.warn(
            f"The plug-in {name!r} of {point.group} failed ({type(error).__name__}: {error}); "
            f"{point.fallback!r} takes its place.",
            PluginWarning,
            stacklevel=2,
        )
        return plug(point, point.fallback, bench)
    return part


def _find(point: PlugPoint, name: str) -> EntryPoint:
    known = entry_points(group=point.group)
    for entry in known:
        if entry.name == name:
            return entry
    raise PluginError(
        f"No plug-in {name!r} in {point.group}. Installed: {', '.join(sorted(known.names))}."
    )


def _require_fit(point: PlugPoint, part: object) -> None:
    if not isinstance(part, point.protocol):
        raise PluginError(
            f"It returned {type(part).__name__}, expected a {point.protocol.__name__}."
        )
