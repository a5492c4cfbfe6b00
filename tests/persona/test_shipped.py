"""The personas that ship: six of them, each somebody."""

from itertools import combinations

import pytest

from empathic_agent.affect.personality import temperament
from empathic_agent.persona import Manner, Persona, list_personas
from empathic_agent.resources import DataFolder, data_folder

PERSONAS = list_personas()
EVERY = pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.name)


def texts(persona: Persona) -> list[str]:
    seeds = [seed.text for seed in persona.seed_memories]
    return [
        persona.description,
        persona.speaking_style,
        persona.greeting,
        *persona.values,
        *persona.boundaries,
        *persona.example_lines,
        *seeds,
    ]


def test_six_of_them_in_every_manner_and_one_is_a_character() -> None:
    assert [p.name for p in PERSONAS] == ["bram", "imre", "mira", "odalys", "pip", "wren"]
    assert {persona.manner for persona in PERSONAS} == set(Manner)
    assert [persona.name for persona in PERSONAS if persona.fictional] == ["odalys"]


@EVERY
def test_each_is_complete(persona: Persona) -> None:
    assert len(persona.values) >= 3
    assert len(persona.boundaries) >= 3
    assert len(persona.example_lines) >= 5
    assert len(persona.seed_memories) >= 4
    assert len({seed.emotion for seed in persona.seed_memories}) >= 3
    assert persona.title.split()[0] in persona.greeting
    assert persona.role is None


def test_no_two_share_a_sentence_or_a_temperament() -> None:
    for one, other in combinations(PERSONAS, 2):
        assert not set(texts(one)) & set(texts(other))
        assert temperament(one.traits).distance(temperament(other.traits)) > 0.1
        assert one.mood_half_life_minutes != other.mood_half_life_minutes


WORN = (
    "journey",
    "safe space",
    "valid",
    "heal",
    "therap",
    "diagnos",
    "treatment",
    "you are not alone",
    "you're not alone",
    "i'm here for you",
    "everything happens",
    "stay strong",
    "self-care",
    "it will get better",
)


@EVERY
def test_none_talks_like_a_leaflet_or_a_clinic(persona: Persona) -> None:
    told = " ".join(texts(persona)).casefold().replace("the word “journey”", "")
    assert [word for word in WORN if word in told] == []


@EVERY
def test_the_file_says_which_way_neuroticism_runs_and_the_readme_knows_it(persona: Persona) -> None:
    folder = data_folder(DataFolder.PERSONAS)
    text = (folder / f"{persona.name}.yaml").read_text("utf-8")
    assert "# 0 unshakeable, 1 easily upset" in text
    assert f"`{persona.name}` | {persona.manner.value}" in (folder / "README.md").read_text("utf-8")


def test_the_readme_documents_every_field() -> None:
    from empathic_agent.persona.reading import FILE_KEYS, TRAIT_KEYS

    documented = (data_folder(DataFolder.PERSONAS) / "README.md").read_text("utf-8")
    assert all(f"`{key}`" in documented for key in (*FILE_KEYS, *TRAIT_KEYS))
