"""The selector that the settings name, corrected by the calibration that they name."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path

from empathic_agent.encoder import CachedEncoder, SentenceEncoder
from empathic_agent.errors import PluginError
from empathic_agent.persona import load_persona
from empathic_agent.plugins import SELECTORS, PluginWarning, Workbench, plug
from empathic_agent.protocols import Encoder, StrategySelector
from empathic_agent.settings import load_settings
from empathic_agent.strategy.calibration import load_calibration
from empathic_agent.strategy.debias import Debiased


def load_selector(bench: Workbench) -> StrategySelector:
    """Build `settings.selector`, wrapped in `Debiased` where there is a `settings.calibration`.

    Raises:
        PluginError: there is no selector of that name, or its argument is missing.
        ModelError: the calibration is unusable or belongs to another selector.
    """
    selector: StrategySelector = plug(SELECTORS, bench.settings.selector, bench)
    return calibrated(selector, bench.settings.calibration)


@dataclass(frozen=True, slots=True)
class Alone:
    """A selector without the rest of the agent."""

    selector: StrategySelector
    encoder: Encoder | None
    """The encoder it uses, to be given many texts at once; None: it reads no vectors."""


def selector_alone(name: str, model: str | None = None) -> Alone:
    """The selector called `name`, to be measured.

    No other takes its place: what is measured will bear its name. A calibration of the settings
    is left out of account.

    Raises:
        PluginError: there is none of that name, or it failed to start.
        EmpathicAgentError: the persona or a model it needs is unusable.
    """
    settings = load_settings(selector=name, model=model)
    encoder = CachedEncoder(SentenceEncoder(settings.encoder))
    persona = load_persona(settings.persona, settings.persona_folders)
    bench = Workbench(settings=settings, encoder=encoder, persona=persona)
    with warnings.catch_warnings():
        warnings.simplefilter("error", PluginWarning)
        try:
            selector: StrategySelector = plug(SELECTORS, name, bench)
        except PluginWarning as warning:
            cause = str(warning).split(";")[0]
            raise PluginError(f"{cause}. Choose another with --selector.") from warning
    return Alone(selector, encoder if _reads_vectors(selector) else None)


def _reads_vectors(selector: StrategySelector) -> bool:
    from empathic_agent.strategy.backends.chat_selector import ChatSelector

    return not isinstance(selector, ChatSelector) or selector.reads_vectors


def calibrated(selector: StrategySelector, calibration: Path | None) -> StrategySelector:
    """`selector` corrected by a calibration file; as it is without one."""
    return selector if calibration is None else Debiased(selector, load_calibration(calibration))
