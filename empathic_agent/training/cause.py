"""Trains the head that finds an emotion's cause in the dialogue, on RECCON. Knows no agent.

    train.json ─► affect branch ─► features ─┬─► five folds of dialogues ─► where to draw the line
                                             └─► final fit on all of train ─► score on valid ─► save

Nothing is chosen on the validation part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from empathic_agent.datasets.reccon import LICENCE, SOURCE, Target, load_reccon, targets
from empathic_agent.encoder import SentenceEncoder
from empathic_agent.heads import SHIPPED, Arrays, Head, Manifest, Provenance, load_head, save_head
from empathic_agent.perception.antecedents import features
from empathic_agent.perception.branch import AffectBranch, Reading
from empathic_agent.perception.head import Floats, logit, sigmoid
from empathic_agent.perception.trees import tree_log_odds
from empathic_agent.progress import Progress, silent
from empathic_agent.training.emotion import best_threshold, load_branch
from empathic_agent.training.tree_arrays import tree_arrays

if TYPE_CHECKING:
    from sklearn.ensemble import GradientBoostingClassifier

COMMAND = "empathic-agent train cause --data DIR"
TRAIN, VALID = "dailydialog_train.json", "dailydialog_valid.json"
FOLDS = 5
TREES = 300
RATE = 0.05
DEPTH = 5
SHARE = 0.5
"""Of the rows that a tree sees."""
COLUMNS = 0.2
"""Share of the features that a split chooses from."""
SMALLEST = 20
"""Rows in a leaf."""

LIMITS = (
    "Trained on polished English textbook dialogues of two people; it has not seen chats.",
    "Annotators named the emotion's utterance itself in most cases; so does the head.",
    "It reads who said what and how it feels, not facts: a cause that is named without feeling, "
    "many turns back, is missed.",
)


@dataclass(frozen=True, slots=True)
class Candidates:
    """All candidates of some targets."""

    rows: Floats
    """(n, f)."""
    labels: NDArray[np.bool_]
    """(n,) whether each is a cause."""
    dialogue: NDArray[np.intp]
    """(n,) number of each one's dialogue."""


def train_cause(
    data: Path,
    out: Path,
    *,
    encoder: SentenceEncoder,
    affect: Head | None = None,
    seed: int = 13,
    progress: Progress | None = None,
) -> Manifest:
    """Train the cause head and save it to `out`; two cores need a few minutes.

    Args:
        data: folder with RECCON's official dailydialog_train.json and dailydialog_valid.json.
        out: folder of the head, made if it does not exist.
        encoder: the one the affect branch builds on.
        affect: the affect branch; by default the shipped one.
        seed: of the trees.
        progress: told what happens, one short line each.

    Returns:
        The manifest, with scores on the validation part.

    Raises:
        DataError: a file is missing or malformed.
        ModelError: the affect branch does not fit the encoder.
    """
    say = progress or silent
    branch = load_branch(affect or load_head(SHIPPED / "affect"), encoder)
    files = {part: [list(targets(c)) for c in load_reccon(data / part)] for part in (TRAIN, VALID)}
    say("reading the utterances")
    train, valid = (_candidates(dialogues, branch) for dialogues in files.values())
    line = _line(train, seed, say)
    say("final fit on all of train")
    arrays = as_arrays(_fit(train.rows, train.labels, seed), float(train.labels.mean()))
    arrays["prior"] -= np.float32(logit(np.array([line]))[0])
    manifest = _manifest(data, encoder, seed, len(arrays["feature"]))
    manifest = manifest.model_copy(update={"scores": _scores(arrays, valid)})
    save_head(out, manifest, arrays)
    return manifest


def _candidates(dialogues: Sequence[Sequence[Target]], branch: AffectBranch) -> Candidates:
    found = [(number, t) for number, dialogue in enumerate(dialogues) for t in dialogue]
    texts = list(dict.fromkeys(u.text for _, t in found for u in t.dialogue.utterances))
    readings: dict[str, Reading] = dict(zip(texts, branch.read(texts), strict=True))
    rows, labels, owners = [], [], []
    for number, target in found:
        utterances = target.dialogue.utterances
        rows.append(features(utterances, [readings[u.text] for u in utterances]))
        labels.append([place in target.causes for place in range(len(utterances))])
        owners += [number] * len(utterances)
    return Candidates(np.vstack(rows), np.concatenate(labels).astype(bool), np.array(owners))


def _line(train: Candidates, seed: int, say: Progress) -> float:
    """The probability above which naming a candidate gives the best F1, by dialogues unseen."""
    from sklearn.model_selection import GroupKFold

    probabilities = np.zeros(len(train.labels))
    folds = GroupKFold(FOLDS).split(train.rows, groups=train.dialogue)
    for number, (fitted, held) in enumerate(folds, start=1):
        say(f"fold {number} of {FOLDS}")
        model = _fit(train.rows[fitted], train.labels[fitted], seed)
        probabilities[held] = model.predict_proba(train.rows[held])[:, 1]
    return best_threshold(probabilities, train.labels)


def _fit(rows: Floats, labels: NDArray[np.bool_], seed: int) -> GradientBoostingClassifier:
    from sklearn.ensemble import GradientBoostingClassifier

    model = GradientBoostingClassifier(
        n_estimators=TREES,
        learning_rate=RATE,
        max_depth=DEPTH,
        subsample=SHARE,
        max_features=COLUMNS,
        min_samples_leaf=SMALLEST,
        random_state=seed,
    )
    return model.fit(rows, labels)


def as_arrays(model: GradientBoostingClassifier, prior: float) -> Arrays:
    """The model as `perception.trees` reads it.

    Args:
        model: fitted on two classes.
        prior: share of the positive class in what it was fitted on.
    """
    arrays = tree_arrays(model)
    odds = logit(np.array([prior])).astype(np.float32)
    return arrays | {"roots": arrays["roots"].ravel(), "prior": odds}


def _scores(arrays: Arrays, valid: Candidates) -> dict[str, float]:
    from sklearn.metrics import f1_score

    named = sigmoid(tree_log_odds(arrays, valid.rows)) >= 0.5
    return {
        "positive_f1": float(f1_score(valid.labels, named, zero_division=0.0)),
        "negative_f1": float(f1_score(~valid.labels, ~named, zero_division=0.0)),
    }


def _manifest(data: Path, encoder: SentenceEncoder, seed: int, nodes: int) -> Manifest:
    digest = hashlib.sha256((data / TRAIN).read_bytes()).hexdigest()
    return Manifest(
        name="cause",
        task=(
            f"{TREES} boosted trees ({nodes:,} nodes) over what the affect branch reads in each "
            "utterance of a dialogue: the probability that it brought about the last one's emotion."
        ),
        labels=("cause",),
        encoder=encoder.name,
        dimension=encoder.dimension,
        seed=seed,
        command=COMMAND,
        provenance=(
            Provenance(
                data="RECCON (DailyDialog) train", sha256=digest, licence=LICENCE, source=SOURCE
            ),
        ),
        scores={},
        scored_on="RECCON (DailyDialog) valid, all candidates pooled",
        limits=LIMITS,
    )
