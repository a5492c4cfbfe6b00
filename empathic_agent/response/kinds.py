"""What kind of message came in: most tell something, some only greet, thank, ask or fall short.

Knows nothing of emotions, strategies or replies. It reads the words alone, and only English ones.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from empathic_agent.response.grave import speaks_of_suicide
from empathic_agent.response.patterns import pattern


class Kind(StrEnum):
    """What a message does. Everything but `TALK` is answered for what it does."""

    TALK = "talk"
    """Tells something: the strategy decides."""
    GRAVE = "grave"
    """Speaks of suicide or self-harm; the crisis gate should have answered."""
    SELF_BLAME = "self-blame"
    """I'm a failure; nobody likes me."""
    GREETING = "greeting"
    WELLBEING = "wellbeing"
    """How are you?"""
    THANKS = "thanks"
    GOODBYE = "goodbye"
    AFFECTION = "affection"
    """I love you; will you be my friend?"""
    IDENTITY = "identity"
    """Are you a bot? Who are you?"""
    ABILITY = "ability"
    """What can you do? Can you help me?"""
    PERSONAL = "personal"
    """Asks about a life the agent does not have."""
    OPINION = "opinion"
    """What do you think?"""
    ADVICE = "advice"
    """What should I do?"""
    KNOWLEDGE = "knowledge"
    """Asks for facts that built-in replies do not have."""
    WHY = "why"
    """Asks life rather than us: why does this always happen to me?"""
    REMEMBER = "remember"
    """Do you remember …?"""
    PUSHBACK = "pushback"
    """That is not what I meant; you are not helping."""
    CLARIFY = "clarify"
    """What do you mean?"""
    RESOLVE = "resolve"
    """Says what they will do, and nothing more: I'll call her tomorrow."""
    YES = "yes"
    """Agrees, and nothing more."""
    NO = "no"
    """Disagrees or declines, and nothing more."""
    FRAGMENT = "fragment"
    """One to three words that answer something: "mainly my mom"."""
    UNCLEAR = "unclear"
    """ "idk", "...", keyboard noise, nothing at all."""
    OTHER_SCRIPT = "other script"
    """Not written in Latin letters, so certainly not in English."""


FRAGMENT_WORDS = 3
"""Up to so many words, a message that matches nothing else is a fragment."""
CHATTY_WORDS = 20
"""Up to so many words, a personal question at the end is what the message is about."""


def kind_of(message: str) -> Kind:
    """The kind of `message`; any text has one."""
    if speaks_of_suicide(message):
        return Kind.GRAVE
    text = _normal(message)
    if not _LETTER.search(text):
        return Kind.UNCLEAR
    if _mostly_other_script(text):
        return Kind.OTHER_SCRIPT
    kind = _worded_as(text)
    if kind is Kind.TALK and len(text.split()) <= FRAGMENT_WORDS:
        return _kind_of_few(text)
    if kind is Kind.TALK and "?" in message:
        # Whatever was told before it, a question put to us at the end wants an answer.
        last = _worded_as(_normal(_SENTENCE_END.split(message.strip())[-1]))
        brief = last is Kind.PERSONAL and len(text.split()) <= CHATTY_WORDS
        return last if last in _ASKING or brief else kind
    return kind


def _worded_as(text: str) -> Kind:
    words = len(text.split())
    return next(
        (kind for kind, limit, worded in _patterns() if words <= limit and worded.search(text)),
        Kind.TALK,
    )


def _kind_of_few(text: str) -> Kind:
    if _SENTENCE.match(text):
        return Kind.TALK
    if text.endswith("?"):
        return Kind.CLARIFY
    return Kind.FRAGMENT if _SYLLABLE.search(text) else Kind.UNCLEAR


_ASKING = frozenset({Kind.ADVICE, Kind.OPINION, Kind.IDENTITY, Kind.ABILITY, Kind.REMEMBER})
_SENTENCE_END = re.compile(r"[.!?\n]+\s+")
_LETTER = re.compile(r"[^\W\d_]")
_SENTENCE = re.compile(
    r"(?:i|im|ive|he|she|they|we|it|nobody)\b['\w]* ?\w|(?:\w+ )+(?:is|are|was|died|left)\b"
)
_SYLLABLE = re.compile(r"(?=[a-z]{3})[a-z]*[aeiouy]")


def _normal(message: str) -> str:
    text = message.lower().replace("’", "'").replace("‘", "'")
    return " ".join(re.sub(r"[^\w\s'?-]", " ", text).split())


def _mostly_other_script(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    latin = sum(character < "\u0250" for character in letters)
    return 2 * latin < len(letters)


@cache
def _patterns() -> tuple[tuple[Kind, int, re.Pattern[str]], ...]:
    # Imported and compiled on first use: importing this module stays cheap.
    from empathic_agent.response.kind_patterns import PATTERNS

    return tuple((Kind(kind), limit, pattern(wording)) for kind, limit, wording in PATTERNS)
