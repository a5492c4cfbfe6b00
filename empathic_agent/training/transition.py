"""Trains the learned mood transition on PELD and writes it. Knows nothing of the agent.

    train.tsv ─► moments ─► features ─┬─► folds of scenes, thrice ─► how much to favour the rare
                                      └─► final forest on all of train ─► valid ──┘ ─► save

PELD's triples overlap and dialogues are not numbered, so triples that share two utterances in a row
or a long one are kept in one fold. One number, how much rare emotions are favoured, is chosen with
the validation part as well; its figures are not blind to that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from empathic_agent.affect.mood import moved
from empathic_agent.affect.vad import VAD
from empathic_agent.datasets.peld import LICENCE, SOURCE, Triple, load_peld
from empathic_agent.errors import DataError
from empathic_agent.evaluation.transition import f1, moment_of
from empathic_agent.heads import Manifest, Provenance, save_head
from empathic_agent.perception.trees import leaves
from empathic_agent.progress import Progress, silent
from empathic_agent.protocols import Encoder
from empathic_agent.training.forest import Recipe, as_arrays, fit_forest
from empathic_agent.training.scenes import scenes
from empathic_agent.transition.context import (
    EMOTIONS,
    POINTS,
    Floats,
    Moment,
    features,
    moment,
)
from empathic_agent.transition.learned import NAME, favoured, forest_shares, read_off

COMMAND = "empathic-agent train transition --data DIR"
TRAIN, VALID = "train.tsv", "valid.tsv"
COMPONENTS = 16
"""Principal components of a text's vector."""
FOLDS = 5
EXPONENTS = tuple(round(0.3 + 0.05 * step, 2) for step in range(11))
"""Powers of the emotions' shares in train by which theirs in response may be divided."""
SAFE = 1e-3
"""Share below which an emotion is not favoured any further."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One way to favour the rare emotions, and what it comes to."""

    exponent: float
    scores: dict[str, float]

    @property
    def margin(self) -> float:
        """By how much copying is beaten where it is beaten least."""
        return min(
            self.scores[f"{part}_{name}_f1"] - self.scores[f"{part}_copy_{name}_f1"]
            for part in ("cv", "valid")
            for name in ("macro", "weighted")
        )


LIMITS = (
    "Trained on one television comedy: it has learnt how six friends on a stage answer, which is "
    "not how a supportive listener should.",
    "It is hardly better than answering with the emotion one had: they agree in nineteen cases of "
    "twenty, and what the words add to the emotions before is within the noise of the annotation.",
    "Disgust rests on about a hundred examples.",
)


@dataclass(frozen=True, slots=True)
class Part:
    """Triples as the forest needs them."""

    triples: tuple[Triple, ...]
    moments: tuple[Moment, ...]
    labels: NDArray[np.intp]
    """(n,) place of the third emotion."""


def train_transition(
    data: Path,
    out: Path,
    *,
    encoder: Encoder,
    seed: int = 13,
    progress: Progress | None = None,
    recipe: Recipe | None = None,
) -> Manifest:
    """Train the head and save it to `out`; two cores need a few minutes.

    Args:
        data: folder with PELD's train.tsv and valid.tsv.
        out: folder of the head, made if it does not exist.
        encoder: gives the sentence vectors; the head will work with this encoder only.
        seed: of folds and trees.
        progress: told what happens, one short line each.
        recipe: hyper-parameters; the shipped head was made with the default.

    Returns:
        The manifest, with cross-validated scores and those on the validation part.

    Raises:
        DataError: a file is missing or malformed, or train has too few triples.
    """
    say, recipe = progress or silent, replace(recipe or Recipe(), seed=seed)
    train, valid = (_part(load_peld(data / name)) for name in (TRAIN, VALID))
    if len(train.triples) < 2 * recipe.smallest:
        raise DataError(
            f"{data / TRAIN} has {len(train.triples)} triples, expected at least "
            f"{2 * recipe.smallest}. Get the official file from {SOURCE}."
        )
    say("encoding the utterances")
    axes = _axes(train, encoder)
    rows = features(train.moments, axes, encoder).astype(np.float32)
    held_out = _out_of_folds(train, rows, recipe, say)
    say("final fit on all of train")
    arrays = as_arrays(fit_forest(rows, train.labels, recipe), len(EMOTIONS.names)) | {"axes": axes}
    ends = leaves(arrays, features(valid.moments, axes, encoder))
    trial = _best(train, held_out, valid, forest_shares(arrays["value"][ends]))
    arrays["favour"] = _favour(train.labels, trial.exponent).astype(np.float32)
    manifest = _manifest(data, encoder, recipe).model_copy(update={"scores": trial.scores})
    save_head(out, manifest, arrays)
    return manifest


def _part(triples: tuple[Triple, ...]) -> Part:
    labels = [EMOTIONS.names.index(triple.emotions[2]) for triple in triples]
    moments = tuple(moment(*moment_of(triple)) for triple in triples)
    return Part(triples, moments, np.array(labels, dtype=np.intp))


def _axes(part: Part, encoder: Encoder) -> NDArray[np.float32]:
    """(d, 1 + k) mean and principal axes of the texts' vectors, each axis's largest entry positive:
    which way it points is left open by the mathematics."""
    texts = list(dict.fromkeys(text for m in part.moments for text in m.texts))
    vectors = encoder.encode(texts).astype(np.float64)
    mean = vectors.mean(axis=0)
    _, axes = np.linalg.eigh(np.cov((vectors - mean).T))
    axes = axes[:, ::-1][:, :COMPONENTS]
    largest = axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])]
    return np.column_stack([mean, axes * np.sign(largest)]).astype(np.float32)


def _favour(labels: NDArray[np.intp], exponent: float) -> Floats:
    """(7,) one over each emotion's share to the power of `exponent`."""
    shares = np.bincount(labels, minlength=len(EMOTIONS.names)) / len(labels)
    return np.asarray(np.maximum(shares, SAFE) ** -exponent)


def _best(train: Part, held_out: Sequence[Floats], valid: Part, shares: Floats) -> Trial:
    """The trial whose smallest margin over copying is largest: cross-validated and on valid, in
    macro and in weighted F1, so that no gain is paid for with a loss elsewhere."""
    trials = []
    for exponent in EXPONENTS:
        favour = _favour(train.labels, exponent)
        runs = [_scores("cv", train, favoured(run, favour)) for run in held_out]
        scores = {name: float(np.mean([run[name] for run in runs])) for name in runs[0]}
        trials.append(Trial(exponent, scores | _scores("valid", valid, favoured(shares, favour))))
    return max(trials, key=lambda trial: trial.margin)


def _out_of_folds(
    part: Part, rows: NDArray[np.float32], recipe: Recipe, say: Progress
) -> list[Floats]:
    """Per repeat (n, 7) shares by forests that saw nothing of the triple's scene."""
    scene, found = scenes(part.triples), []
    for repeat in range(recipe.repeats):
        own = replace(recipe, seed=recipe.seed + repeat)
        folds = (np.random.default_rng(own.seed).permutation(scene.max() + 1) % FOLDS)[scene]
        shares = np.zeros((len(rows), len(EMOTIONS.names)))
        for fold in range(FOLDS):
            say(f"cross-validation {repeat + 1} of {recipe.repeats}, fold {fold + 1} of {FOLDS}")
            held = folds == fold
            forest = fit_forest(rows[~held], part.labels[~held], own)
            shares[np.ix_(held, forest.classes_)] = forest.predict_proba(rows[held])
        found.append(shares)
    return found


def _scores(prefix: str, part: Part, shares: Floats) -> dict[str, float]:
    gold = [triple.emotions[2] for triple in part.triples]
    told = [_answer(t, row) for t, row in zip(part.triples, shares, strict=True)]
    copied = [triple.emotions[0] for triple in part.triples]
    return {
        f"{prefix}_macro_f1": f1(gold, told, "macro"),
        f"{prefix}_weighted_f1": f1(gold, told, "weighted"),
        f"{prefix}_copy_macro_f1": f1(gold, copied, "macro"),
        f"{prefix}_copy_weighted_f1": f1(gold, copied, "weighted"),
    }


def _answer(triple: Triple, shares: Floats) -> str:
    """The emotion that `LearnedTransition` would answer with."""
    goal = VAD.clamped(*(shares @ POINTS).tolist())
    return read_off(shares, moved(EMOTIONS.vad(triple.emotions[0]), goal, triple.traits))


def _manifest(data: Path, encoder: Encoder, recipe: Recipe) -> Manifest:
    return Manifest(
        name=NAME,
        task=(
            f"{recipe.trees} randomised trees: from the agent's mood, what the person feels and "
            "what both said last to the emotion in response."
        ),
        labels=EMOTIONS.names,
        encoder=encoder.name,
        dimension=encoder.dimension,
        seed=recipe.seed,
        command=COMMAND,
        provenance=(
            Provenance(
                data="PELD (Wen et al. 2021), train.tsv",
                sha256=hashlib.sha256((data / TRAIN).read_bytes()).hexdigest(),
                licence=LICENCE,
                source=SOURCE,
            ),
        ),
        scores={},
        scored_on=(
            f"PELD: `cv` is {FOLDS}-fold cross-validation of train by scenes, {recipe.repeats} "
            "times; `valid` is valid.tsv; how much rare emotions are favoured was chosen with "
            "both; `copy` answers with the first emotion"
        ),
        limits=LIMITS,
    )
