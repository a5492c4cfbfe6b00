"""Mood transitions by name, without the rest of the agent. Knows none of them."""

from __future__ import annotations

import warnings
from collections.abc import Callable

from empathic_agent.affect.personality import OCEAN
from empathic_agent.errors import PluginError
from empathic_agent.persona import Persona, load_persona
from empathic_agent.plugins import TRANSITIONS, PluginWarning, Workbench, plug
from empathic_agent.protocols import Encoder, MoodTransition
from empathic_agent.settings import Settings
from empathic_agent.transition.trajectory import Listener


def listener(persona: Persona, settings: Settings, encoder: Encoder) -> Listener:
    """A persona with the transition that the settings name.

    Raises:
        PluginError: there is none of that name, or it failed to start; no other takes its place.
        EmpathicAgentError: it cannot be built as it was asked for.
    """
    bench = Workbench(settings=settings, encoder=encoder, persona=persona)
    with warnings.catch_warnings():
        warnings.simplefilter("error", PluginWarning)
        try:
            transition: MoodTransition = plug(TRANSITIONS, settings.transition, bench)
        except PluginWarning as warning:
            cause = str(warning).split(";")[0]
            raise PluginError(f"{cause}. Choose another with --transition.") from warning
    return Listener(persona, transition)


def by_traits(settings: Settings, encoder: Encoder) -> Callable[[OCEAN], MoodTransition]:
    """Makes the transition of somebody of whom only the traits are known.

    Raises:
        EmpathicAgentError: the settings' persona, which lends the rest, is unusable, or there is
            no such transition.
    """
    persona = load_persona(settings.persona, settings.persona_folders)
    listener(persona, settings, encoder)  # before anything is measured, not within every item

    def build(traits: OCEAN) -> MoodTransition:
        return listener(persona.model_copy(update={"traits": traits}), settings, encoder).transition

    return build
