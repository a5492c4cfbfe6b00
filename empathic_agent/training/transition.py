"""Trains the learned mood transition on PELD and writes it. Knows nothing of the agent.

    train.tsv ─► moments ─► features ─┬─► folds of scenes, thrice ─► how much to favour the rare
                                      └─► final forest on all of train ─► score on valid ─► save

PELD's triples overlap and dialogues are not numbered, so triples that share two utterances in a row
or a long one are kept in one fold. Nothing is chosen on the validation part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from empathic_agent.affect.mood import moved
from empathic_agent.affect.vad import VAD
from empathic_agent.datasets.peld import LICENCE, SOURCE, Triple, load_peld
from empathic_agent.errors import DataError
from empathic_agent.evaluation.transition import f1, moment_of
from empathic_agent.heads import Arrays, Head, Manifest, Provenance, save_head
from empathic_agent.progress import Progress, silent
from empathic_agent.protocols import Encoder
from empathic_agent.training.trees import structure
from empathic_agent.transition.context import (
    EMOTIONS,
    POINTS,
    Floats,
    Moment,
    features,
    moment,
)
from empathic_agent.transition.learned import NAME, ResponseHead, favoured, read_off

if TYPE_CHECKING:
    from sklearn.ensemble import ExtraTreesClassifier

COMMAND = "empathic-agent train transition --data DIR"
TRAIN, VALID = "train.tsv", "valid.tsv"
COMPONENTS = 16
"""Principal components of a text's vector."""
TREES = 150
SMALLEST = 40
"""Triples in a leaf."""
COLUMNS = 0.5
"""Share of the features that a split chooses from."""
FOLDS, REPEATS = 5, 3
LONG = 5
"""Words from which an utterance that two triples share puts them into one fold."""
EXPONENTS = tuple(round(0.3 + 0.05 * step, 2) for step in range(9))
"""Powers of the emotions' shares in train by which theirs in response may be divided."""
SAFE = 1e-3
"""Share below which an emotion is not favoured any further."""

LIMITS = (
    "Trained on one television comedy: it has learnt how six friends on a stage answer, which is "
    "not how a supportive listener should.",
    "The words add little to the emotions before: in cross-validation it is as good as copying the "
    "first emotion in macro-F1 and half a point better in weighted F1.",
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
) -> Manifest:
    """Train the head and save it to `out`; two cores need a few minutes.

    Args:
        data: folder with PELD's train.tsv and valid.tsv; the latter is used for scores only.
        out: folder of the head, made if it does not exist.
        encoder: gives the sentence vectors; the head will work with this encoder only.
        seed: of folds and trees.
        progress: told what happens, one short line each.

    Returns:
        The manifest, with cross-validated scores and those on the validation part.

    Raises:
        DataError: a file is missing or malformed, or train has too few triples.
    """
    say = progress or silent
    train, valid = (_part(load_peld(data / name)) for name in (TRAIN, VALID))
    if len(train.triples) < 2 * SMALLEST:
        raise DataError(
            f"{data / TRAIN} has {len(train.triples)} triples, expected at least {2 * SMALLEST}. "
            f"Get the official file from {SOURCE}."
        )
    say("encoding the utterances")
    axes = _axes(train, encoder)
    rows = features(train.moments, axes, encoder).astype(np.float32)
    exponent, scores = _cross_validated(train, rows, seed, say)
    say("final fit on all of train")
    arrays = as_arrays(_fit(rows, train.labels, seed)) | {
        "axes": axes,
        "favour": _favour(train.labels, exponent).astype(np.float32),
    }
    head = Head(_manifest(data, encoder, seed), arrays)
    shares = ResponseHead(head, encoder).expected(valid.moments)
    scores |= _scores("valid", valid, shares)
    manifest = head.manifest.model_copy(update={"scores": scores})
    save_head(out, manifest, arrays)
    return manifest


def scenes(triples: Sequence[Triple]) -> NDArray[np.intp]:
    """(n,) number of each triple's scene: those that share words, directly or by others."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    number: dict[object, int] = {}
    links = [
        (row, number.setdefault(key, len(number)))
        for row, triple in enumerate(triples)
        for key in _shared(triple)
    ]
    rows, keys = np.array(links, dtype=np.intp).T
    size = len(triples) + len(number)
    graph = coo_matrix((np.ones(len(rows)), (rows, keys + len(triples))), shape=(size, size))
    _, component = connected_components(graph, directed=False)
    return np.unique(component[: len(triples)], return_inverse=True)[1].astype(np.intp)


def as_arrays(forest: ExtraTreesClassifier) -> Arrays:
    """The forest as `transition.learned` reads it, a few bytes a node."""
    trees = [estimator.tree_ for estimator in forest.estimators_]
    arrays = structure(trees)
    shares = np.concatenate([tree.value[:, 0, :] for tree in trees])
    value = np.zeros((len(shares), len(EMOTIONS.names)), dtype=np.uint8)
    value[:, forest.classes_] = (255.0 * shares).round()
    node = np.uint16 if len(shares) <= np.iinfo(np.uint16).max else np.int32
    kinds = {"roots": np.int32, "feature": np.int8, "threshold": np.float32}
    kinds |= {"left": node, "right": node}
    return {name: arrays[name].astype(kind) for name, kind in kinds.items()} | {"value": value}


def _shared(triple: Triple) -> list[object]:
    first, second, third = triple.texts
    long = [text for text in triple.texts if len(text.split()) >= LONG]
    return [(first, second), (second, third), *long]


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


def _fit(rows: NDArray[np.float32], labels: NDArray[np.intp], seed: int) -> ExtraTreesClassifier:
    from sklearn.ensemble import ExtraTreesClassifier

    forest = ExtraTreesClassifier(
        n_estimators=TREES, min_samples_leaf=SMALLEST, max_features=COLUMNS, random_state=seed
    )
    return forest.fit(rows, labels)


def _favour(labels: NDArray[np.intp], exponent: float) -> Floats:
    """(7,) one over each emotion's share to the power of `exponent`."""
    shares = np.bincount(labels, minlength=len(EMOTIONS.names)) / len(labels)
    return np.asarray(np.maximum(shares, SAFE) ** -exponent)


def _cross_validated(
    part: Part, rows: NDArray[np.float32], seed: int, say: Progress
) -> tuple[float, dict[str, float]]:
    """The exponent with the best sum of macro and weighted F1, and the scores it gets."""
    scene = scenes(part.triples)
    runs = [_out_of_fold(part, rows, scene, seed + r, r + 1, say) for r in range(REPEATS)]
    found: dict[float, dict[str, float]] = {}
    for exponent in EXPONENTS:
        favour = _favour(part.labels, exponent)
        each = [_scores("cv", part, favoured(run, favour)) for run in runs]
        found[exponent] = {name: float(np.mean([s[name] for s in each])) for name in each[0]}
    best = max(found, key=lambda e: found[e]["cv_macro_f1"] + found[e]["cv_weighted_f1"])
    return best, found[best]


def _out_of_fold(
    part: Part,
    rows: NDArray[np.float32],
    scene: NDArray[np.intp],
    seed: int,
    repeat: int,
    say: Progress,
) -> Floats:
    """(n, 7) shares by forests that saw nothing of the triple's scene."""
    fold_of = np.random.default_rng(seed).permutation(scene.max() + 1) % FOLDS
    folds, shares = fold_of[scene], np.zeros((len(rows), len(EMOTIONS.names)))
    for fold in range(FOLDS):
        say(f"cross-validation {repeat} of {REPEATS}, fold {fold + 1} of {FOLDS}")
        held = folds == fold
        forest = _fit(rows[~held], part.labels[~held], seed)
        shares[np.ix_(held, forest.classes_)] = forest.predict_proba(rows[held])
    return shares


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


def _manifest(data: Path, encoder: Encoder, seed: int) -> Manifest:
    return Manifest(
        name=NAME,
        task=(
            f"{TREES} randomised trees: from the agent's mood, what the person feels and what both "
            "said last to the emotion in response."
        ),
        labels=EMOTIONS.names,
        encoder=encoder.name,
        dimension=encoder.dimension,
        seed=seed,
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
            f"PELD: `cv` is {FOLDS}-fold cross-validation of train by scenes, {REPEATS} times; "
            "`valid` is valid.tsv; `copy` answers with the first emotion"
        ),
        limits=LIMITS,
    )
