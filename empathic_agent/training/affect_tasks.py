"""What the affect branch learns from: texts as token ids, targets and losses. Knows no network.

situations   EmpatheticDialogues: situations and first utterances, one of 32 emotions
emotions     GoEmotions: comments, any of 28 emotions
vad          EmoBank: sentences, valence, arousal and dominance as z-scores
words        RECCON: which words of an utterance are the cause of its emotion
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.datasets.emobank import load_emobank
from empathic_agent.datasets.empathetic_dialogues import load_empathetic_dialogues
from empathic_agent.datasets.goemotions import load_goemotions
from empathic_agent.datasets.reccon import NEUTRAL, Line, load_reccon
from empathic_agent.perception.metrics import indicator
from empathic_agent.perception.normalise import SPELLING, Normalised, normalise

LONGEST = 96
"""Tokens of a text that are learned from; fewer than one text in a thousand has more."""
SMOOTHING = 0.1
"""Share of a situation's probability that goes to all 32 labels alike: neighbours like "afraid" and
"terrified" are told apart by taste."""
UNLABELLED = -1.0
"""Target of a token that is no part of a word."""

PARTS = {
    "situations": Path("empathetic_dialogues/train.csv"),
    "emotions": Path("goemotions/train.tsv"),
    "vad": Path("emobank/train.csv"),
    "words": Path("reccon/dailydialog_train.json"),
}
"""The official training file of each task in the folder of the data sets."""

Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


@dataclass(frozen=True, slots=True)
class Task:
    """Texts and what is to be told of them."""

    name: str
    rows: Sequence[Sequence[int]]
    """Token ids of each text."""
    targets: Sequence[torch.Tensor]
    """One tensor per text: a label's number, (k,) flags or scores, or (t,) flags of its tokens."""
    loss: Loss
    """Of (n, width) or (n, t) outputs and the targets of n texts, a scalar."""
    width: int
    """How many numbers are told of a text, or of a token."""
    of_tokens: bool = False
    """Whether each token is told of, rather than the whole text."""
    batch: int = 64
    bias: torch.Tensor | None = None
    """(width,) to start from."""

    def batch_targets(self, index: Sequence[int]) -> torch.Tensor:
        """The targets of some texts; those of tokens padded with `UNLABELLED`."""
        chosen = [self.targets[i] for i in index]
        if self.of_tokens:
            return pad_sequence(chosen, batch_first=True, padding_value=UNLABELLED)
        return torch.stack(chosen)


def affect_tasks(data: Path, tokenizer: Any) -> list[Task]:
    """Read the training parts of all four data sets.

    Args:
        data: the folder that holds the files of `PARTS`.
        tokenizer: a fast tokenizer of transformers.

    Raises:
        DataError: a file is missing or malformed.
    """
    readers = (_situations, _emotions, _vad, _words)
    files = [data / part for part in PARTS.values()]
    return [read(file, tokenizer) for read, file in zip(readers, files, strict=True)]


def token_ids(texts: Sequence[str], tokenizer: Any) -> list[list[int]]:
    """Token ids of texts in normal spelling."""
    plain = [normalise(text, SPELLING).text for text in texts]
    rows: list[list[int]] = tokenizer(plain, truncation=True, max_length=LONGEST)["input_ids"]
    return rows


def _situations(file: Path, tokenizer: Any) -> Task:
    names = load_taxonomy("empathetic-dialogues").names
    told: list[tuple[str, str]] = []
    for conversation in load_empathetic_dialogues(file):
        texts = (conversation.situation, conversation.utterances[0].text)
        told += [(text, conversation.emotion) for text in dict.fromkeys(texts)]
    return Task(
        name="situations",
        rows=token_ids([text for text, _ in told], tokenizer),
        targets=[torch.tensor(names.index(emotion)) for _, emotion in told],
        loss=lambda outputs, targets: functional.cross_entropy(
            outputs, targets, label_smoothing=SMOOTHING
        ),
        width=len(names),
    )


def _emotions(file: Path, tokenizer: Any) -> Task:
    examples = load_goemotions(file)
    names = load_taxonomy("goemotions").names
    labels = indicator((e.labels for e in examples), names).astype(np.float32)
    half = len(names) / 2
    return Task(
        name="emotions",
        rows=token_ids([example.text for example in examples], tokenizer),
        targets=list(torch.from_numpy(labels)),
        # Half the sum over the labels: their mean would starve the rare ones.
        loss=lambda outputs, targets: (
            half * functional.binary_cross_entropy_with_logits(outputs, targets)
        ),
        width=len(names),
        bias=torch.logit(torch.from_numpy(labels.mean(axis=0)).clamp(1e-4, 1 - 1e-4)),
    )


def _vad(file: Path, tokenizer: Any) -> Task:
    sentences = load_emobank(file)
    mean, scale = vad_scale(file)
    scores = (np.array([s.vad.as_tuple() for s in sentences]) - mean) / scale
    return Task(
        name="vad",
        rows=token_ids([sentence.text for sentence in sentences], tokenizer),
        targets=list(torch.from_numpy(scores.astype(np.float32))),
        loss=lambda outputs, targets: 1.5 * functional.mse_loss(outputs, targets),
        width=3,
        batch=32,
    )


def vad_scale(file: Path) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(3,) mean and (3,) standard deviation of EmoBank's ratings, which lie in [-1, 1]."""
    ratings = np.array([sentence.vad.as_tuple() for sentence in load_emobank(file)])
    return ratings.mean(axis=0), np.maximum(ratings.std(axis=0), 1e-6)


def _words(file: Path, tokenizer: Any) -> Task:
    told = [
        (normalise(line.text, SPELLING), marked)
        for conversation in load_reccon(file)
        for line in conversation.lines
        if (marked := marked_characters(line)) is not None
    ]
    found = tokenizer(
        [plain.text for plain, _ in told],
        truncation=True,
        max_length=LONGEST,
        return_offsets_mapping=True,
    )
    flags = [
        torch.tensor(list(_token_flags(plain, marked, offsets)))
        for (plain, marked), offsets in zip(told, found["offset_mapping"], strict=True)
    ]
    return Task(
        name="words",
        rows=found["input_ids"],
        targets=flags,
        loss=_word_loss,
        width=1,
        of_tokens=True,
    )


def _word_loss(outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    known = targets != UNLABELLED
    return 0.7 * functional.binary_cross_entropy_with_logits(outputs[known], targets[known])


def marked_characters(line: Line) -> NDArray[np.bool_] | None:
    """(n,) which characters of an utterance are a cause of its own emotion; None: it has none."""
    if line.emotion == NEUTRAL:
        return None
    marked, lowered = np.zeros(len(line.text), dtype=bool), line.text.lower()
    for evidence in line.evidence:
        span = evidence.span.lower().strip()
        start = lowered.find(span) if span and evidence.turn == line.turn else -1
        if start >= 0:
            marked[start : start + len(span)] = True
    return marked if marked.any() else None


def _token_flags(
    plain: Normalised, marked: NDArray[np.bool_], offsets: Sequence[tuple[int, int]]
) -> Iterator[float]:
    """1 for a token of which more than half is marked, 0 for others, -1 for special tokens."""
    for start, end in offsets:
        first, last = plain.raw_span(start, end)
        yield float(marked[first:last].mean() > 0.5) if last > first else UNLABELLED
