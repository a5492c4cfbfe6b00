"""Words for emotions and for times gone by. Knows nothing of frames, prompts or dialogues."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from empathic_agent.affect.vad import VAD
from empathic_agent.turn import Appraisal, Record


class Family(StrEnum):
    """Emotions that can be answered with the same words."""

    POSITIVE = "positive"
    SAD = "sad"
    AFRAID = "afraid"
    ANGRY = "angry"
    HURT = "hurt"
    """Let down."""
    ASHAMED = "ashamed"
    """Embarrassed, or sorry for something done."""
    TROUBLED = "troubled"
    """Any of the five above, or trouble that nobody can name."""
    SURPRISED = "surprised"
    NEUTRAL = "neutral"


NEGATIVE = frozenset(
    {Family.SAD, Family.AFRAID, Family.ANGRY, Family.HURT, Family.ASHAMED, Family.TROUBLED}
)

MIN_CONFIDENCE = 0.35
"""Below this probability an emotion is not named: better vague than wrong."""


class Feeling(Record):
    """An emotion as it is spoken of."""

    family: Family
    adjective: str | None = None
    """Fits "you sound …" and "you feel …"; None where naming it would say nothing."""
    noun: str | None = None
    """Fits "the … is still there"."""


GOEMOTIONS: dict[str, Feeling] = {
    label: Feeling(family=family, adjective=adjective, noun=noun)
    for label, family, adjective, noun in (
        ("amusement", Family.POSITIVE, "amused", "amusement"),
        ("anger", Family.ANGRY, "angry", "anger"),
        ("annoyance", Family.ANGRY, "fed up", "irritation"),
        # In the middle of bad times people approve, disagree, hope, wonder and care, and they love
        # and admire whom they have lost: neither cheering nor comforting is right for these by
        # itself, so they count as neutral.
        ("admiration", Family.NEUTRAL, None, None),
        ("approval", Family.NEUTRAL, None, None),
        ("caring", Family.NEUTRAL, "concerned", "concern"),
        ("confusion", Family.NEUTRAL, "unsure", "confusion"),
        ("curiosity", Family.NEUTRAL, "curious", "curiosity"),
        ("desire", Family.NEUTRAL, "full of longing", "longing"),
        ("realization", Family.NEUTRAL, None, None),
        ("neutral", Family.NEUTRAL, None, None),
        ("disappointment", Family.HURT, "disappointed", "disappointment"),
        ("disapproval", Family.NEUTRAL, None, None),
        ("disgust", Family.ANGRY, "disgusted", "disgust"),
        ("embarrassment", Family.ASHAMED, "embarrassed", "embarrassment"),
        ("excitement", Family.POSITIVE, "excited", "excitement"),
        ("fear", Family.AFRAID, "afraid", "fear"),
        ("gratitude", Family.POSITIVE, "grateful", "gratitude"),
        ("grief", Family.SAD, "heartbroken", "grief"),
        ("joy", Family.POSITIVE, "happy", "joy"),
        ("love", Family.NEUTRAL, None, None),
        ("nervousness", Family.AFRAID, "anxious", "worry"),
        ("optimism", Family.NEUTRAL, "hopeful", "hope"),
        ("pride", Family.POSITIVE, "proud", "pride"),
        ("relief", Family.POSITIVE, "relieved", "relief"),
        ("remorse", Family.ASHAMED, "full of regret", "regret"),
        ("sadness", Family.SAD, "sad", "sadness"),
        ("surprise", Family.SURPRISED, "taken aback", "surprise"),
    )
}
"""How each of GoEmotions' labels (Demszky et al. 2020) is spoken of."""


def feeling_of(label: str, vad: VAD) -> Feeling:
    """How to speak of `label`; one of another label set is spoken of by where its point lies."""
    return GOEMOTIONS.get(label.lower()) or feeling_at(vad)


def feeling_at(vad: VAD) -> Feeling:
    """A feeling for a point without a name: the sign of valence, then arousal, then dominance."""
    if vad.valence >= 0.2:
        return Feeling(family=Family.POSITIVE, adjective="good", noun="good feeling")
    if vad.valence > -0.2:
        return Feeling(family=Family.NEUTRAL)
    if vad.arousal <= 0.0:
        return Feeling(family=Family.SAD, adjective="low", noun="low mood")
    if vad.dominance > 0.0:
        return Feeling(family=Family.ANGRY, adjective="upset", noun="upset")
    return Feeling(family=Family.AFRAID, adjective="on edge", noun="tension")


def felt(appraisal: Appraisal) -> Feeling:
    """The feeling to answer: the detected one, unless the rest of the distribution warns.

    Being glad about bad news is the worst mistake a reply can make, and "neutral" often only
    means "hard to tell". So good cheer next to much pain (a third of it or more) is answered as
    neutral, neutral words with more pain than calm in them are answered as trouble, and where no
    label stands out the feeling is not named.
    """
    feeling = feeling_of(appraisal.emotion, appraisal.vad)
    mass = _mass_per_family(appraisal)
    pain = sum(mass.get(family, 0.0) for family in NEGATIVE)
    if feeling.family is Family.POSITIVE and pain >= mass.get(Family.POSITIVE, 0.0) / 3:
        return Feeling(family=Family.NEUTRAL)
    if feeling.family is Family.NEUTRAL and pain > mass.get(Family.NEUTRAL, 0.0):
        return Feeling(family=Family.TROUBLED)
    if appraisal.confidence >= MIN_CONFIDENCE:
        return feeling
    return Feeling(family=_vague(feeling.family, mass))


def _vague(family: Family, mass: dict[Family, float]) -> Family:
    """What is left of a family when no label of it stands out."""
    if mass.get(family, 0.0) >= 0.5:
        return family
    return Family.TROUBLED if family in NEGATIVE else Family.NEUTRAL


def _mass_per_family(appraisal: Appraisal) -> dict[Family, float]:
    mass: dict[Family, float] = {}
    for label, probability in appraisal.distribution.items():
        # Only the whole distribution has a point, so foreign labels share its family.
        family = feeling_of(label, appraisal.vad).family
        mass[family] = mass.get(family, 0.0) + probability
    return mass


_AGES = (
    (0, "earlier today"),
    (1, "yesterday"),
    (5, "a few days ago"),
    (11, "last week"),
    (25, "a few weeks ago"),
    (45, "about a month ago"),
    (300, "a few months ago"),
    (500, "about a year ago"),
)
"""Upper bounds in calendar days and how such an age is called."""


def age_in_words(then: datetime, now: datetime) -> str:
    """How long ago `then` was, as people say it; a `then` in the future was just now."""
    if now - then < timedelta(hours=1):
        return "a little while ago"
    days = (now.date() - then.date()).days
    return next((words for limit, words in _AGES if days <= limit), "a long time ago")
