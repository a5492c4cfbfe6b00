"""What a message is about, in ten broad themes. Knows nothing of emotions or replies."""

from __future__ import annotations

import re
from enum import StrEnum

from empathic_agent.response.patterns import joined


class Theme(StrEnum):
    """Parts of life that deserve words of their own."""

    WORK = "work"
    STUDY = "study"
    LOVE = "love"
    FAMILY = "family"
    """Parents, brothers and sisters, the wider family."""
    CHILDREN = "children"
    """One's own."""
    FRIENDS = "friends"
    MONEY = "money"
    HEALTH = "health"
    SLEEP = "sleep"
    LOSS = "loss"


_NOUN = joined(
    r"""
    job interviews?|jobs?|boss(?:es)?|managers?|supervisors?|co-?workers?|colleagues?|career
    |interviews?|promotion|shifts?|employers?|workplace
    |exams?|finals|grades?|thesis|essays?|papers?|dissertation|professors?|teachers?|school
    |college|university|degree|courses?|classes|homework|assignments?|studies|semester|presentation
    |boyfriend|girlfriend|husband|wife|partner|fianc[eé]e?|(?:ex-?)?(?:boyfriend|girlfriend)|ex
    |ex-?(?:husband|wife)|marriage|relationship|divorce|break-?up
    |mom|mum|mother|mommy|dad|father|parents?|brothers?|sisters?|siblings?|family|grandmother
    |grandma|grandfather|grandpa|grandparents|aunt|uncle|cousins?|in-laws|nephew|niece|stepmother
    |stepfather|sons?|daughters?|kids?|children|child|baby|toddler|little one
    |friends?|bestie|roommates?|flatmates?|neighbou?rs?|friendships?|social life
    |money|rent|debts?|loans?|bills?|mortgage|savings|salary|income|finances
    |health|illness|cancer|diagnosis|surgery|anxiety|depression|pain|migraines?|body|weight|doctor
    |therapist|therapy|medication|drinking|panic attacks?|sleep|insomnia|nightmares?
    |dog|cat|puppy|kitten|pet|grief|loss
    """
)
"""Things and people one has: what may follow "my"."""

_SIGNS: dict[Theme, str] = {
    Theme.WORK: r"""
        (?:at|from|to|my) work|work(?:ing)? (?:hours|from home)|workload|overtime|office|fired
        |laid off|unemployed|resign(?:ed)?|resume|(?<!good )(?<!better )(?<!great )job|boss
        |co-?workers?|colleagues?|interviews?|promotion|career
        """,
    Theme.STUDY: r"""
        exams?|finals|grades?|thesis|dissertation|professors?|classes|school|college|university
        |homework|assignments?|studying|semester|calculus|public speaking|presentation
        """,
    Theme.LOVE: r"""
        boyfriend|girlfriend|husband|wife|fianc[eé]e?|my partner|my ex|ex-\w+|marriage|divorced?
        |broke up|broken up|break(?:ing)? up|break-?up|cheat(?:ed|ing)|dating|relationship|dumped
        """,
    Theme.FAMILY: r"""
        mom|mum|mother|dad|father|parents|brothers?|sisters?|family|in-laws
        |grand(?:ma|pa|mother|father|parents)
        """,
    Theme.CHILDREN: r"""
        (?:my|our) (?:\w+ )?(?:sons?|daughters?|kids?|child(?:ren)?|baby|toddler)
        """,
    Theme.FRIENDS: r"""
        friends?|roommates?|lonely|loneliness|(?:no one|nobody) to talk to|isolated|left out
        |social life|sociali[sz]\w+
        """,
    Theme.MONEY: r"""
        money|rent|debts?|loans?|bills|mortgage|savings|afford|finances|financial\w*|paycheck
        |broke(?! up| my| the| it| down)
        """,
    Theme.HEALTH: r"""
        my (?:health|illness|body|weight|diagnosis)|panic attacks?|anxiety|surgery|depression
        |depressed|therap(?:y|ist)|medication|chronic|drinking|alcohol
        """,
    Theme.SLEEP: r"sleep\w*|insomnia|nightmares?|awake",
    Theme.LOSS: r"""
        died|dies|dying(?! to)|death|(?:is|are|was|were) dead|funeral|passed (?:away|on)
        |grie(?:f|ving)|miscarriage|put (?:him|her|it|them) (?:down|to sleep)
        """,
}
"""Words that give a theme away, whoever they belong to."""

_THEME = {theme: re.compile(rf"\b(?:{joined(signs)})\b") for theme, signs in _SIGNS.items()}

_ADJECTIVES = "best|old|new|ex|little|younger|youngest|older|oldest|big|first|last|final|current"
_TOPIC = re.compile(
    rf"\b(?:my|our) ((?:(?:{_ADJECTIVES})[ -])?(?:{_NOUN}))(?![\w'’-])",
    re.IGNORECASE,
)


def themes_in(text: str) -> frozenset[Theme]:
    """The themes `text` touches; often none, sometimes several."""
    lowered = text.lower().replace("’", "'")
    return frozenset(theme for theme, signs in _THEME.items() if signs.search(lowered))


def own_topic(text: str) -> str | None:
    """The first person or thing of the speaker's life named in `text`, as "your …"."""
    found = _TOPIC.search(text)
    return f"your {found.group(1).lower()}" if found else None
