"""Readings as another seed would have them: a bootstrap of the detector's distribution.

A mood transition is deterministic; what is uncertain is what was read. Each seed draws a few labels
from the distribution of a message, as if so many annotators had been asked, and takes their shares
for the distribution. The point in VAD space moves as the labels' mean point does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from empathic_agent.affect.taxonomy import Taxonomy, load_taxonomy
from empathic_agent.affect.vad import VAD
from empathic_agent.transition.trajectory import Heard
from empathic_agent.turn import Appraisal

ANNOTATORS = 5
"""Labels that are drawn per message; GoEmotions asked three to five people for each text."""


def resampled(heard: Sequence[Heard], seed: int) -> tuple[Heard, ...]:
    """The same messages as `seed` reads them; the same seed reads them alike.

    Raises:
        InputError: a reading is in an unknown label set.
    """
    random = np.random.default_rng(seed)
    return tuple(replace(h, appraisal=_redrawn(h.appraisal, random)) for h in heard)


def _redrawn(appraisal: Appraisal, random: np.random.Generator) -> Appraisal:
    taxonomy = load_taxonomy(appraisal.taxonomy)
    shares = np.array(list(appraisal.distribution.values()), dtype=np.float64)
    drawn = random.multinomial(ANNOTATORS, shares / shares.sum()) / ANNOTATORS
    distribution = dict(zip(appraisal.distribution, drawn.tolist(), strict=True))
    return appraisal.model_copy(
        update={
            "distribution": distribution,
            "emotion": max(distribution, key=distribution.__getitem__),
            "vad": _shifted(appraisal, distribution, taxonomy),
        }
    )


def _shifted(appraisal: Appraisal, distribution: dict[str, float], taxonomy: Taxonomy) -> VAD:
    points = (
        appraisal.vad.as_tuple(),
        taxonomy.point(distribution).as_tuple(),
        taxonomy.point(appraisal.distribution).as_tuple(),
    )
    return VAD.clamped(*(now + new - old for now, new, old in zip(*points, strict=True)))
