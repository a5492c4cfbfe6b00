"""The detector that the settings name, without the rest of the agent. Knows no detector."""

from __future__ import annotations

import warnings

from empathic_agent.encoder import CachedEncoder, SentenceEncoder
from empathic_agent.errors import PluginError
from empathic_agent.persona import load_persona
from empathic_agent.plugins import DETECTORS, PluginWarning, Workbench, plug
from empathic_agent.protocols import EmotionDetector
from empathic_agent.settings import Settings


def load_detector(settings: Settings) -> EmotionDetector:
    """Build `settings.detector`. No other takes its place: what it reads will bear its name.

    Raises:
        PluginError: there is none of that name, or it failed to start.
        EmpathicAgentError: the persona or a model it needs is unusable.
    """
    bench = Workbench(
        settings=settings,
        encoder=CachedEncoder(SentenceEncoder(settings.encoder)),
        persona=load_persona(settings.persona, settings.persona_folders),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error", PluginWarning)
        try:
            detector: EmotionDetector = plug(DETECTORS, settings.detector, bench)
        except PluginWarning as warning:
            cause = str(warning).split(";")[0]
            raise PluginError(f"{cause}. Choose another with --detector.") from warning
    return detector
