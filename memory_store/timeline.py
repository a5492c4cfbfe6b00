"""An owner's memories in the order of their conversations. Knows nothing of texts or vectors."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from memory_store.catalogue import Catalogue, key
from memory_store.rows import Ids

OWNERS_KEPT = 64
"""Of so many owners the timelines are kept; the longest unused go first."""


@dataclass(frozen=True)
class Timeline:
    """n memories, those of one conversation side by side, in the order of time."""

    ids: Ids
    """Shape (n,)."""
    sessions: NDArray[np.int64]
    """Shape (n,): equal for memories of the same conversation, and only for those."""
    times: NDArray[np.int64]
    """Shape (n,): when each happened, microseconds since 1970."""
    importances: NDArray[np.float32]
    """Shape (n,), in [0, 1]."""

    def places(self, ids: Ids) -> NDArray[np.intp]:
        """Where these memories stand, as far as they are there, in the order of `ids`."""
        if not self.ids.size:
            return np.empty(0, dtype=np.intp)
        at = np.minimum(np.searchsorted(self._ascending, ids), self.ids.size - 1)
        places = self._by_id[at]
        return np.asarray(places[self.ids[places] == ids])

    def windowed(
        self, values: NDArray[np.float64], weights: tuple[float, ...]
    ) -> NDArray[np.float64]:
        """Each value joined with its neighbours' of the same conversation, shape (n,).

        `weights[k]` is for the neighbours k places before and after; `weights[0]` for its own.
        """
        joined: NDArray[np.float64] = weights[0] * values
        for distance, weight in enumerate(weights[1:], start=1):
            together = self.sessions[distance:] == self.sessions[:-distance]
            joined[distance:] += weight * together * values[:-distance]
            joined[:-distance] += weight * together * values[distance:]
        return joined

    @cached_property
    def _by_id(self) -> NDArray[np.intp]:
        return np.argsort(self.ids)

    @cached_property
    def _ascending(self) -> Ids:
        return np.sort(self.ids)


class Timelines:
    """Timelines of the owners asked for lately."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[int, Timeline]] = OrderedDict()

    def of(self, owner: str, catalogue: Catalogue, seq: int) -> Timeline:
        """The owner's memories as the catalogue has them after the change `seq`."""
        count = catalogue.count(owner)
        kept_seq, timeline = self._kept.get(owner, (None, None))
        if timeline is None or kept_seq != seq or timeline.ids.size != count:
            timeline = _timeline(catalogue, owner)
        self._kept[owner] = (seq, timeline)
        self._kept.move_to_end(owner)
        while len(self._kept) > OWNERS_KEPT:
            self._kept.popitem(last=False)
        return timeline


def _timeline(catalogue: Catalogue, owner: str) -> Timeline:
    columns = catalogue.of_owner(owner)
    ids, times = columns["id"], columns["at"]
    # Without a conversation, a memory has no neighbours: it is one of its own.
    sessions = np.where(columns["session"] == key(""), -ids, columns["session"])
    order = np.lexsort((ids, times, sessions))
    return Timeline(ids[order], sessions[order], times[order], columns["importance"][order])
