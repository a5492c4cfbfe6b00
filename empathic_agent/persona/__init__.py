"""Personas: who the agent is. Knows nothing of moods, prompts or replies.

A persona is one YAML file; `personas/README.md` documents its fields.
"""

from empathic_agent.persona.record import Manner, Persona, SeedMemory
from empathic_agent.persona.shelf import (
    find_persona,
    list_personas,
    load_persona,
    persona_files,
)

__all__ = [
    "Manner",
    "Persona",
    "SeedMemory",
    "find_persona",
    "list_personas",
    "load_persona",
    "persona_files",
]
