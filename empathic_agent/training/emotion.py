"""Fits what turns the affect branch's emotions into labels, on GoEmotions' dev part.

    dev.tsv ─► affect branch ─► log-odds ─► a threshold per label, one temperature ─► save

The branch has learned from the train part, so thresholds have to come from texts that it has not
seen. How well they carry over to others is measured by halves of dev.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.datasets.goemotions import LICENCE, SOURCE, load_goemotions
from empathic_agent.encoder import SentenceEncoder
from empathic_agent.heads import SHIPPED, Arrays, Head, Manifest, Provenance, load_head, save_head
from empathic_agent.perception.branch import AffectBranch
from empathic_agent.perception.head import EmotionHead, Floats, logit, one_choice, sigmoid
from empathic_agent.perception.metrics import Bools, indicator, multilabel_f1
from empathic_agent.progress import Progress, silent

COMMAND = "empathic-agent train emotion --data DIR"
STEADY = 10.0
"""A label's own threshold weighs n, its number of texts, against so much for the common one: the
threshold of a label with a dozen texts is mostly luck (docs/experiments.md)."""

LIMITS = (
    "Trained on English Reddit comments labelled by readers: it knows what a comment sounds like, "
    "not what its writer felt, and misses irony.",
    "Rare labels (grief, relief, pride, nervousness) rest on few examples and are unreliable.",
    "Not a diagnostic instrument: it must not be used to judge a person's mental health.",
)


def train_emotion(
    data: Path,
    out: Path,
    *,
    encoder: SentenceEncoder,
    affect: Head | None = None,
    seed: int = 13,
    progress: Progress | None = None,
) -> Manifest:
    """Fit the emotion head and save it to `out`; two cores need a minute.

    Args:
        data: folder with the official dev.tsv.
        out: folder of the head, made if it does not exist.
        encoder: the one the affect branch builds on.
        affect: the affect branch; by default the shipped one.
        seed: of the halves.
        progress: told what happens, one short line each.

    Returns:
        The manifest, with scores on dev.

    Raises:
        DataError: the file is missing or malformed.
        ModelError: the affect branch does not fit the encoder.
    """
    say = progress or silent
    examples = load_goemotions(data / "dev.tsv")
    branch = load_branch(affect or load_head(SHIPPED / "affect"), encoder)
    say(f"reading the {len(examples)} texts of dev")
    log_odds = np.array([r.emotions for r in branch.read([e.text for e in examples])])
    labels = indicator((e.labels for e in examples), load_taxonomy("goemotions").names)
    say("thresholds and temperature")
    manifest, arrays = _manifest(data, encoder, seed), calibrate(log_odds, labels)
    scores = multilabel_f1(labels, EmotionHead(Head(manifest, arrays)).present(log_odds))
    scores["macro_f1_by_halves"] = _by_halves(log_odds, labels, seed)
    manifest = manifest.model_copy(update={"scores": scores})
    save_head(out, manifest, arrays)
    return manifest


def load_branch(affect: Head, encoder: SentenceEncoder) -> AffectBranch:
    """The affect branch on its encoder.

    Raises:
        ModelError: they do not belong together.
    """
    affect.require_encoder(encoder.name)
    return AffectBranch(affect.arrays, encoder)


def calibrate(log_odds: Floats, labels: Bools) -> Arrays:
    """Thresholds that maximise each label's F1, and the temperature that fits the distribution.

    Args:
        log_odds: (n, k) of texts the branch has not been trained on.
        labels: (n, k) their true labels.

    Returns:
        The arrays `thresholds` and `temperature` of the head.
    """
    found = thresholds(sigmoid(log_odds), labels)
    return {
        "thresholds": found.astype(np.float32),
        "temperature": np.array([_best_temperature(log_odds, labels, found)], dtype=np.float32),
    }


def thresholds(probabilities: Floats, labels: Bools) -> Floats:
    """(k,) a threshold per label, drawn towards the common one the fewer texts carry the label."""
    common = logit(np.array([best_threshold(probabilities.ravel(), labels.ravel())]))
    own = logit(
        np.array([best_threshold(p, y) for p, y in zip(probabilities.T, labels.T, strict=True)])
    )
    weight = labels.sum(axis=0) / (labels.sum(axis=0) + STEADY)
    return np.asarray(sigmoid(weight * own + (1.0 - weight) * common))


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


def _best_temperature(log_odds: Floats, labels: Bools, found: Floats) -> float:
    """The temperature with the lowest cross-entropy; a text's labels share its probability."""
    neutral = load_taxonomy("goemotions").names.index("neutral")
    truth = labels / labels.sum(axis=1, keepdims=True)

    def cross_entropy(temperature: float) -> float:
        chosen = one_choice(log_odds, found, temperature, neutral)
        return float(-(truth * np.log(chosen + 1e-12)).sum(axis=1).mean())

    return min((float(t) for t in np.geomspace(0.25, 4.0, 33)), key=cross_entropy)


def _by_halves(log_odds: Floats, labels: Bools, seed: int) -> float:
    """Macro-F1 of each half of the texts with thresholds from the other half."""
    order = np.random.default_rng(seed).permutation(len(labels))
    predicted = np.zeros_like(labels)
    for fitted, scored in (order[::2], order[1::2]), (order[1::2], order[::2]):
        found = thresholds(sigmoid(log_odds[fitted]), labels[fitted])
        predicted[scored] = sigmoid(log_odds[scored]) > found
    return multilabel_f1(labels, predicted)["macro_f1"]


def _manifest(data: Path, encoder: SentenceEncoder, seed: int) -> Manifest:
    digest = hashlib.sha256((data / "dev.tsv").read_bytes()).hexdigest()
    return Manifest(
        name="emotion",
        task="Turns the affect branch's log-odds into which of the 28 GoEmotions labels are there.",
        labels=load_taxonomy("goemotions").names,
        encoder=encoder.name,
        dimension=encoder.dimension,
        seed=seed,
        command=COMMAND,
        provenance=(
            Provenance(data="GoEmotions dev", sha256=digest, licence=LICENCE, source=SOURCE),
        ),
        scores={},
        scored_on=(
            "GoEmotions dev, 28 labels, whose thresholds were fitted on the same texts; "
            "`macro_f1_by_halves` is that of each half with thresholds from the other"
        ),
        limits=LIMITS,
    )
