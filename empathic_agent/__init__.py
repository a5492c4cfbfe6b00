"""An emotion-aware conversational agent.

    from empathic_agent import EmpathicAgent

    with EmpathicAgent.create(persona="wren") as agent:
        turn = agent.invoke("I lost my job last week.")
        print(turn.reply, turn.appraisal.emotion, turn.plan.strategy)

Importing this package loads nothing heavy: names are looked up when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from empathic_agent.affect.vad import VAD
    from empathic_agent.agent import EmpathicAgent
    from empathic_agent.errors import EmpathicAgentError
    from empathic_agent.settings import Settings, load_settings
    from empathic_agent.strategy.strategies import Stage, Strategy
    from empathic_agent.turn import Appraisal, Dialogue, Mood, StrategyPlan, Turn, Utterance

__version__ = "0.1.0"

_HOMES = {
    "Appraisal": "turn",
    "Dialogue": "turn",
    "EmpathicAgent": "agent",
    "EmpathicAgentError": "errors",
    "Mood": "turn",
    "Settings": "settings",
    "Stage": "strategy.strategies",
    "Strategy": "strategy.strategies",
    "StrategyPlan": "turn",
    "Turn": "turn",
    "Utterance": "turn",
    "VAD": "affect.vad",
    "load_settings": "settings",
}

__all__ = [
    "VAD",
    "Appraisal",
    "Dialogue",
    "EmpathicAgent",
    "EmpathicAgentError",
    "Mood",
    "Settings",
    "Stage",
    "Strategy",
    "StrategyPlan",
    "Turn",
    "Utterance",
    "load_settings",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
