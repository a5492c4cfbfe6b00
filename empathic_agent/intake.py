"""Checks a message before anything is done with it. Knows nothing of what it means."""

from __future__ import annotations

import unicodedata

from empathic_agent.errors import InputError
from empathic_agent.turn import Cues

LONGEST = 10_000
"""Characters a message may have."""

ALLOWED_CONTROLS = frozenset("\n\r\t")


def accept(text: str) -> str:
    """The message without white space around it.

    Raises:
        InputError: it is empty, longer than `LONGEST`, or holds characters that are no text.
    """
    if not isinstance(text, str):
        raise InputError(f"A message must be text, got {type(text).__name__}.")
    if len(text) > LONGEST:
        raise InputError(
            f"That message has {len(text):,} characters; up to {LONGEST:,} can be read at once. "
            "Please send it in parts."
        )
    _refuse_non_text(text)
    message = text.strip()
    if not message:
        raise InputError("The message is empty. Please write a few words.")
    return message


def accept_cues(cues: Cues | None) -> Cues | None:
    """The cues without white space around them and without empty ones; None if nothing is left.

    Raises:
        InputError: as for a message, but that one may be empty.
    """
    given = {} if cues is None else cues.model_dump(exclude_none=True)
    kept = {name: accept(text) for name, text in given.items() if text.strip()}
    return Cues(**kept) if kept else None


def _refuse_non_text(text: str) -> None:
    for position, char in enumerate(text):
        category = unicodedata.category(char)
        if category == "Cs":
            raise InputError(
                f"The message is not valid text: character {position + 1} is not UTF-8. "
                "Please save or send it as UTF-8."
            )
        if category == "Cc" and char not in ALLOWED_CONTROLS:
            raise InputError(
                f"The message holds a control character (U+{ord(char):04X}) at position "
                f"{position + 1}. Please send plain text."
            )
