"""What the scores of some memories are made of. Knows nothing of how strategies combine it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from memory_store.records import Attunement, Channel, Mood, Query
from memory_store.rows import Ids

Floats = NDArray[np.float64]

MICROSECONDS_PER_DAY = 86_400e6


@dataclass(frozen=True, slots=True)
class Parts:
    """n memories and what speaks for each of them; all arrays have shape (n,)."""

    ids: Ids
    meaning: Floats
    """Cosines of the meaning vectors, in [-1, 1]."""
    mood: Floats
    """Cosines of the centred moods, in [-1, 1]."""
    words: Floats
    """BM25, 0 or more."""
    recency: Floats
    """In (0, 1]."""
    importance: Floats
    """In [0, 1]."""

    def channel(self, channel: Channel) -> Floats:
        """One of the parts."""
        values: Floats = getattr(self, channel.value)
        return values

    def ranks(self, place: int) -> dict[Channel, int]:
        """Where the memory at `place` stands by each part alone, 1 for the best."""
        return {
            channel: 1 + int(np.count_nonzero(values > values[place]))
            for channel in Channel
            if (values := self.channel(channel)).any()
        }


def recency(times: NDArray[np.int64], query: Query) -> Floats:
    """½ to the power of the age in half-lives; 1 for what lies in the future.

    `times` are microseconds since 1970.
    """
    ages = query.now.timestamp() * 1e6 - times
    half_lives = np.maximum(ages, 0.0) / (MICROSECONDS_PER_DAY * query.weights.half_life_days)
    return np.asarray(0.5**half_lives)


def sought_mood(query: Query) -> Mood:
    """The mood to look for in memories.

    When someone is low, a repairing recall reaches for what is as pleasant as they feel
    unpleasant, as calm as they are stirred up (or the reverse), and in control.
    """
    mood = query.mood
    if query.attunement is Attunement.REPAIRING and mood.valence < 0.0:
        return Mood(-mood.valence, -mood.arousal, abs(mood.dominance))
    return mood
