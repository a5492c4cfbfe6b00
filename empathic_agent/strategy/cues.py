"""Surface cues of one message that sentence vectors blur: questions, thanks, consent, feelings."""

from __future__ import annotations

import math
import re

PATTERNS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\?",
        r"!",
        r"\bthank",
        r"\b(?:good ?bye|bye|good ?night|take care|good luck|have a (?:good|great|nice))\b",
        r"\b(?:hi|hello|hey)\b",
        r"\b(?:what|how|should|any (?:advice|ideas?|suggestions?)|can you|could you)\b",
        r"\byou\b",
        r"\b(?:yes|yeah|yep|sure|ok|okay)\b",
        r"\b(?:no|not|never|\w+n[’']t)\b",
        r"\bi (?:am|feel|felt|was|have been)\b|\bi[’']m\b",
        r"\bmy (?:wife|husband|(?:boy|girl|best )?friend|partner|mom|mum|mother|dad|father|sister"
        r"|brother|son|daughter|family|boss|kids?|children)\b",
        r"\bshould i\b|\bwhat (?:can|do|should) (?:i|you)\b|\badvice\b|\bsuggest",
        r"\bhelp(?:ed|s|ing|ful)?\b",
        r"\b(?:good|great) idea\b|\bi (?:will|can|could) try\b|\bi[’']ll\b",
        r"\bcovid|pandemic|virus",
        r"\b(?:have|did|do|are) you\b",
        r"\b(?:glad|happy|great|good|nice|better)\b",
        r"\b(?:sad|depress\w*|anxi\w*|afraid|scared|lonely|alone|angry|upset|stress\w*|worr\w*"
        r"|hurt\w*|cry\w*|hopeless)\b",
        r"\bbut\b",
        r"\bbecause\b",
        r"\bwould you like|would it help|have you (?:tried|thought|considered)|maybe you"
        r"|you (?:could|should|might)\b",
        r"\bi (?:understand|can (?:see|imagine|understand))|sounds like|it seems|sorry to hear\b",
        r"\b(?:i had|i have|i was|i went|i[’']ve|when i|me too|same)\b",
    )
)
MARKS = "?.!"
"""Counted, where the patterns only look for them."""
MANY = 7
WORDY = 100

CUES = 1 + len(PATTERNS) + len(MARKS) + 1
"""How many numbers `cues` gives."""


def cues(text: str | None) -> list[float]:
    """`CUES` numbers from 0 to 5; all 0 when there is no message."""
    if text is None:
        return [0.0] * CUES
    return [
        math.log1p(min(len(text.split()), WORDY)),
        *(float(pattern.search(text) is not None) for pattern in PATTERNS),
        *(math.log1p(min(text.count(mark), MANY)) for mark in MARKS),
        float(text.rstrip().endswith("?")),
    ]
