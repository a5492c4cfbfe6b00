"""Talk of ending one's life, and of violence at home. Knows nothing of helplines.

The crisis gate answers such messages before any reply is composed. Should one slip past it, this
keeps the composer from treating it as small talk.
"""

from __future__ import annotations

import re

from empathic_agent.response.patterns import pattern

_SUICIDE = pattern(
    r"""
    suicid|\bkill(?:ing)? myself|\bend(?:ing)? (?:it all|my life)|\bwant(?:ed)? to die\b
    |\b(?:wish|rather) i (?:was|were) dead|\bbetter off (?:dead|without me)
    |(?:\bnot|n't|\bdont|\bnever) want(?:ed)? to (?:live|exist|wake up|be (?:here|alive))\b
    |\b(?:nothing|no reason) to live\b|n(?:o|')t worth living
    |\b(?:hurt|harm|cut)(?:ting|ing)? myself|\bself[\s-]?harm
    """,
    re.IGNORECASE,
)
_VIOLENCE = pattern(
    r"""
    \babus(?:e|ed|er|es|ing|ive)\b|\brap(?:e|ed|ist)\b|\bmolest|\bassault
    |\bkill (?:him|her|them|you)\b|\bbeats? me\b|\bhits? me\b
    """,
    re.IGNORECASE,
)


def speaks_of_suicide(text: str) -> bool:
    """Whether `text` speaks of dying by one's own hand or of harming oneself."""
    return bool(_SUICIDE.search(text.replace("’", "'")))


def is_grave(text: str) -> bool:
    """Whether `text` speaks of that, or of abuse and violence: nothing to joke about or parrot."""
    return speaks_of_suicide(text) or bool(_VIOLENCE.search(text))
