"""A persona as text for people. Knows no terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from empathic_agent.affect.mood import name_mood
from empathic_agent.affect.personality import reactivity, temperament
from empathic_agent.cards.role import Role
from empathic_agent.persona.record import Persona

AXES = ("valence", "arousal", "dominance")


def portrait(persona: Persona, file: Path) -> str:
    """Everything there is to know about a persona, its temperament and its file included."""
    parts = [
        f"{persona.title} ({persona.name})",
        persona.description,
        _temperament(persona),
        *_lists(persona),
        f"speaking style\n  {persona.speaking_style}",
        f"greeting\n  {persona.greeting}",
        *(_card(persona.role) if persona.role else ()),
        f"file\n  {file.absolute()}",
    ]
    return "\n\n".join(parts)


def summary(persona: Persona, limit: int = 90) -> str:
    """The first sentence of the description, on one line."""
    line = " ".join(persona.description.split())
    sentence = line.split(". ")[0].rstrip(".") + "."
    return sentence if len(sentence) <= limit else f"{sentence[: limit - 1].rstrip()}…"


def _temperament(persona: Persona) -> str:
    rest = temperament(persona.traits)
    traits = [f"  {name:<18} {value:.2f}" for name, value in persona.traits.model_dump().items()]
    return "\n".join(
        [
            "temperament",
            *traits,
            f"  {'mood at rest':<18} {_axes(rest.as_tuple())}  ({name_mood(rest)})",
            f"  {'follows what it':<18} {_axes(reactivity(persona.traits))}",
            "  hears, per axis",
            f"  {'mood half-life':<18} {persona.mood_half_life_minutes:g} minutes",
            f"  {'manner':<18} {persona.manner.value}",
            f"  {'fictional':<18} {'yes' if persona.fictional else 'no'}",
        ]
    )


def _axes(values: Sequence[float]) -> str:
    return "  ".join(f"{name} {value:+.2f}" for name, value in zip(AXES, values, strict=True))


def _lists(persona: Persona) -> Iterator[str]:
    seeds = tuple(f"({seed.emotion}) {seed.text}" for seed in persona.seed_memories)
    for title, lines in (
        ("values", persona.values),
        ("boundaries", persona.boundaries),
        ("example lines", persona.example_lines),
        ("seed memories", seeds),
    ):
        if lines:
            yield _listed(title, lines)


def _listed(title: str, lines: Sequence[str]) -> str:
    return "\n".join([title, *(f"  - {line}" for line in lines)])


def _card(role: Role) -> Iterator[str]:
    """What the card brings along; the creator's notes are for people and shown to nobody else."""
    about = role.about
    facts = [
        f"  {name:<18} {value}"
        for name, value in (
            ("specification", about.spec),
            ("creator", about.creator),
            ("version", about.version),
            ("tags", ", ".join(about.tags)),
            ("source", ", ".join(about.source)),
            ("lore", f"{len(role.lorebook.entries)} entries that can come up"),
            ("emotion pictures", ", ".join(p.name for p in role.emotion_pictures)),
        )
        if value
    ]
    yield "\n".join(["character card", *facts])
    for title, text in (
        ("notes of its creator (never part of a prompt)", about.notes),
        ("personality", role.personality),
        ("scenario", role.scenario),
        ("instructions of the card", role.instructions),
        ("closing instructions of the card", role.closing_instructions),
        ("example dialogue", role.example_dialogue),
    ):
        if text:
            yield f"{title}\n  " + text.replace("\n", "\n  ")
    if role.alternate_greetings:
        yield _listed("other greetings", role.alternate_greetings)
