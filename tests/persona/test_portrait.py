"""A persona as text for people."""

from pathlib import Path

from empathic_agent.cards.bringing import import_card
from empathic_agent.persona import find_persona, list_personas
from empathic_agent.persona.portrait import portrait, summary
from tests.cards.samples import V3


def test_everything_is_told() -> None:
    for persona in list_personas():
        told = portrait(persona, find_persona(persona.name))
        seeds = [seed.text for seed in persona.seed_memories]
        wanted = (persona.description, persona.greeting, persona.speaking_style, *persona.values)
        for text in (*wanted, *persona.boundaries, *persona.example_lines, *seeds):
            assert text in told
        for word in ("neuroticism", "mood at rest", "half-life", f"{persona.name}.yaml"):
            assert word in told


def test_a_card_is_told_with_its_notes(tmp_path: Path) -> None:
    done = import_card(V3, tmp_path)
    told = portrait(done.persona, done.file)
    for text in (
        "chara_card_v3",
        "the tests",
        "SECRET-NOTE: best with the kettle on.",
        "5 entries that can come up",
        "happy, sad, neutral",
        "We're closed. Come in anyway, friend.",
        "Stay behind the counter.",
        "https://example.org/tobin",
    ):
        assert text in told


def test_a_summary_is_one_short_line() -> None:
    for persona in list_personas():
        line = summary(persona)
        assert 10 < len(line) <= 90
        assert "\n" not in line
