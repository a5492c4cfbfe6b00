"""Turns what someone says of themselves into what one says to them. Knows nothing of replies.

"I lost my job" becomes "you lost your job". Words are swapped one by one; only "am", "was" and
their kin need to know their subject. It does not judge whether a text is worth saying back
(`echo.py` does).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from empathic_agent.response.patterns import words_of

_SWAPS: dict[str, str] = {
    "i": "you",
    "i'm": "you're",
    "im": "you're",
    "i've": "you've",
    "ive": "you've",
    "i'd": "you'd",
    "i'll": "you'll",
    "me": "you",
    "my": "your",
    "mine": "yours",
    "myself": "yourself",
    "am": "are",
    "we": "you",
    "we're": "you're",
    "we've": "you've",
    "we'd": "you'd",
    "we'll": "you'll",
    "us": "you",
    "our": "your",
    "ours": "yours",
    "ourselves": "yourselves",
    "gonna": "going to",
    "wanna": "want to",
}
"""First person to second. "id" and "ill" are left alone: they are words of their own."""

_AGREES: dict[str, str] = {"was": "were", "wasn't": "weren't", "wasnt": "weren't"}
"""Verbs that change when their subject turns from "I" to "you"."""

_SUBJECTS = frozenset({"i", "we"})
_OTHER_SUBJECTS = words_of(
    """
    he she it they that this there who which what everyone everything everybody nobody nothing
    someone something one
    """
)
_CONJUNCTIONS = frozenset({"and", "but", "or", "then"})
_BETWEEN = words_of(
    """
    just really also never still always so not only actually already even often sometimes ever once
    honestly simply truly usually all both
    """
)
"""Words that may stand between a subject and its verb."""

_TOKEN = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|[\W_]")
_WORD = re.compile(r"\w")
_SENTENCE_ENDS = frozenset(".!?\n")

_AND_I = re.compile(
    r"\b((?:[Mm]y|[Hh]is|[Hh]er|[Tt]he) [a-z]+(?: [a-z]+)?|[A-Z][a-z]+) and [Ii]\b(?!')"
)
_ME_AND = re.compile(r"\b[Mm]e and (?=my|his|her|the)\b")


def to_second_person(text: str) -> str:
    """Say `text` to the person who said it; a capital at the start of a sentence stays.

    >>> to_second_person("I was late and my mom doesn't talk to me")
    "You were late and your mom doesn't talk to you"
    """
    text = text.replace("’", "'").replace("‘", "'")
    text = _AND_I.sub(_speaker_first, text)
    text = _ME_AND.sub(lambda pair: "I and " if pair.group()[0] == "M" else "i and ", text)
    tokens = _TOKEN.findall(text)
    places = [place for place, token in enumerate(tokens) if _WORD.match(token)]
    words = [tokens[place].lower() for place in places]
    for order, place in enumerate(places):
        swapped = _swap(words, order)
        if swapped and tokens[place] != "US":
            starts = tokens[place][0].isupper() and _starts_sentence(tokens[:place])
            tokens[place] = swapped[0].upper() + swapped[1:] if starts else swapped
    return "".join(tokens)


def _speaker_first(pair: re.Match[str]) -> str:
    """ "my mom and I" to "I and my mom", which becomes "you and your mom"."""
    other = pair.group(1)
    name = other.istitle() and " " not in other
    speaker = "I" if other[0].isupper() else "i"
    return f"{speaker} and {other if name else other[0].lower() + other[1:]}"


def _swap(words: Sequence[str], order: int) -> str | None:
    """What stands in place of the word; None leaves it as it is."""
    word = words[order]
    if word in _AGREES:
        return _AGREES[word] if _subject_is_speaker(words, order) else None
    if word == "am" and order and words[order - 1].isdigit():
        return None  # "8 am"
    if word == "i" and words[order + 1 : order + 2] == ["e"]:
        return None  # "i.e."
    return _SWAPS.get(word)


def _starts_sentence(before: Sequence[str]) -> bool:
    last = next((token for token in reversed(before) if not token.isspace()), ".")
    return last in _SENTENCE_ENDS


def _subject_is_speaker(words: Sequence[str], verb: int) -> bool:
    """Whether the subject of the verb is "I" or "we": beside it, or carried over an "and"."""
    if verb + 1 < len(words) and words[verb + 1] in _SUBJECTS:
        return True  # "was I wrong", and no harm in "all I was, I was by luck"
    subject = verb - 1
    while subject >= 0 and words[subject] in _BETWEEN:
        subject -= 1
    if subject < 0:
        return False
    if words[subject] in _CONJUNCTIONS:
        earlier = words[:subject]
        return _starts_with_speaker(earlier) and not _OTHER_SUBJECTS.intersection(earlier)
    return words[subject] in _SUBJECTS


def _starts_with_speaker(words: Sequence[str]) -> bool:
    return bool(words) and words[0].partition("'")[0] in {"i", "we", "im", "ive"}
