"""Chooses the frame that fits a situation best. Knows nothing of how its gaps are worded.

What cannot fit is left out first (kind, strategy, emotion, manner, theme, stage, the agent's mood,
gaps that cannot be filled), then the rest is scored. The parts of a score are named, so a choice
can be explained.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from random import Random
from typing import TypeVar

from empathic_agent.response.frames import Frame
from empathic_agent.response.kinds import Kind
from empathic_agent.response.situation import Situation
from empathic_agent.response.slots import Slot
from empathic_agent.response.wording import NEGATIVE, Family
from empathic_agent.strategy.strategies import Strategy

Wanted = TypeVar("Wanted")

OWN_WORDS: dict[Slot, float] = {
    Slot.CLAUSE: 1.0,
    Slot.TOPIC: 0.8,
    Slot.MEMORY: 1.5,
    Slot.QUOTE: 0.4,
    Slot.FEELING: 0.4,
    Slot.EMOTION: 0.4,
}
"""What it is worth that a reply uses the person's own words, or names their feeling."""
LATELY = 3
"""Replies in which an opening still rings in the ear."""


@dataclass(frozen=True, slots=True)
class Score:
    """Why a frame fits as well as it does; higher is better."""

    feeling: float
    """1 when written for just this emotion rather than for trouble or talk in general."""
    theme: float
    """1 when written for what the person talks about."""
    manner: float
    """0.5 when written for this persona's manner."""
    strategy: float
    """1.5 when written for the planned strategy; counts where strategies are optional."""
    mood: float
    """1 to 2, by how strongly it is felt, when written for the agent's own mood."""
    words: float
    """How much of the person's own words it takes up, see `OWN_WORDS`."""
    repetition: float
    """Down to -6 when it was just used, and -1 when a recent reply opened alike."""
    chance: float
    """In [0, 2): variety, decided by the conversation itself."""

    @property
    def total(self) -> float:
        """The sum of the parts."""
        return (
            self.feeling
            + self.theme
            + self.manner
            + self.strategy
            + self.mood
            + self.words
            + self.repetition
            + self.chance
        )


def choose(frames: Iterable[Frame], situation: Situation) -> Frame:
    """The best fitting frame; the same frames and situation always give the same one.

    Raises:
        LookupError: nothing fits, which `tests/response/test_frames.py` rules out for ours.
    """
    fitting = [frame for frame in frames if fits(frame, situation)]
    if not fitting:
        raise LookupError(f"no frame fits {situation.kind} / {sorted(situation.strategies)}")
    # Not for secrets: it only has to be the same tomorrow and on another machine.
    seed = blake2b(situation.seed.encode(errors="surrogatepass"), digest_size=8).digest()
    random = Random(seed)
    scored = [(score(frame, situation, random.uniform(0, 2)).total, frame) for frame in fitting]
    return max(scored, key=lambda pair: pair[0])[1]


def fits(frame: Frame, situation: Situation) -> bool:
    """Whether the frame can be used at all."""
    if frame.kind is not situation.kind or not frame.slots <= situation.words.keys():
        return False
    if situation.kind is Kind.TALK and not frame.strategies & situation.strategies:
        return False
    return (
        _suits(frame.families, situation.family)
        and _allows(frame.manners, situation.manner)
        and _allows(frame.stages, situation.stage)
        and _allows(frame.colours, situation.colour)
        and (not frame.themes or bool(frame.themes & situation.themes))
    )


def score(frame: Frame, situation: Situation, chance: float) -> Score:
    """How well a frame fits that can be used."""
    return Score(
        feeling=1.0 if situation.family in frame.families else 0.0,
        theme=1.0 if frame.themes else 0.0,
        manner=0.5 if frame.manners else 0.0,
        strategy=1.5 if frame.strategies & situation.strategies else 0.0,
        mood=1.0 + situation.strength if frame.colours else 0.0,
        words=_own_words(frame, situation),
        repetition=_repetition(frame, situation.past),
        chance=chance,
    )


def _own_words(frame: Frame, situation: Situation) -> float:
    if Strategy.RESTATEMENT in frame.strategies:
        # Their own words are the whole point of saying something back.
        return 2.0 * sum(OWN_WORDS.get(slot, 0.0) for slot in frame.slots)
    slots = frame.slots - {Slot.CLAUSE} if situation.echoed else frame.slots
    return sum(OWN_WORDS.get(slot, 0.0) for slot in slots)


def _suits(families: frozenset[Family], family: Family | None) -> bool:
    return _allows(families, family) or (family in NEGATIVE and Family.TROUBLED in families)


def _allows(wanted: frozenset[Wanted], given: Wanted | None) -> bool:
    return not wanted or given in wanted


def _repetition(frame: Frame, past: Sequence[str]) -> float:
    for age, reply in enumerate(reversed(past)):
        if frame.made(reply):
            return -6.0 * 0.97**age
    opens_alike = any(reply.startswith(frame.opening) for reply in past[-LATELY:])
    return -1.0 if opens_alike else 0.0
