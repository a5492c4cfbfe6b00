"""Which utterances of a dialogue brought the last one's emotion about. Knows no thresholds of use.

RECCON's causal emotion entailment (Poria et al. 2021): every utterance so far, the last included,
is a candidate. A candidate is described by where it stands, who said it, and what the affect branch
reads in it and in the last; boosted trees judge that.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.errors import ModelError
from empathic_agent.heads import Head
from empathic_agent.perception.branch import Reading
from empathic_agent.perception.head import sigmoid
from empathic_agent.perception.trees import NAMES, tree_log_odds
from empathic_agent.turn import Utterance

Floats = NDArray[np.float64]

FARTHEST = 8
"""From this distance on, utterances count as equally far."""
NEUTRAL = load_taxonomy("goemotions").names.index("neutral")


class AntecedentHead:
    """Judges candidates.

    Args:
        head: as stored by `training.cause`.

    Raises:
        ModelError: an array is missing.
    """

    def __init__(self, head: Head) -> None:
        missing = sorted(set(NAMES) - head.arrays.keys())
        if missing:
            raise ModelError(
                f"The head {head.manifest.name!r} is no cause head: it lacks {', '.join(missing)}. "
                "Expected one made by `empathic-agent train cause --data DIR`."
            )
        self._trees = head.arrays

    def probabilities(self, utterances: Sequence[Utterance], readings: Sequence[Reading]) -> Floats:
        """(n,) probability of each of n utterances to be a cause of the last one's emotion.

        From 0.5 on it is named as one: the trees' prior is set so that this gives the best F1.
        """
        return sigmoid(tree_log_odds(self._trees, features(utterances, readings)))


def features(utterances: Sequence[Utterance], readings: Sequence[Reading]) -> Floats:
    """(n, f) what is told of each of n candidates; the last is the utterance with the emotion."""
    read = np.array([_read(reading) for reading in readings])
    last = np.tile(read[-1], (len(read), 1))
    return np.hstack([_places(utterances), _forms(utterances), _likeness(readings), read, last])


def _read(reading: Reading) -> Floats:
    """What the branch reads in one utterance, whatever stands around it."""
    return np.concatenate([sigmoid(reading.emotions), reading.situation, reading.z_scores])


def _places(utterances: Sequence[Utterance]) -> Floats:
    """How far each candidate is from the last, whether one person said both, where it all is."""
    n = len(utterances)
    distance = np.arange(n)[::-1]
    own = np.array([u.speaker is utterances[-1].speaker for u in utterances])
    columns = (
        np.minimum(distance, FARTHEST),
        own,
        own * np.minimum(distance, FARTHEST),
        np.arange(n) == 0,
        np.full(n, min(n, 2 * FARTHEST)),
    )
    return np.stack(columns, axis=1).astype(np.float64)


def _forms(utterances: Sequence[Utterance]) -> Floats:
    """Length and question mark of each candidate and of the last."""
    own = np.array([[np.log1p(len(u.text)), "?" in u.text] for u in utterances], dtype=np.float64)
    return np.hstack([own, np.tile(own[-1], (len(own), 1))])


def _likeness(readings: Sequence[Reading]) -> Floats:
    """How like each candidate is to the last, to its neighbours, and what feeling lies between."""
    vectors = np.array([r.vector / np.linalg.norm(r.vector) for r in readings], dtype=np.float64)
    words = np.array([sigmoid(reading.emotions) for reading in readings])
    situations = np.array([reading.situation for reading in readings])
    feeling = 1.0 - words[:, NEUTRAL]
    near = (vectors[1:] * vectors[:-1]).sum(axis=1)
    columns = (
        vectors @ vectors[-1],
        words @ words[-1],
        situations @ situations[-1],
        feeling,
        np.append(0.0, near),
        np.append(near, 0.0),
        _between(words @ words[-1]),
        _between(feeling),
    )
    return np.stack(columns, axis=1)


def _between(values: Floats) -> Floats:
    """(n,) the largest of the values that lie between each place and the last; 0 for none."""
    inner = np.maximum.accumulate(values[1:-1][::-1])[::-1]
    return np.concatenate([inner, np.zeros(len(values) - len(inner))])
