"""A tiny encoder and planted conversations: what the planner can be tested on without weights."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from empathic_agent.protocols import Vectors
from empathic_agent.strategy.strategies import Strategy
from empathic_agent.turn import Dialogue, Speaker, Utterance


class TinyEncoder:
    """Eight numbers from the hash of the text, and a record of what it was asked for."""

    name = "tiny"
    dimension = 8

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked.append(tuple(texts))
        rows = [list(hashlib.sha256(text.encode()).digest()[: self.dimension]) for text in texts]
        vectors = np.array(rows, dtype=np.float32).reshape(-1, self.dimension) - 127.5
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def seeker(text: str) -> Utterance:
    return Utterance(speaker=Speaker.SEEKER, text=text)


def supporter(text: str, strategy: Strategy | None = None) -> Utterance:
    return Utterance(speaker=Speaker.SUPPORTER, text=text, strategy=strategy)


def dialogue(*utterances: Utterance) -> Dialogue:
    return Dialogue(utterances=utterances)


PLANTED = (
    ("Hello.", Strategy.OTHERS),
    ("I lost my job.", Strategy.QUESTION),
    ("It makes me sad.", Strategy.REFLECTION),
    ("What should I do?", Strategy.SUGGESTION),
    ("Thank you.", Strategy.OTHERS),
)
"""What a seeker says, and what the planted supporter always answers it with."""


def write_planted(path: Path, conversations: int) -> Path:
    """ESConv's official layout, each conversation the planted pairs begun at another place."""
    path.write_text(json.dumps([_conversation(i) for i in range(conversations)]), "utf-8")
    return path


def _conversation(start: int) -> dict[str, object]:
    dialog: list[dict[str, object]] = []
    for step in range(len(PLANTED)):
        text, strategy = PLANTED[(start + step) % len(PLANTED)]
        dialog += [
            {"speaker": "seeker", "annotation": {}, "content": text},
            {"speaker": "supporter", "annotation": {"strategy": strategy}, "content": "I see."},
        ]
    return {"situation": "x", "emotion_type": "sadness", "problem_type": "x", "dialog": dialog}
