"""What the offline composer knows when it chooses: a brief, read. Knows nothing of the frames.

A situation is made from a brief, or from a bare list of chat messages when there is no brief.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from empathic_agent.affect.personality import temperament
from empathic_agent.persona import Manner, Persona
from empathic_agent.response.brief import Brief
from empathic_agent.response.colour import Colour, colour_of
from empathic_agent.response.echo import echo, quotable, says_back
from empathic_agent.response.grave import is_grave
from empathic_agent.response.kinds import Kind, kind_of
from empathic_agent.response.slots import Slot
from empathic_agent.response.themes import Theme, themes_in
from empathic_agent.response.tone import tone_of, trouble_in
from empathic_agent.response.wording import (
    NEGATIVE,
    Family,
    Feeling,
    age_in_words,
    feeling_of,
    felt,
)
from empathic_agent.strategy.strategies import Stage, Strategy
from empathic_agent.turn import Appraisal, Cause, Dialogue, Recollection, Record, Speaker

BRIEF_THANKS = 8
"""Up to so many words, thanks are only thanks; longer ones may come with trouble."""
MIN_MEANING = 0.45
"""Cosine from which a memory is close enough to be mentioned unasked."""
MIN_MEANING_ASKED = 0.25
"""The same, when the person asks what is remembered."""
MIN_AGE = timedelta(hours=1)
"""Younger memories belong to this conversation; quoting them as memories would be odd."""
MEMORY_PAUSE = 3
"""Replies to wait between two mentions of memories."""
THEME_REACH = 3
"""How many of the person's messages back a theme is looked for when the last has none."""
TROUBLE_REACH = 2
"""How many of the person's messages back trouble still colours a plain sentence."""
EARLIER = "earlier"
"""When something was said in the conversation that is going on."""


class Situation(Record):
    """All that decides which frame is chosen, and the words to fill it with."""

    kind: Kind
    strategies: frozenset[Strategy]
    """Acceptable strategies."""
    family: Family | None
    """None: unknown, only frames for any emotion fit."""
    manner: Manner | None
    stage: Stage | None
    themes: frozenset[Theme]
    words: dict[Slot, str]
    """Fillings at hand."""
    past: tuple[str, ...]
    """The supporter's replies so far, oldest first."""
    colour: Colour | None = None
    """How the agent's own mood colours its words."""
    strength: float = 0.0
    """How strongly that mood is felt, in [0, 1]."""
    echoed: bool
    """Whether the last reply already said the person's words back; twice in a row is parroting."""
    seed: str
    """Decides between equals: the same conversation gets the same reply."""


def from_brief(brief: Brief) -> Situation:
    """Read a brief. The last utterance is what is replied to."""
    asked = _said(brief.dialogue, Speaker.SEEKER)
    past = _said(brief.dialogue, Speaker.SUPPORTER)
    message = brief.dialogue.last.text
    feeling = _in_context(_feeling(brief.appraisal, message), asked)
    themes = _themes(asked, feeling.family)
    kind = _kind(message)
    return Situation(
        kind=kind,
        strategies=frozenset({brief.plan.strategy}),
        family=feeling.family,
        manner=_manner(brief.persona, Theme.LOSS in themes or is_grave(message)),
        stage=brief.plan.stage,
        themes=themes,
        words={
            **_own_words(message, kind, brief.appraisal.cause),
            **_present({Slot.FEELING: feeling.adjective, Slot.EMOTION: feeling.noun}),
            **_memory_words(brief, kind, feeling.family, asked, past),
            **_agent_words(brief),
        },
        past=past,
        colour=colour_of(brief.mood, temperament(brief.persona.traits)),
        strength=brief.mood.intensity,
        echoed=_echoed(asked, past),
        seed=brief.persona.name + "\n".join(u.text for u in brief.dialogue.utterances),
    )


def from_messages(asked: Sequence[str], replied: Sequence[str]) -> Situation:
    """Read a plain chat: what the person wrote and what was replied, each oldest first.

    Nothing is known of emotion or strategy, so only what fits any of them is said.
    """
    message = asked[-1] if asked else ""
    family = tone_of(message)
    themes = _themes(asked, family)
    kind = _kind(message)
    return Situation(
        kind=kind,
        strategies=frozenset({Strategy.QUESTION, Strategy.RESTATEMENT, Strategy.OTHERS}),
        family=family,
        manner=None,
        stage=None,
        themes=themes,
        words=_own_words(message, kind, None),
        past=tuple(replied),
        echoed=_echoed(asked, replied),
        seed="\n".join([*asked, *replied]),
    )


def _said(dialogue: Dialogue, speaker: Speaker) -> tuple[str, ...]:
    return tuple(u.text for u in dialogue.utterances if u.speaker is speaker)


def _echoed(asked: Sequence[str], past: Sequence[str]) -> bool:
    return len(asked) > 1 and bool(past) and says_back(past[-1], asked[-2])


_BUT = re.compile(r"\b(?:but|however|though|although|except|if only)\b", re.IGNORECASE)
_VAGUE = frozenset({Family.NEUTRAL, Family.TROUBLED})


def _feeling(appraisal: Appraisal, message: str) -> Feeling:
    """The detected feeling, corrected by plain words where it is vague or too glad."""
    feeling = felt(appraisal)
    tone = tone_of(message)
    if tone and feeling.family in _VAGUE:
        return Feeling(family=tone)
    # However sure the detector is: nobody wants cheers for the half of the news that hurts.
    mixed = tone in NEGATIVE or tone is Family.NEUTRAL or _BUT.search(message)
    return (
        Feeling(family=Family.NEUTRAL) if mixed and feeling.family is Family.POSITIVE else feeling
    )


def _in_context(feeling: Feeling, asked: Sequence[str]) -> Feeling:
    """A plain sentence among troubled ones is told in trouble; one with "!" may be the turn."""
    message, before = asked[-1], asked[-1 - TROUBLE_REACH : -1]
    if feeling.family is not Family.NEUTRAL or message.endswith("!") or tone_of(message):
        return feeling
    return Feeling(family=Family.TROUBLED) if any(map(trouble_in, before)) else feeling


def _manner(persona: Persona, grave: bool) -> Manner:
    """The persona's manner; nobody jokes at a grave."""
    return Manner.GENTLE if grave and persona.manner is Manner.PLAYFUL else persona.manner


_PRACTICAL = re.compile(
    r"\bhow (?:do|can|should|to)(?: i)? (?:\w+ )?(?:fix|repair|install|cook|bake|build|write|use|"
    r"set up|open|clean|calculate|replace|download|print|convert|remove|draw|program|code)\b",
    re.IGNORECASE,
)


def _kind(message: str) -> Kind:
    """The message's kind; "how do I fix my sink?" asks for facts, "… get over him?" does not."""
    kind = kind_of(message)
    if kind is Kind.ADVICE and _PRACTICAL.search(message):
        return Kind.KNOWLEDGE
    if kind is Kind.FRAGMENT and tone_of(message):
        return Kind.TALK
    more_than_thanks = kind is Kind.THANKS and len(message.split()) > BRIEF_THANKS
    if (more_than_thanks or kind is Kind.RESOLVE) and trouble_in(message):
        return Kind.TALK
    return kind


def _themes(asked: Sequence[str], family: Family | None) -> frozenset[Theme]:
    """The themes of the last message; in trouble, an earlier theme is likely still the theme."""
    reach = THEME_REACH if family in NEGATIVE else 1
    recent = reversed(asked[-reach:])
    return next((themes for text in recent if (themes := themes_in(text))), frozenset())


def _own_words(message: str, kind: Kind, cause: Cause | None) -> dict[Slot, str]:
    own = echo(message, cause)
    quote = _fragment(message) if kind is Kind.FRAGMENT else own.quote
    return _present({Slot.CLAUSE: own.clause, Slot.TOPIC: own.topic, Slot.QUOTE: quote})


def _fragment(message: str) -> str | None:
    quote = quotable(message, least=1)
    return None if quote is None or re.search(r"\b(?:me|you|your|u)\b", quote.lower()) else quote


def _agent_words(brief: Brief) -> dict[Slot, str]:
    mood = feeling_of(brief.mood.label, brief.mood.vad).adjective
    return _present({Slot.NAME: brief.persona.title, Slot.MOOD: mood})


def _memory_words(
    brief: Brief, kind: Kind, family: Family, asked: Sequence[str], past: Sequence[str]
) -> dict[Slot, str]:
    """The closest memory that may be mentioned now, if there is one.

    Who asks what is remembered and has told it only in this conversation hears how it began.
    """
    wanted = kind is Kind.REMEMBER
    if not wanted and any("you told me" in reply for reply in past[-MEMORY_PAUSE:]):
        return {}
    for memory in sorted(brief.recollections, key=lambda m: -m.meaning):
        clause = _memory_clause(memory, brief, family, wanted)
        if clause and (wanted or not any(clause in reply for reply in past)):
            return {Slot.WHEN: age_in_words(memory.at, brief.mood.at), Slot.MEMORY: clause}
    told = (echo(text, None).clause for text in asked[:-1]) if wanted else ()
    clause = next((clause for clause in told if clause), None)
    return {Slot.WHEN: EARLIER, Slot.MEMORY: clause} if clause else {}


def _memory_clause(memory: Recollection, brief: Brief, family: Family, asked: bool) -> str | None:
    close = memory.meaning >= (MIN_MEANING_ASKED if asked else MIN_MEANING)
    fresh = brief.mood.at - memory.at < MIN_AGE
    # A happy memory held up to someone in pain is no comfort.
    then = feeling_of(memory.emotion, brief.appraisal.vad).family
    jarring = not asked and then is Family.POSITIVE and family in NEGATIVE
    if not close or fresh or jarring:
        return None
    return echo(memory.text, None).clause


def _present(words: dict[Slot, str | None]) -> dict[Slot, str]:
    return {slot: word for slot, word in words.items() if word}
