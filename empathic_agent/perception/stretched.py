"""The usual spelling of stretched words: "soooo", "cooool", "hahahaha". Knows no meanings."""

from __future__ import annotations

import re
from itertools import groupby

from empathic_agent.perception.lexicon import lexicon, skeleton

_STRETCHED = re.compile(r"([a-z])\1\1|h([aei])(?:h\2){2}", re.IGNORECASE)
_LAUGHTER = re.compile(r"(h[aei])\1{2,}h?", re.IGNORECASE)


def squeezed(word: str) -> str:
    """`word` with stretched letters and laughter shortened, in its own case.

    English only: words with letters outside ASCII are returned as they are.
    """
    if not (word.isascii() and _STRETCHED.search(word)):
        return word
    runs = ["".join(run) for _, run in groupby(word, key=str.lower)]
    lengths = _usual_lengths(word, [len(run) for run in runs])
    usual = "".join(run[:length] for run, length in zip(runs, lengths, strict=True))
    return usual[:4] if _LAUGHTER.fullmatch(usual) else usual


def _usual_lengths(word: str, lengths: list[int]) -> list[int]:
    """How often each letter stands in the known word that `word` stretches; else once if stretched.

    Only letters that stand three times or more are stretched; the others must agree.
    """
    for known in lexicon().double.get(skeleton(word.lower()), ()):
        usual = [len(list(run)) for _, run in groupby(known)]
        if all(n == m or n >= 3 for n, m in zip(lengths, usual, strict=True)):
            return usual
    return [1 if length >= 3 else length for length in lengths]
