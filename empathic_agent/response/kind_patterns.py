"""How each kind of message is worded, as regular expressions. Knows no messages.

A pattern applies up to a number of words: the longer a message, the more else it says. They are
tried in order. The text is lower case, its punctuation gone but for apostrophes, hyphens and "?".
Lines are joined (see `patterns.py`).
"""

from __future__ import annotations

from empathic_agent.response.kind_words import (
    BEING,
    GREETING,
    LEAD,
    NO,
    QUESTION_WORDS,
    UNCLEAR,
    YES,
)


def _only(words: str, *, beside: str = "") -> str:
    """Matches a text made of `words`, with words from `beside` around them, and nothing else."""
    fill = rf"(?:{beside}|\?)" if beside else r"\?"
    return rf"""
    ^(?:{fill}\s)*
    (?:(?:{words})\??(?:\s{fill})*(?:\s|$))+$
    """


PATTERNS: tuple[tuple[str, int, str], ...] = (
    ("greeting", 6, _only(GREETING, beside="there|again|everyone|friend|you|all|oh|well")),
    ("unclear", 6, _only(UNCLEAR, beside="so|well|just|honestly|but|yeah|ok|about|that|it|why")),
    (
        "clarify",
        8,
        r"""
        \bwhat (?:do|did) (?:you|u) mean
        |\bwhat(?:'?s| is| does) (?:that|this) (?:supposed to )?mean
        |^(?:what|huh|pardon|sorry|come again|what is that|what do you|like what|in what way
          |how so|how|such as|which one|why)\?*$
        |\bi (?:don'?t|do not|didn'?t) (?:understand|get) (?:you|what you|the question)
        |\bwhat are you (?:saying|talking about)
        """,
    ),
    (
        "remember",
        16,
        r"""
        \b(?:do|can|did|will) (?:you|u) (?:still )?(?:remember|recall)
        |\bwhat (?:do|did) (?:you|u) (?:know|remember) (?:about|of) me
        |\bdid i (?:ever |already )?(?:tell|mention)|\bwhat did i (?:tell|say)
        |\bremember (?:me|what i|when i)\b.*\?
        """,
    ),
    (
        "wellbeing",
        10,
        r"""
        \bhow(?: are|'re| r) (?:you|u)\b(?! (?:able|going to|so|sure))|\bhow'?s it going
        |\bhow (?:have|has) (?:you|u|everything) been
        |\bhow(?: is|'s| was) your (?:day|night|week)|\bhow do you feel(?: today| now)?\??$
        |\bhow about you\b|\band you\?$|\bare you (?:ok|okay|well|alright)\b
        """,
    ),
    (
        "identity",
        14,
        rf"""
        \b(?:are|r) (?:you|u) {BEING}
        |\b(?:are|r) (?:you|u) (?:real|alive|conscious|sentient)\b|\bwho (?:are|r) (?:you|u)\b
        |\bwhat (?:are|r) (?:you|u)\??$|\bwhat(?:'?s| is) your name
        |\bam i (?:\w+ )?(?:talking|speaking|chatting|writing) (?:to|with) {BEING}
        |\bis (?:this|there|it) {BEING}
        |\byou(?:'re| are) (?:just |only )an? {BEING}
        |\byou(?:'re| are) an? (?:bot|robot|ai|machine|program|computer|chat ?bot)\b
        """,
    ),
    (
        "pushback",
        14,
        r"""
        \byou(?:'re| are)(?: not|n't) (?:listening|helping|making sense|understanding|answering)
        |^(?:\w+ )?that(?:'s| is|s)(?: not|n't) (?:what|how|why) i\b
        |\byou (?:already|just) (?:said|asked|told|wrote)|\byou keep (?:saying|asking|repeating)
        |^(?:please )?stop (?:asking|saying|repeating|it|that)\b
        |^(?:\w+ )?(?:this|that|it|you)(?:'s| is|'re| are| was)(?: not|n't)
        (?:\sreally)?\s(?:helping|helpful|useful)
        |^(?:\w+ )?you (?:don'?t|do not) (?:understand|get it|know (?:me|anything))
        |^(?:\w+ )?(?:that|this|it) (?:doesn'?t|didn'?t|did not|does not)(?: really)?
        \s(?:help|make sense)(?: me| much| at all)?$
        |^(?:shut up|useless|this is (?:stupid|useless|dumb|pointless))
        |\byou(?:'re| are) (?:so )?(?:useless|stupid|dumb|annoying|terrible)
        """,
    ),
    (
        "self-blame",
        25,
        r"""
        \b(?:i'?m|i am|i feel|i felt|i'm feeling|i was)\s
        (?:(?:so|such|just|really|an?|like|the|i'?m|i am|very|too|totally|completely|always|being
        |kind of|pretty|as|if)\s)*
        (?:failure|loser|idiot|stupid|dumb|worthless|useless|ugly|fat|burden|pathetic|disgusting
        |nothing(?! like)|nobody|mess|disappointment|weak|unlovable|broken|unwanted
        |waste of space|not (?:good |smart |pretty )?enough
        |(?:terrible|horrible|awful|bad) (?:person|mother|father|mom|mum|dad|parent|friend|wife
        |husband|daughter|son|partner))\b
        |\bhate (?:myself|who i am|what i am|how i look)
        |\b(?:nobody|no one|everyone|everybody) (?:\w+ )?
        (?:likes?|loves?|cares?|hates?|wants?|needs?)(?: about)? me\b
        |\b(?:nobody|no one) (?:really )?cares\b
        |\b(?:all|it'?s|entirely|completely) my (?:own )?fault
        |\bi (?:always )?(?:ruin|mess up|screw up) everything
        |\bi can'?t (?:even )?do (?:anything|that|this|it) right
        """,
    ),
    (
        "affection",
        12,
        r"""
        ^(?:\w+ ){0,2}i (?:(?:really|think i|might|do|also)\s)*
        (?:love|like|adore|miss|missed) (?:you|u)\b(?! (?:to|for)\b)
        |\b(?:marry|date|kiss|hug) me\b
        |\b(?:be|are you) my (?:best )?(?:girl|boy)? ?friend
        |\byou(?:'re| are) (?:my (?:best |only )*friend|the only (?:one|person)|all i have)
        """,
    ),
    (
        "ability",
        14,
        r"""
        \bwhat (?:can|do|could) (?:you|u) (?:do|offer|help)\b(?! (?:for a|when|on|to)\b)
        |\bhow (?:do|does|can|could|will) (?:you|u|this|it) (?:work|help)\b
        |\b(?:can|could|will|would) (?:you|u)(?: please)? help(?: me)?(?: out)?
        (?:\swith (?:this|that|it|my \w+))?(?:\splease)?\??$
        |\bare you able to help|\bwhat is this(?: for| place)?\?
        """,
    ),
    (
        "thanks",
        20,
        r"""
        ^(?:(?:ok|okay|oh|yes|aw+|well|no|great|cool|and|alright|wow|right|true|anyway|ya|yeah
        |again)\s)*
        (?:thank(?! (?:god|goodness|heavens?|the))|thx|thanks|thankyou|ty\b|tysm|cheers|thanx
        |i(?:'m| am)? (?:(?:really|so|truly|very|also|do)\s)*(?:appreciate|grateful for)\s
        (?:you|your|it|that|this))
        (?!.*(?:\b(?:but|however|still|though)\b|\?))
        """,
    ),
    ("goodbye", 8, r"\b(?:gotta|have to|need to|should|must|got to) (?:go|run)(?: now| then)?$"),
    (
        "goodbye",
        16,
        r"""
        \b(?:bye|goodbye|good ?night|ttyl|take care)\b(?! (?:to|of)\b)
        |\btalk (?:to you )?(?:later|soon)\b
        |\bsee (?:you|ya)(?: (?:later|soon|tomorrow|around|then))?$
        |(?<!to )\bhave an? (?:\w+ ){0,3}(?:day|night|evening|one|week|weekend|holiday)$
        |^(?:\w+ )?(?:merry christmas|happy (?:holidays|new year)|god bless)
        |^(?:you too|likewise|same to you|(?:please )?stay safe)\b
        """,
    ),
    (
        "goodbye",
        40,
        r"""
        \b(?:bye|goodbye|good ?night)$
        |(?<!to )\bhave an? (?:\w+ ){0,3}(?:day|night|evening|one|week|weekend|christmas)$
        """,
    ),
    ("thanks", 40, r"\b(?:thank you|thanks)(?: (?:so much|very much|a lot|again))?$"),
    (
        "thanks",
        20,
        r"""
        ^(?:[\w']+ ){0,9}(?:thank you|thanks)\b
        (?!.*(?:\b(?:but|however|to (?:my|him|her))\b|\?))
        |\byou(?:'re| are|'ve been| have been) (?:(?:so|very|really|quite|an?|such|the|of)\s)*
        (?:kind|sweet|nice|helpful|great|good listener|awesome|wonderful|best|amazing
        |(?:big |great )?help)\b
        """,
    ),
    (
        "advice",
        30,
        r"""
        \bwhat (?:else |other \w+ )?(?:should|can|could|would|shall|do|am) i\s
        (?:(?:supposed to|even|possibly)\s)?(?:do|say|try|tell|write|use)\b
        |\b(?:anything|something|what) (?:else )?i (?:should|can|could) (?:do|try|say)\b.*\?
        |\bshould i\b.*\?|^should i\b|\btell me what to do\b
        |\b(?:any|some|have|other) (?:\w+ )?(?:advice|ideas?|suggestions?|tips?)\b.*\?
        |^(?:any|some) (?:advice|ideas?|suggestions?|tips?)
        |\byou have (?:any|some|other)\b.*\b(?:ideas?|suggestions?|advice|tips?)\b
        |\b(?:do|can|could|would|anything|something|any \w+|which \w+) (?:you|u)\b.*
        \b(?:suggest|recommend|advise)\b
        |\bhow (?:do|can|should|could|would|to|am) i\b|^how to\b
        """,
    ),
    (
        "opinion",
        16,
        r"""
        \bwhat (?:do|would|did|else do) (?:you|u) think
        |\b(?:do|don'?t|would) (?:you|u) (?:think|believe|agree)\b|\bwhat would (?:you|u) do
        |\b(?:your|ur) (?:opinion|view|thoughts)\b.*\?|\bare you sure\b
        |\bam i (?:wrong|right|crazy|overreacting|(?:a|the) bad|(?:just )?being|too|stupid|weird
        |selfish)\b
        |\bis (?:that|it) (?:wrong|normal|bad|weird|crazy|okay|ok|my fault)\b.*\?
        """,
    ),
    (
        "personal",
        16,
        rf"""
        ^{LEAD}(?:have|did|do|are|were|would|could|can) (?:you|u|your)\b
        (?!\s(?:know|saying|suggesting|help|tell|explain|show|give|write|find|calculate|translate))
        |^{LEAD}{QUESTION_WORDS} (?:\w+ )?
        (?:do|did|are|is|was|were|have|would|makes?) (?:you|u|your)\b
        |\bhave you (?:ever|been|had|felt|tried|experienced|gone)\b.*\?
        |\bdo you (?:ever|like|love|have|feel|enjoy|use|live|work|own|get|want)\b.*\?
        """,
    ),
    (
        "why",
        25,
        r"""
        ^(?:\w+ ){0,4}why (?:do|does|did|is|are|am|was|can'?t|me|would|must|won'?t|has|have)\b
        """,
    ),
    (
        "resolve",
        25,
        rf"""
        ^(?:{YES}\s)*{LEAD}(?:i (?:think|guess|suppose) )?
        (?:i'?ll|i'm going to|(?:i|we)\s(?:will|could|can|might|should|may|plan to|am going to))\s
        (?:(?:definitely|probably|maybe|just|also|at least|totally|try to|have to|see if i can)\s)*
        (?:try|call|talk|ask|go|do|look|start|make|send|write|speak|consider|check|give|take|find
        |work on|apply|join|schedule|sign|get|set|use|practice|text|visit|see|reach|think about)\b
        (?!.*(?:\b(?:but|however|though|unless)\b|\?))
        """,
    ),
    ("no", 7, _only(NO, beside="oh|well|but|thanks?|sorry|actually|just")),
    (
        "yes",
        12,
        _only(
            YES,
            beside="and|but|so|oh|well|then|too|though|now|thanks?|you|very|much|really|always|all"
            "|again|lol|haha|too|either|just|sir|mam",
        ),
    ),
    (
        "knowledge",
        30,
        rf"""
        ^{LEAD}(?:what(?! if\b)|who|when|where|which|how|does|is|are)\b.*\?$
        |^{LEAD}(?:do you know
        |(?:can|could) (?:you|u) (?:tell|explain|show|give|write|find|calculate|translate))\b
        |^{LEAD}(?:tell me (?:about the|a |how to)|explain|write me|translate|calculate)\b
        |^{LEAD}(?:what(?:'?s| is| are)|what time|how (?:many|much|long|far))\s
        (?:\w+ ?){{1,6}}$
        """,
    ),
)
"""Kind, most words, pattern; the first that applies wins."""
