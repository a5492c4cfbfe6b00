"""The trunk gives what the whole encoder builds on."""

from __future__ import annotations

import numpy as np
import pytest

from empathic_agent.encoder import CachedEncoder, SentenceEncoder, minilm_folder
from empathic_agent.errors import ModelError

TEXTS = ["I lost my job.", "ok", "", "A rather long sentence, which has quite a few words in it."]


@pytest.fixture(scope="module")
def fresh() -> SentenceEncoder:
    """A real encoder that has read nothing yet."""
    return SentenceEncoder()


def test_a_vector_begun_in_the_trunk_is_the_same_as_one_in_one_go(fresh: SentenceEncoder) -> None:
    whole = fresh.encode(TEXTS)
    fresh.states(TEXTS)
    begun = fresh.encode(TEXTS)
    assert np.abs(begun - whole).max() < 1e-5
    assert np.linalg.norm(begun, axis=1) == pytest.approx(np.ones(4), abs=1e-5)


def test_states_do_not_depend_on_the_batch(fresh: SentenceEncoder) -> None:
    together = fresh.states(TEXTS)
    for text, states in zip(TEXTS, together, strict=True):
        (alone,) = SentenceEncoder().states([text]) if text == "ok" else fresh.states([text])
        assert np.abs(alone.states - states.states).max() < 1e-5
        assert alone.offsets == states.offsets


def test_offsets_lie_in_the_text(fresh: SentenceEncoder) -> None:
    (read,) = fresh.states(["Heartbroken 😭 again"])
    assert len(read.offsets) == len(read.states)
    assert "".join("Heartbroken 😭 again"[a:b] for a, b in read.offsets) == "Heartbroken😭again"


def test_long_texts_are_cut(fresh: SentenceEncoder) -> None:
    (read,) = fresh.states(["no " * 5000])
    assert read.states.shape == (256, 384)


def test_layers_that_do_not_fit_are_refused(fresh: SentenceEncoder) -> None:
    with pytest.raises(ModelError, match="do not fit"):
        fresh.upper_layers({"layers.0.nonsense": np.zeros(3, np.float32)})


def test_other_encoders_have_no_trunk() -> None:
    other = CachedEncoder(SentenceEncoder(str(minilm_folder())))
    with pytest.raises(ModelError, match="all-MiniLM-L6-v2"):
        other.states(["hello"])
