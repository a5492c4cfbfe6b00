"""What supporters did when seekers said something alike. Knows no model and no prompt."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from empathic_agent.datasets.esconv import SupporterTurn, load_esconv, supporter_turns
from empathic_agent.protocols import Encoder
from empathic_agent.strategy.strategies import Strategy
from empathic_agent.turn import Dialogue, Record, Speaker

SHOTS = 4
"""How many examples are shown, as in Kang et al. (2024)."""
PER_STRATEGY = 250
"""Turns kept of each strategy, evenly spread over the file: a store that leans towards no strategy
shows no habit either."""


class Example(Record):
    """One decision of a human supporter."""

    heard: str
    """The seeker's last message before it."""
    strategy: Strategy
    said: str


class Examples:
    """Supporter turns to be found by what the seeker had just said.

    Args:
        encoder: makes the vectors; asked when the first examples are wanted.
        turns: where to choose from.
    """

    def __init__(self, encoder: Encoder, turns: Iterable[SupporterTurn]) -> None:
        self._encoder = encoder
        self._examples = _balanced(turns)
        self._vectors: np.ndarray | None = None

    @property
    def name(self) -> str:
        """How many turns can be found, and a fingerprint of them."""
        digest = hashlib.sha256("".join(e.model_dump_json() for e in self._examples).encode())
        return f"{len(self._examples)} examples@{digest.hexdigest()[:8]}"

    def like(self, dialogue: Dialogue) -> tuple[Example, ...]:
        """Up to `SHOTS` examples, the most alike first; none before the seeker's first message.

        A message that stands word for word in the store is passed over with all that followed it.
        """
        asked = dialogue.last_of(Speaker.SEEKER)
        if asked is None or not self._examples:
            return ()
        if self._vectors is None:
            self._vectors = self._encoder.encode([example.heard for example in self._examples])
        (query,) = self._encoder.encode([asked.text])
        nearest = np.argsort(-(self._vectors @ query), kind="stable")
        others = (self._examples[i] for i in nearest if self._examples[i].heard != asked.text)
        return tuple(example for example, _ in zip(others, range(SHOTS), strict=False))


def load_examples(path: Path, encoder: Encoder) -> Examples:
    """Examples from a file in ESConv's official layout; use one that nothing is measured on.

    Raises:
        DataError: the file is missing or malformed.
    """
    return Examples(encoder, (t for c in load_esconv(path) for t in supporter_turns(c)))


def _balanced(turns: Iterable[SupporterTurn]) -> Sequence[Example]:
    found: dict[Strategy, list[Example]] = defaultdict(list)
    for turn in turns:
        heard = turn.before.last_of(Speaker.SEEKER)
        if heard is not None:
            example = Example(heard=heard.text, strategy=turn.strategy, said=turn.text)
            found[turn.strategy].append(example)
    return [
        examples[i]
        for examples in found.values()
        for i in np.unique(np.linspace(0, len(examples) - 1, PER_STRATEGY).astype(int))
    ]
