"""Stays with a person for a few messages after a crisis reply. Knows no patterns and no words.

The gate's reply ends with a question. "Yes", "no" or "I don't know" speaks of no danger by itself,
and to answer it with small talk would be to leave the person alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from empathic_agent.turn import SafetyVerdict, Stance

FOLLOWED = 2
"""So many messages after a crisis reply are still met by the gate."""
RECENT = timedelta(hours=1)
"""How long ago a crisis reply may be to be followed up."""

_DENIED = re.compile(
    r"\s*(?:no\b|nope|nah|not really|never|i'?m (?:fine|ok|okay|good|safe)|you (?:got|misread))",
    re.IGNORECASE,
)


def follow_up(earlier: Sequence[SafetyVerdict], text: str) -> SafetyVerdict | None:
    """The verdict on a message that speaks of no danger itself; None: the loop may go on.

    Args:
        earlier: the verdicts on the recent messages, oldest first.
        text: the message.
    """
    last = earlier[-1] if earlier else None
    if last is None or last.danger is None or last.follows >= _patience(last, text):
        return None
    follows = last.follows + 1
    return SafetyVerdict(
        danger=last.danger,
        stance=last.stance,
        follows=follows,
        reason=f"The message comes right after {last.danger} was spoken of (follow-up {follows}).",
    )


def _patience(last: SafetyVerdict, text: str) -> int:
    """How many messages are followed up: one in doubt that was not removed, none for worriers."""
    if last.stance is Stance.DIRECT:
        return FOLLOWED
    in_doubt = last.stance is Stance.UNSURE and not _DENIED.match(text.replace("’", "'"))
    return 1 if in_doubt else 0
