"""Trains the emotion head on GoEmotions and writes it. Knows nothing of dialogues or the agent.

    read train.tsv, dev.tsv ─► encode ─► out-of-fold log-odds (5 folds) ─► thresholds, temperature
                                    └──► final fit on all of train ─► score on dev ─► save

Nothing is fitted on dev: thresholds and temperature come from predictions on parts of train that
the predicting head has not seen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.datasets.goemotions import LICENCE, SOURCE, Example, load_goemotions
from empathic_agent.heads import Arrays, Head, Manifest, Provenance, save_head
from empathic_agent.perception.head import EmotionHead, Floats, one_choice, sigmoid
from empathic_agent.perception.metrics import Bools, indicator, multilabel_f1
from empathic_agent.progress import Progress, silent
from empathic_agent.protocols import Encoder, Vectors
from empathic_agent.training.emotion_readers import fit_meaning, fit_words

COMMAND = "empathic-agent train emotion --data DIR"
FOLDS = 5
WORD_SHARE = 0.5
"""Weight of the words' log-odds against the meaning's. 0.7 is best on held-out parts of train by
half a point of macro-F1, but messages that tell what happened without naming a feeling, common in
conversation and rare in comments, need the meaning more (docs/experiments.md)."""

LIMITS = (
    "Trained on English Reddit comments labelled by readers: it knows what a comment sounds like, "
    "not what its writer felt, and misses irony.",
    "It reads one message at a time; what was said before does not reach it.",
    "Rare labels (grief, relief, pride, nervousness) rest on few examples and are unreliable.",
    "Not a diagnostic instrument: it must not be used to judge a person's mental health.",
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the data, encoded."""

    texts: list[str]
    vectors: Vectors
    labels: Bools
    """(n, k)."""

    def rows(self, index: NDArray[np.intp]) -> Part:
        """The given examples only."""
        return Part([self.texts[i] for i in index], self.vectors[index], self.labels[index])


def train_emotion(
    data: Path, out: Path, *, encoder: Encoder, seed: int = 13, progress: Progress | None = None
) -> Manifest:
    """Train the emotion head and save it to `out`; two cores need about five minutes.

    Args:
        data: folder with the official train.tsv and dev.tsv.
        out: folder of the head, made if it does not exist.
        encoder: gives the sentence vectors; the head will work with this encoder only.
        seed: of the networks and the folds.
        progress: told what happens, one short line each.

    Returns:
        The manifest, with scores on dev.

    Raises:
        DataError: a file is missing or malformed.
    """
    say = progress or silent
    examples = {part: load_goemotions(data / f"{part}.tsv") for part in ("train", "dev")}
    train, dev = (_encoded(examples[part], part, encoder, say) for part in ("train", "dev"))
    manifest = _manifest(data, encoder, seed)
    calibration = calibrate(_out_of_fold(train, manifest, say), train.labels)
    say("final fit on all of train")
    head = Head(manifest, _fit(train, seed) | calibration)
    manifest = manifest.model_copy(update={"scores": _score(EmotionHead(head), dev)})
    save_head(out, manifest, head.arrays)
    return manifest


def _encoded(examples: Sequence[Example], name: str, encoder: Encoder, say: Progress) -> Part:
    say(f"encoding the {len(examples)} texts of {name}")
    texts = [example.text for example in examples]
    return Part(texts, encoder.encode(texts), label_matrix(examples))


def label_matrix(examples: Sequence[Example]) -> Bools:
    """(n, 28) whether example i carries label k."""
    return indicator((e.labels for e in examples), load_taxonomy("goemotions").names)


def _out_of_fold(train: Part, manifest: Manifest, say: Progress) -> Floats:
    """(n, k) log-odds, each row from a head that was not trained on it."""
    log_odds = np.zeros(train.labels.shape)
    order = np.random.default_rng(manifest.seed).permutation(len(train.texts))
    for number, held in enumerate(np.array_split(order, FOLDS), start=1):
        say(f"fold {number} of {FOLDS}")
        rest, part = train.rows(np.setdiff1d(order, held)), train.rows(held)
        head = EmotionHead(Head(manifest, _fit(rest, manifest.seed)))
        log_odds[held] = head.log_odds(part.texts, part.vectors)
    return log_odds


def _fit(part: Part, seed: int) -> Arrays:
    """All arrays of a head; thresholds and temperature are still placeholders."""
    return {
        **fit_words(part.texts, part.labels),
        **fit_meaning(part.vectors, part.labels, seed),
        "word_share": np.array([WORD_SHARE], dtype=np.float32),
        "thresholds": np.full(part.labels.shape[1], 0.5, dtype=np.float32),
        "temperature": np.ones(1, dtype=np.float32),
    }


def calibrate(log_odds: Floats, labels: Bools) -> Arrays:
    """Thresholds that maximise each label's F1, and the temperature that fits the distribution.

    Args:
        log_odds: (n, k) of texts the head has not been trained on.
        labels: (n, k) their true labels.

    Returns:
        The arrays `thresholds` and `temperature` of the head.
    """
    probabilities = sigmoid(log_odds)
    thresholds = np.array(
        [best_threshold(probabilities[:, k], labels[:, k]) for k in range(labels.shape[1])]
    )
    temperature = _best_temperature(log_odds, labels, thresholds)
    return {
        "thresholds": thresholds.astype(np.float32),
        "temperature": np.array([temperature], dtype=np.float32),
    }


def best_threshold(probabilities: Floats, labels: Bools) -> float:
    """The probability above which calling a label present gives the highest F1; 1 if it never is.

    It lies half-way between the last of the (n,) probabilities counted in and the first left out.
    """
    if not labels.any():
        return 1.0
    order = np.argsort(-probabilities, kind="stable")
    ranked = np.append(probabilities[order], 0.0)
    hits = np.cumsum(labels[order])
    f1 = 2.0 * hits / (np.arange(1, len(order) + 1) + labels.sum())
    f1[ranked[:-1] == ranked[1:]] = -1.0  # no threshold can part equal probabilities
    last = int(f1.argmax())
    return float((ranked[last] + ranked[last + 1]) / 2.0)


def _best_temperature(log_odds: Floats, labels: Bools, thresholds: Floats) -> float:
    """The temperature with the lowest cross-entropy; a text's labels share its probability."""
    neutral = load_taxonomy("goemotions").names.index("neutral")
    truth = labels / labels.sum(axis=1, keepdims=True)

    def cross_entropy(temperature: float) -> float:
        chosen = one_choice(log_odds, thresholds, temperature, neutral)
        return float(-(truth * np.log(chosen + 1e-12)).sum(axis=1).mean())

    return min((float(t) for t in np.geomspace(0.25, 4.0, 33)), key=cross_entropy)


def _score(head: EmotionHead, dev: Part) -> dict[str, float]:
    return multilabel_f1(dev.labels, head.present(head.probabilities(dev.texts, dev.vectors)))


def _manifest(data: Path, encoder: Encoder, seed: int) -> Manifest:
    digest = hashlib.sha256((data / "train.tsv").read_bytes()).hexdigest()
    return Manifest(
        name="emotion",
        task="Reads one message and gives the probability of each of the 28 GoEmotions labels.",
        labels=load_taxonomy("goemotions").names,
        encoder=encoder.name,
        dimension=encoder.dimension,
        seed=seed,
        command=COMMAND,
        provenance=(
            Provenance(data="GoEmotions train", sha256=digest, licence=LICENCE, source=SOURCE),
        ),
        scores={},
        scored_on="GoEmotions dev, 28 labels, one threshold per label from folds of train",
        limits=LIMITS,
    )
