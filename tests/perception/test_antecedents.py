"""What is told of each candidate for the cause of an emotion."""

from __future__ import annotations

import numpy as np
import pytest

from empathic_agent.errors import ModelError
from empathic_agent.heads import SHIPPED, Head, load_head
from empathic_agent.perception.antecedents import AntecedentHead, features
from empathic_agent.perception.branch import Reading
from empathic_agent.turn import Speaker, Utterance

STORED = load_head(SHIPPED / "cause")


def reading(seed: int) -> Reading:
    rng = np.random.default_rng(seed)
    return Reading(
        vector=rng.standard_normal(8).astype(np.float32),
        emotions=rng.standard_normal(28),
        situation=rng.dirichlet(np.ones(32)),
        z_scores=rng.standard_normal(3),
        tokens=np.zeros(1),
        places=((0, 1),),
    )


def utterances(*texts: str) -> list[Utterance]:
    speakers = (Speaker.SEEKER, Speaker.SUPPORTER)
    return [Utterance(speaker=speakers[i % 2], text=text) for i, text in enumerate(texts)]


@pytest.mark.parametrize("n", [1, 2, 3, 30])
def test_every_candidate_has_a_finite_row_and_a_probability(n: int) -> None:
    said, read = utterances(*["What?"] * n), [reading(i) for i in range(n)]
    rows = features(said, read)
    assert rows.shape == (n, features(said[:1], read[:1]).shape[1])
    assert np.isfinite(rows).all()
    found = AntecedentHead(STORED).probabilities(said, read)
    assert ((found > 0) & (found < 1)).all()


def test_a_row_tells_of_what_lies_between_but_not_of_what_went_before() -> None:
    said, read = utterances("a", "b", "c"), [reading(i) for i in range(3)]
    other = [reading(9), *read[1:]]
    before, after = features(said, read), features(said, other)
    assert (before[2] == after[2]).all()
    assert (before[0] != after[0]).any()


def test_other_arrays_are_refused() -> None:
    with pytest.raises(ModelError, match="threshold"):
        AntecedentHead(
            Head(STORED.manifest, {n: a for n, a in STORED.arrays.items() if n != "threshold"})
        )
