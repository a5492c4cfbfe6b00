"""Trains the strategy planner on ESConv, calibrates it and writes both. Knows nothing of the agent.

    train.json ─► encode ─► five folds of conversations ─► out-of-fold probabilities ─► calibrate
                       └──► final fit on all of train ─► score on valid.json, if there ─► save

Nothing is chosen on the validation part: hyper-parameters and correction come from predictions for
conversations that the predicting model has not seen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from empathic_agent.datasets.esconv import (
    LICENCE,
    SOURCE,
    Conversation,
    SupporterTurn,
    load_esconv,
    supporter_turns,
)
from empathic_agent.errors import DataError
from empathic_agent.heads import Arrays, Head, Manifest, Provenance, save_head
from empathic_agent.progress import Progress, silent
from empathic_agent.protocols import Encoder, Vectors
from empathic_agent.strategy.calibration import (
    Calibration,
    Measurement,
    learn_calibration,
    save_calibration,
)
from empathic_agent.strategy.debias import CALIBRATION_FILE, Debiased
from empathic_agent.strategy.ensemble import TREES, probabilities
from empathic_agent.strategy.features import signals, view, view_vectors
from empathic_agent.strategy.metrics import StrategyScores, indices, score
from empathic_agent.strategy.network import Floats
from empathic_agent.strategy.planner import Planner
from empathic_agent.strategy.strategies import Strategy
from empathic_agent.training.strategy_network import Ints, NetworkRecipe, fit_network
from empathic_agent.training.strategy_trees import TreeRecipe, fit_trees

COMMAND = "empathic-agent train strategy --data DIR"
NAME = "esconv-planner"
FOLDS = 5

LIMITS = (
    "It imitates what crowd workers did in English text chats of about thirty messages; supporters "
    "disagree with each other, and the likeliest choice is right about once in three turns.",
    "It was trained on the supporters' own strategy history; an agent's history is made of its own "
    "choices, which drift from theirs.",
    "It finds Questions and greetings best (F1 near .5 on validation), Reflection of feelings and "
    "Information worst (F1 near .16).",
    "It knows nothing of crises: the safety gate has to come first. It is no therapist's judgement "
    "and must not be used as one.",
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """Hyper-parameters of both kinds of models."""

    networks: NetworkRecipe = field(default_factory=NetworkRecipe)
    trees: TreeRecipe = field(default_factory=TreeRecipe)

    def seeded(self, seed: int) -> Recipe:
        """The same with another seed."""
        return Recipe(replace(self.networks, seed=seed), replace(self.trees, seed=seed))


RECIPE = Recipe()


@dataclass(frozen=True, slots=True)
class Part:
    """The supporter turns of some conversations, as the networks need them."""

    turns: tuple[SupporterTurn, ...]
    conversation: NDArray[np.intp]
    """(n,) position of each turn's conversation."""
    vectors: Vectors
    """(n, v, d)."""
    signals: Floats
    """(n, s)."""
    labels: Ints
    """(n,)."""


def train_strategy(
    data: Path,
    out: Path,
    *,
    encoder: Encoder,
    seed: int = 13,
    progress: Progress | None = None,
    recipe: Recipe = RECIPE,
) -> Manifest:
    """Train and calibrate the planner and save it to `out`; two idle cores need about five minutes.

    Args:
        data: folder with the official train.json, or that file itself. A valid.json beside it is
            used for scores in the model card and for nothing else.
        out: folder of the head, made if it does not exist.
        encoder: gives the sentence vectors; the head will work with this encoder only.
        seed: of the folds and the networks.
        progress: told what happens, one short line each.
        recipe: hyper-parameters; the shipped planner was made with the default.

    Returns:
        The manifest, with cross-validated scores and, where there is a valid.json, those on it.

    Raises:
        DataError: a file is missing or malformed, or holds fewer than five conversations with a
            strategy.
    """
    say, recipe = progress or silent, recipe.seeded(seed)
    path = data / "train.json" if data.is_dir() else data
    conversations = load_esconv(path)
    say(f"encoding {path.name}")
    train = prepare(conversations, encoder)
    folds = _folds(train, path, seed)
    raw = _out_of_fold(train, folds, recipe, say)
    say("final fit on all of train")
    arrays = fit(train, np.full(len(folds), True), recipe)
    head = Head(_manifest(path, encoder, seed), arrays)
    calibration = _calibrate(Planner(encoder, head), train, raw, folds)
    scores = _cross_validated(calibration)
    if (valid := path.with_name("valid.json")).is_file():
        say(f"scoring on {valid.name}")
        scores |= _validated(load_esconv(valid), Planner(encoder, head), calibration)
    manifest = head.manifest.model_copy(update={"scores": scores})
    save_head(out, manifest, arrays)
    save_calibration(out / CALIBRATION_FILE, calibration)
    return manifest


def prepare(conversations: Sequence[Conversation], encoder: Encoder) -> Part:
    """Encode all supporter turns, each with nothing but what went before it."""
    owned = [(i, turn) for i, c in enumerate(conversations) for turn in supporter_turns(c)]
    turns = tuple(turn for _, turn in owned)
    return Part(
        turns=turns,
        conversation=np.array([i for i, _ in owned], dtype=np.intp),
        vectors=view_vectors([view(turn.before) for turn in turns], encoder),
        signals=np.array([signals(turn.before) for turn in turns], dtype=np.float32),
        labels=indices([turn.strategy for turn in turns]),
    )


def fit(part: Part, rows: NDArray[np.bool_], recipe: Recipe) -> Arrays:
    """The arrays of `strategy.ensemble`, fitted on the (n,) chosen rows of a part."""
    seen = part.signals[rows], part.labels[rows]
    networks = fit_network(part.vectors[rows], *seen, recipe.networks)
    trees = fit_trees(*seen, recipe.trees)
    return networks | {TREES + name: array for name, array in trees.items()}


def _folds(part: Part, path: Path, seed: int) -> Ints:
    """(n,) fold of each turn; turns of one conversation share one."""
    held = np.unique(part.conversation)
    if len(held) < FOLDS:
        raise DataError(
            f"{path} has {len(held)} conversations with strategies; expected at least {FOLDS}, "
            f"the number of folds. Get the official file from {SOURCE}."
        )
    fold_of = np.zeros(held.max() + 1, dtype=np.intp)
    fold_of[held] = np.random.default_rng(seed).permutation(len(held)) % FOLDS
    return np.asarray(fold_of[part.conversation])


def _out_of_fold(part: Part, folds: Ints, recipe: Recipe, say: Progress) -> Floats:
    """(n, 8) probabilities from models that did not see the conversation."""
    raw = np.zeros((len(folds), len(Strategy)), dtype=np.float32)
    for fold in range(FOLDS):
        say(f"fold {fold + 1} of {FOLDS}")
        hidden = folds == fold
        arrays = fit(part, ~hidden, recipe)
        raw[hidden] = probabilities(arrays, part.vectors[hidden], part.signals[hidden])
    return raw


def _calibrate(planner: Planner, part: Part, raw: Floats, folds: Ints) -> Calibration:
    return learn_calibration(
        Measurement(
            selector=planner.name,
            data="ESConv, train.json, each conversation predicted by models that did not see it",
            raw=tuple(tuple(row) for row in raw.tolist()),
            gold=tuple(turn.strategy for turn in part.turns),
            folds=tuple(folds.tolist()),
        )
    )


def _cross_validated(calibration: Calibration) -> dict[str, float]:
    return _figures("cv", calibration.after) | _figures("cv_uncorrected", calibration.before)


def _validated(
    conversations: Sequence[Conversation], planner: Planner, calibration: Calibration
) -> dict[str, float]:
    """Score the planner, and what `Debiased` makes of it, on every supporter turn."""
    turns = [turn for c in conversations for turn in supporter_turns(c)]
    gold = [turn.strategy for turn in turns]
    debiased = Debiased(planner, calibration)
    plans = planner.select_all([turn.before for turn in turns])
    before = score(gold, [plan.strategy for plan in plans])
    after = score(gold, [debiased.correct(plan).strategy for plan in plans])
    return _figures("valid", after) | _figures("valid_uncorrected", before)


def _figures(prefix: str, scores: StrategyScores) -> dict[str, float]:
    names = ("macro_f1", "preference_bias", "weighted_f1", "accuracy")
    return {f"{prefix}_{name}": getattr(scores, name) for name in names}


def _manifest(path: Path, encoder: Encoder, seed: int) -> Manifest:
    return Manifest(
        name=NAME,
        task="From a dialogue, and nothing after it, to the probability of each support strategy.",
        labels=tuple(Strategy),
        encoder=encoder.name,
        dimension=encoder.dimension,
        seed=seed,
        command=COMMAND,
        provenance=(
            Provenance(
                data="ESConv (Liu et al. 2021), train.json",
                sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
                licence=LICENCE,
                source=SOURCE,
            ),
        ),
        scores={},
        scored_on=(
            "ESConv supporter turns: `cv` is five-fold cross-validation over the conversations of "
            "train.json, `valid` is valid.json; `uncorrected` is the planner without `Debiased`"
        ),
        limits=LIMITS,
    )
