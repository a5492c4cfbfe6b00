"""Puts an agent together from settings. Knows every built-in part, and none of their insides."""

from __future__ import annotations

import locale
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from empathic_agent.elsewhere import MemoriesElsewhere, open_memories
from empathic_agent.encoder import CachedEncoder, SentenceEncoder
from empathic_agent.forgetting import Forgetting, retention
from empathic_agent.journal import Journal, storage_errors
from empathic_agent.memory import MOOD, EmotionalMemory, Recalling
from empathic_agent.persona import Persona, load_persona
from empathic_agent.persona.memories import PersonaMemories
from empathic_agent.plugins import DETECTORS, TRANSITIONS, Workbench, plug
from empathic_agent.protocols import (
    EmotionDetector,
    Encoder,
    Memory,
    MoodTransition,
    StrategySelector,
)
from empathic_agent.response.writer import Writer
from empathic_agent.safety.gate import CrisisGate
from empathic_agent.safety.helplines import country_from
from empathic_agent.settings import Settings
from empathic_agent.strategy.loading import load_selector
from memory_store import Attunement, MemoryStore, Strategy, Weights

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

DATABASE = "empathic-agent.db"
"""Name of the database file in the data directory."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything the loop uses, in the order it uses it."""

    settings: Settings
    persona: Persona
    country: str | None
    """Whose helplines to name, ISO 3166; None if unknown."""
    encoder: Encoder
    gate: CrisisGate
    detector: EmotionDetector
    store: MemoryStore
    journal: Journal
    memories: MemoryStore | MemoriesElsewhere
    """The store itself, or what is kept elsewhere."""
    memory: Memory
    own_memories: PersonaMemories
    transition: MoodTransition
    selector: StrategySelector
    writer: Writer


def assemble(
    settings: Settings,
    *,
    chat_model: BaseChatModel | None = None,
    encoder: Encoder | None = None,
) -> Parts:
    """Build all parts; the encoder's weights are loaded when they are first needed.

    Args:
        settings: the user's choices.
        chat_model: writes the replies; by default the one that `settings.model` names.
        encoder: makes the vectors; by default the one that `settings.encoder` names. What it is
            asked for is cached here.

    Raises:
        EmpathicAgentError: a setting, the persona, a model or the data directory is unusable.
    """
    character = load_persona(settings.persona, settings.persona_folders)
    shared = CachedEncoder(encoder or SentenceEncoder(settings.encoder))
    bench = Workbench(settings=settings, encoder=shared, persona=character)
    detector = plug(DETECTORS, settings.detector, bench)
    selector = load_selector(bench)
    transition = plug(TRANSITIONS, settings.transition, bench)
    writer = _writer(settings, chat_model)
    store, journal = open_storage(settings, shared)
    memories = open_memories(settings, shared, store)
    Forgetting(memories, journal).retain(settings.owner, retention(settings))
    return Parts(
        settings=settings,
        persona=character,
        country=country_from(settings.country, _locale()),
        encoder=shared,
        gate=CrisisGate(),
        detector=detector,
        store=store,
        journal=journal,
        memories=memories,
        memory=EmotionalMemory(memories, journal, shared, recalling(settings)),
        own_memories=PersonaMemories(
            store, shared, character, meaning_weight=settings.meaning_weight
        ),
        transition=transition,
        selector=selector,
        writer=writer,
    )


@storage_errors()
def open_storage(settings: Settings, encoder: Encoder) -> tuple[MemoryStore, Journal]:
    """Open the database of the data directory, made if it does not exist.

    Raises:
        StorageError: the directory or the database cannot be used.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    store = MemoryStore.open(
        settings.home / DATABASE, dimension=encoder.dimension, encoder_name=encoder.name
    )
    return store, Journal(store)


def recalling(settings: Settings) -> Recalling:
    """How the settings want memories to be recalled."""
    return Recalling(
        limit=settings.recall,
        strategy=Strategy(settings.recall_strategy),
        attunement=Attunement(settings.recall_mood),
        meaning_weight=settings.meaning_weight,
        weights=Weights(**{"mood": MOOD} | settings.recall_weights),
    )


def _writer(settings: Settings, chat_model: BaseChatModel | None) -> Writer:
    if chat_model is not None:
        return Writer(type(chat_model).__name__, chat_model, settings.tracing)
    from empathic_agent.response.models import response_model

    return Writer(settings.model, response_model(settings.model), settings.tracing)


def _locale() -> str | None:
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    return named or locale.getlocale()[0]
