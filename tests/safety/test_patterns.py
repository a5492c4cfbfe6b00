"""The pattern files: every line is shown by an example, and every example behaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest

from empathic_agent.errors import DataError
from empathic_agent.safety.gate import CrisisGate
from empathic_agent.safety.grammar import Grammar
from empathic_agent.safety.normalise import Vocabulary, normalise
from empathic_agent.safety.patterns import (
    FOLDER,
    Pattern,
    read_patterns,
    shipped_patterns,
)
from empathic_agent.safety.phrases import Phrase, Place
from empathic_agent.turn import Danger, Stance

SHIPPED = shipped_patterns()
GATE = CrisisGate()
GRAMMAR = Grammar(SHIPPED.slots(), SHIPPED.lines())
VOCABULARY = Vocabulary(GRAMMAR.vocabulary, SHIPPED.lexicon.censored)

PATTERNS = [(file.danger, pattern) for file in SHIPPED.files for pattern in file.patterns]
NAMES = [f"{danger}: {pattern.name}" for danger, pattern in PATTERNS]
each_pattern = pytest.mark.parametrize("pattern", [p for _, p in PATTERNS], ids=NAMES)


@pytest.mark.parametrize(("danger", "pattern"), PATTERNS, ids=NAMES)
def test_it_meets_what_it_should(danger: Danger, pattern: Pattern) -> None:
    wanted = [(text, danger, pattern.stance) for text in pattern.meets]
    wanted += [(text, danger, Stance.UNSURE) for text in pattern.gently]
    found = [(text, GATE.find(text)) for text, _, _ in wanted]
    assert [(text, f and f.danger, f and f.stance) for text, f in found] == wanted


@each_pattern
def test_it_passes_what_it_should(pattern: Pattern) -> None:
    assert [(text, GATE.find(text)) for text in pattern.passes if GATE.find(text)] == []


@each_pattern
def test_every_phrase_is_shown_by_an_example(pattern: Pattern) -> None:
    shown = [words(text) for text in (*pattern.meets, *pattern.gently)]
    unseen = [p for p in pattern.says if not any(list(places([p], text)) for text in shown)]
    assert unseen == []


@each_pattern
def test_every_context_is_shown_by_an_example(pattern: Pattern) -> None:
    unneeded = [line for line in pattern.unless if not stands(line, pattern, pattern.passes)]
    met = (*pattern.meets, *pattern.gently)
    assert unneeded + [line for line in pattern.unsure if not stands(line, pattern, met)] == []


def words(text: str) -> tuple[str, ...]:
    return normalise(text, VOCABULARY).words


def places(lines: tuple[str, ...] | list[str], text: tuple[str, ...]) -> Iterator[Place]:
    """Where any of `lines` matches in `text`."""
    phrases: list[Phrase] = [GRAMMAR.phrase(line) for line in lines]
    found = (phrase.match(text, at) for phrase in phrases for at in range(len(text)))
    return (place for place in found if place is not None)


def stands(context: str, pattern: Pattern, examples: tuple[str, ...]) -> bool:
    """Whether `context` stands at a match of `pattern` in one of `examples`."""
    phrase = GRAMMAR.phrase(context)
    texts = [words(example) for example in examples]
    return any(phrase.match_around(t, place) for t in texts for place in places(pattern.says, t))


def test_there_is_one_file_per_danger_and_names_are_unique() -> None:
    assert [file.danger for file in SHIPPED.files] == list(Danger)
    for file in SHIPPED.files:
        assert max(Counter(pattern.name for pattern in file.patterns).values()) == 1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped files to spoil."""
    return Path(copytree(FOLDER, tmp_path / "patterns"))


@pytest.mark.parametrize(
    ("name", "spoilt", "complaint"),
    [
        ("lexicon.yaml", "slots: {}\ncensored: []\nslotz: {}", "slotz"),
        ("abuse.yaml", "danger: abuse\npatterns: []", "patterns"),
        ("abuse.yaml", "danger: rudeness", "danger"),
        ("abuse.yaml", "{", "abuse.yaml"),
    ],
)
def test_a_spoilt_file_is_refused(folder: Path, name: str, spoilt: str, complaint: str) -> None:
    (folder / name).write_text(spoilt, "utf-8")
    with pytest.raises(DataError, match=complaint):
        read_patterns(folder)


def test_a_missing_file_is_refused(folder: Path) -> None:
    (folder / "suicide.yaml").unlink()
    with pytest.raises(DataError, match=r"suicide\.yaml"):
        read_patterns(folder)


def test_two_slots_of_one_name_are_refused(folder: Path) -> None:
    file = folder / "abuse.yaml"
    file.write_text(file.read_text("utf-8").replace("slots:\n", "slots:\n  adverb: [x]\n"), "utf-8")
    with pytest.raises(DataError, match="more than once: adverb"):
        read_patterns(folder)
