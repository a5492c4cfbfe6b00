"""Picks the person's own words that can be said back to them. Knows nothing of frames.

Saying the wrong thing back is worse than saying nothing back, so every step may come up empty.
What someone holds against themselves or the world ("nobody likes me") is never repeated as a
fact, only as how it feels; insults and talk of ending one's life are not repeated at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from empathic_agent.response import clause_patterns as words
from empathic_agent.response.grave import is_grave
from empathic_agent.response.patterns import words_of
from empathic_agent.response.second_person import to_second_person
from empathic_agent.response.themes import own_topic
from empathic_agent.response.tone import trouble_in
from empathic_agent.turn import Cause, Record, Span

MIN_WORDS, MAX_WORDS = 3, 14
"""How long a clause may be that is said back: shorter says nothing, longer parrots."""
MAX_CHARACTERS = 200
MAX_TOPIC_WORDS = 7
MAX_QUOTE_WORDS = 8


class Echo(Record):
    """The person's own words, ready for a sentence; None where they would not fit one."""

    clause: str | None = None
    """Second person, no capital, no full stop: "you lost your job"."""
    topic: str | None = None
    """Something that follows a preposition: "your job", "losing your job"."""
    quote: str | None = None
    """A few words exactly as they were said."""


def echo(message: str, cause: Cause | None) -> Echo:
    """What of `message` can be said back; the clause the cause stands in goes first.

    Without a cause (or where that clause cannot be said back) one that names trouble is taken,
    or else the longest.
    """
    message = _plain(message)
    if is_grave(message):
        return Echo()
    spans = list(_clauses(message))
    near = [span for span in spans if cause and _overlap(span, cause.span)]
    named = _plain(cause.span.text) if cause else ""
    return Echo(
        clause=_best_clause(near) or _best_clause(spans),
        topic=turned_topic(named)
        or own_topic(" ".join(s.text for s in near))
        or own_topic(message),
        quote=quotable(named),
    )


def says_back(reply: str, message: str) -> bool:
    """Whether `reply` repeats a clause of `message` in the second person."""
    lowered = reply.lower()
    turned = (turned_clause(span.text) for span in _clauses(_plain(message)))
    return any(clause.lower() in lowered for clause in turned if clause)


def turned_clause(text: str) -> str | None:
    """`text` as a clause in the second person, or None where that would not make a sentence."""
    text = _bare(text)
    fits = MIN_WORDS <= len(text.split()) <= MAX_WORDS
    text = _with_subject(text)
    if not fits or not _is_telling_clause(text) or not _decent(text):
        return None
    turned = _lower_first(to_second_person(text))
    # A judgement is theirs, not ours: "it feels like nobody likes you".
    owned = words.OWNED.match(text) or not words.JUDGEMENT.search(text)
    return turned if owned else f"it feels like {turned}"


def turned_topic(text: str) -> str | None:
    """`text` as a thing to talk about ("losing your job"), or None where it is not one."""
    text = _bare(text)
    is_thing = words.THING.fullmatch(text) and not words.NOT_IN_A_THING.search(text)
    if not is_thing or len(text.split()) > MAX_TOPIC_WORDS or not _decent(text):
        return None
    return None if words.JUDGEMENT.search(text) else _lower_first(to_second_person(text))


def quotable(text: str, least: int = 2) -> str | None:
    """`least` to eight of the person's words, fit to stand between quotation marks."""
    text = _bare(text)
    fits = least <= len(text.split()) <= MAX_QUOTE_WORDS and _decent(text)
    return (
        text
        if fits and not (words.JUDGEMENT.search(text) or words.SAYS_NOTHING.match(text))
        else None
    )


def _plain(message: str) -> str:
    """Straight apostrophes and no shouting; positions stay what they were."""
    message = message.replace("’", "'").replace("‘", "'")
    quiet = message.lower()
    return quiet if message.isupper() and len(quiet) == len(message) else message


def _clauses(message: str) -> Iterator[Span]:
    """The pieces between sentence ends and joining words; questions are left out."""
    start = 0
    for gap in words.BREAK.finditer(message + "\n"):
        text = message[start : gap.start()]
        if text and "?" not in gap.group():
            yield Span(start=start, end=start + len(text), text=text)
        start = gap.end()


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _best_clause(spans: Iterable[Span]) -> str | None:
    turned = [
        (trouble_in(span.text), len(clause), clause)
        for span in spans
        if (clause := turned_clause(span.text))
    ]
    return max(turned)[-1] if turned else None


def _bare(text: str) -> str:
    """Without what surrounds a clause: punctuation, emoji, "well, so …"; "" if it is too long."""
    text = " ".join(text.split())
    if len(text) > MAX_CHARACTERS:
        return ""
    text = words.EDGES.sub("", text)
    while (shorter := words.LEADERS.sub("", text, count=1)) != text:
        text = shorter
    return words.TRAILERS.sub("", text)


def _with_subject(text: str) -> str:
    """Give a clause that starts with its verb the "I" it left out."""
    if words.BARE_PARTICIPLE.match(text):
        return f"I'm {_lower_first(text)}"
    return f"I {_lower_first(text)}" if words.BARE_VERB.match(text) else text


def _decent(text: str) -> bool:
    return (
        bool(words.PLAIN.fullmatch(text))
        and not words.NOT_REPEATED.search(text)
        and not is_grave(text)
    )


def _is_telling_clause(text: str) -> bool:
    starts = words.PRONOUN_SUBJECT.match(text) or words.NOUN_SUBJECT.match(text)
    spoiled = (
        words.ADDRESS.search(text) or words.SAYS_NOTHING.match(text) or words.DANGLING.search(text)
    )
    return bool(starts) and not spoiled and text.count(",") <= 1 and not _runs_on(text)


def _runs_on(text: str) -> bool:
    """Whether a second sentence with "I" follows without any joint: "I lost my job I am upset"."""
    return any(before.lower() not in words.JOINTS for before in words.BEFORE_I.findall(text))


def _lower_first(text: str) -> str:
    word = text.split(maxsplit=1)[0]
    keeps = word[1:].lower() != word[1:] or word.rstrip(",") in _NAMES
    return text if keeps else text[0].lower() + text[1:]


_NAMES = words_of("Monday Tuesday Wednesday Thursday Friday Saturday Sunday Christmas Easter")
"""Words that keep their capital wherever they stand."""
