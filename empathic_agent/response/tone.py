"""Words that settle the tone of a message where the detector could not. Knows no detectors.

Detectors call much of plain speech neutral: "My dog died on Tuesday", "I got the job". Answering
those evenly would be cold, so a few unmistakable words decide.
"""

from __future__ import annotations

import re

from empathic_agent.response.patterns import joined
from empathic_agent.response.wording import NEGATIVE, Family

_WORDS: dict[Family, str] = {
    Family.SAD: r"""
        died|dies|dying|passed away|funeral|miscarriage|depress\w+|lonely|loneliness|sad
        |sadness|self[ -]hatred|unhappy|miserable|hopeless|crying|cried|tears|heartbroken
        |grie(?:f|ving)
        |feel(?:ing)? (?:\w+ )?(?:empty|numb|down|low|alone)|miss (?:him|her|them|my)
        |lost (?:him|her|my)
        """,
    Family.AFRAID: r"""
        anxi\w+|worr(?:y|ied|ies|ying)|scared|scary|afraid|fear\w*|panic\w*|nervous|stress\w*
        |overwhelm\w+|terrified|dread\w*|on edge
        """,
    Family.ANGRY: r"""
        angry|furious|mad at|hate (?!to\b)\w+|piss\w*|unfair|not fair|sick of|fed up|yell\w*
        |annoy(?:ed|ing)|frustrat\w+|disrespect\w*|cheat\w*|lied to|betray\w+
        |bull(?:y|ied)
        """,
    Family.HURT: r"""
        let (?:\w+ )?down|disappoint\w+|rejected|left out|ignor(?:es|ed|ing) me
        """,
    Family.ASHAMED: r"asham\w+|embarrass\w+|guilt\w*|regret\w*|humiliat\w+|my fault",
    Family.TROUBLED: r"""
        (?:have|has|had|got) cancer|broke up|broken up|break(?:ing)? up|divorc\w+|breakup
        |dumped|laid off|fired|unemployed|jobless|lost (?:a|the|it|everything)|exhausted
        |drain(?:ing|ed)|screwed|(?:got|has|have|gets) me down|burn(?:ed|t) out|so tired
        |no (?:one|friends|energy|motivation|money)|nobody|pointless|fail(?:ed|ing)|struggl\w+
        |(?:can'?t|cannot) (?:sleep|cope|eat|stop|take)|hurts?|painful|awful|terrible|horrible
        |not (?:\w+ ){0,3}(?:well|good|great|happy|easy|enough)
        |(?:didn'?t|don'?t) (?:\w+ )?(?:do|feel) well
        |(?:don'?t|didn'?t|not) have (?:enough|any)|(?:can'?t|cannot) (?:\w+ )?afford
        |stopped (?:talking|responding|calling)
        |(?:doesn'?t|don'?t|won'?t|never) (?:\w+ )?(?:talk|speak|care|listen|call|reply)
        |(?:doesn'?t|don'?t|didn'?t|never) (?:\w+ )?love (?:me|us)
        |(?:lie|lay|wide) awake|hard|difficult|tough|challenging|worse|worst|upset|problems?|wrong
        |trouble|alone|abus\w+|blocked|crush(?:ed|ing)|suffer\w*|my ex|never liked me
        """,
    Family.POSITIVE: r"""
        (?:i|we|he|she|they) (?:(?:just|finally|actually|also)\s)*
        (?:passed(?! (?:away|out))|won|graduated|did it|made it
        |got (?:the|an?|my|that) (?:new )?(?:job|promotion|offer|place|raise|grade))
        |got (?:in|into|accepted|engaged|hired|promoted|better)|getting (?:married|better)
        |feel(?:ing|s)? (?:\w+ ){0,3}better|(?:can|could|let me|lets me) stay with (?:him|her|them)
        |said yes|proposed|praised|(?:finally|just) finished|made up with|actually worked
        |(?:scan|tests?|results?) (?:was|were|came back) (?:clear|fine|good|negative)
        |had (?:an? )?(?:great|good|lovely|nice|wonderful|beautiful) (?:time|day|evening|weekend)
        |i (?:really |just |absolutely )?(?:love|adore) (?:my|our|this)|looking forward
        |(?:good|great|wonderful|amazing) news|so (?:happy|proud|glad|relieved|excited)
        """,
    Family.SURPRISED: r"""
        (?:didn'?t|never) (?:expect\w*|s(?:ee|aw) (?:it|that|this) coming)
        |out of (?:nowhere|the blue)|all of a sudden|shocked|can'?t believe
        """,
}
_PATTERNS = {family: re.compile(rf"\b(?:{joined(words)})\b") for family, words in _WORDS.items()}

_DENIED = re.compile(
    r"\b(?:not|no longer|never|isn'?t|wasn'?t|don'?t|doesn'?t|didn'?t|less|stopped)(?: \w+){0,3} $"
)


def tone_of(text: str) -> Family | None:
    """The family that `text` itself names, a named pain first; None if it names or claims none.

    Joy and trouble side by side make neutral: only the person knows which of them weighs more.
    """
    lowered = text.lower().replace("’", "'")
    counts = {family: _claimed(words, lowered) for family, words in _PATTERNS.items()}
    named = [family for family in counts if counts[family]]
    if {Family.POSITIVE, Family.TROUBLED} == set(named) - {Family.SURPRISED}:
        return Family.NEUTRAL
    return max(named, key=lambda family: (*_rank(family), counts[family]), default=None)


def trouble_in(text: str) -> bool:
    """Whether `text` itself names trouble."""
    return tone_of(text) in NEGATIVE


def _rank(family: Family) -> tuple[bool, bool]:
    # A named feeling says more than any number of signs that something is wrong.
    return family in NEGATIVE, family is not Family.TROUBLED


def _claimed(words: re.Pattern[str], text: str) -> int:
    return sum(not _DENIED.search(text[: found.start()]) for found in words.finditer(text))
