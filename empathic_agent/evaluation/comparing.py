"""Takes several personas through one ESConv conversation. Knows no chart and no transition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from empathic_agent.datasets.esconv import Conversation, load_esconv
from empathic_agent.encoder import CachedEncoder, SentenceEncoder
from empathic_agent.errors import InputError
from empathic_agent.persona import load_persona
from empathic_agent.plugins import DETECTORS, Workbench, plug
from empathic_agent.settings import Settings
from empathic_agent.transition.loading import listener
from empathic_agent.transition.trajectory import Heard, hear, trajectory
from empathic_agent.turn import Mood


@dataclass(frozen=True, slots=True)
class Comparison:
    """What several personas felt over one dialogue."""

    dialogue: str
    """Its id."""
    heard: tuple[Heard, ...]
    moods: dict[str, tuple[Mood, ...]]
    """Per persona the mood after each message."""


def compare(
    names: Sequence[str], data: Path, dialogue: int, *, seconds: float, settings: Settings
) -> Comparison:
    """Read the seeker's messages and move each persona's mood by them.

    Args:
        names: personas by name or file, at least two.
        data: a file in ESConv's official layout.
        dialogue: which of its conversations, counted from 0.
        seconds: simulated time from one message to the next.
        settings: name the detector and the transition.

    Raises:
        InputError: there are too few personas, no such conversation, or nobody speaks in it.
        EmpathicAgentError: the data, a persona or a part is unusable.
    """
    personas = [load_persona(name, settings.persona_folders) for name in dict.fromkeys(names)]
    if len(personas) < 2:
        raise InputError(f"got {', '.join(names)}; expected two personas or more to compare.")
    chosen = _chosen(data, dialogue)
    encoder = CachedEncoder(SentenceEncoder(settings.encoder))
    bench = Workbench(settings=settings, encoder=encoder, persona=personas[0])
    heard = hear(chosen.utterances, plug(DETECTORS, settings.detector, bench))
    if not heard:
        raise InputError(f"The seeker says nothing in {chosen.id}; choose another --dialogue.")
    pause = timedelta(seconds=seconds)
    return Comparison(
        dialogue=chosen.id,
        heard=heard,
        moods={p.name: trajectory(listener(p, settings, encoder), heard, pause) for p in personas},
    )


def _chosen(data: Path, dialogue: int) -> Conversation:
    conversations = load_esconv(data)
    if not 0 <= dialogue < len(conversations):
        raise InputError(
            f"got dialogue {dialogue}; {data} has {len(conversations)}, expected 0 to "
            f"{len(conversations) - 1}."
        )
    return conversations[dialogue]
