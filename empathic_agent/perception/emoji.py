"""Emoji as words. Knows nothing of the text around them."""

from __future__ import annotations

import re
import unicodedata

from empathic_agent.perception.lexicon import lexicon

_BASE = (
    "[\u203c\u2049\u2600-\u27bf\u2b50\u2b55\U0001f300-\U0001f3fa\U0001f400-\U0001f64f"
    "\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7eb\U0001f900-\U0001f9ff\U0001fa70-\U0001faff]"
)
_LOOK = "[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]"
"""Variation selectors and skin tones: how an emoji looks, not what it says."""
_JOINER = "\u200d"
EMOJI = f"{_BASE}{_LOOK}*(?:{_JOINER}{_BASE}{_LOOK}*)*"
"""Pattern of one emoji with all that belongs to it; flags and keycaps are left alone."""

_LOOKS = re.compile(_LOOK)
_GENDER = re.compile(f"{_JOINER}[♀♂]")
_TYPOGRAPHY = re.compile(r"^(?:white |black |heavy |negative )+")
"""Words of Unicode names that speak of printing: "heavy black heart"."""


def known_emoji(emoji: str) -> str | None:
    """What one emotional emoji says by `signs/emoji.yaml`; None: it is not there."""
    return lexicon().emoji.get(_bare(emoji))


def named_emoji(emoji: str) -> str | None:
    """The Unicode names of one emoji's parts; None: this Python's tables do not know them."""
    names = (unicodedata.name(part, "") for part in _bare(emoji).split(_JOINER))
    plain = (_TYPOGRAPHY.sub("", name.lower().replace("-", " ")) for name in names)
    return " ".join(name for name in plain if name) or None


def _bare(emoji: str) -> str:
    return _GENDER.sub("", _LOOKS.sub("", emoji))
