"""What English clauses look like, as far as saying them back needs it. Knows no messages.

There is no parser behind this: the lists are meant to miss many clauses, and to be right about
those they take. All patterns ignore case.
"""

from __future__ import annotations

import re

from empathic_agent.response.patterns import joined, pattern, words_of

_I = re.IGNORECASE

_SPEAKER = "i|i'm|im|i've|ive|i'd|we|he|she|they|it|it's|my|our"

_GAP = "{1,4}"  # bounded: ten thousand spaces must not cost seconds

BREAK = pattern(
    rf"""
    [.!?…]+(?!\d)|[;:\n()"“”*]+|(?<!\d)\s{_GAP}[-–—]+\s{_GAP}(?!\d)
    |,?\s{_GAP}(?:and|but|so|because|cause|cuz|bc|though|although|however|whereas|which|then)\s{_GAP}
    (?=(?:{_SPEAKER}|now|then|that)\b)
    |,\s{_GAP}(?=(?:{_SPEAKER}|and|but|so|because)\b)
    |,?\s{_GAP}(?:but|because|cuz|bc)\s{_GAP}
    """,
    _I,
)
"""Where one clause ends and the next begins."""

EDGES = re.compile(r"^[\W_]+|[^\w%]+$")
"""What surrounds a clause without belonging to it."""

LEADERS = pattern(
    r"""
    ^(?:(?:yes|yeah|yep|yea|no|nope|like|right|sure|true|ok|okay|thanks|thank you)
    (?=[,.!\s]+i\b|,)
    |well|so(?= (?:i|my|we|he|she|they)\b)|and|but|because|cause|cuz|bc|also|then
    |oh|um+|uh+|hmm+|honestly|actually|basically|anyways?|plus|lol|sorry|hi|hello|hey
    |right now|today|lately|recently|now|sadly|unfortunately|i mean|i guess|to be honest|tbh
    |it's (?:just )?that|is that|the (?:thing|problem|reason|issue|truth) is(?: that)?
    )\b[\s,.:-]*
    """,
    _I,
)
"""Words before a clause."""

TRAILERS = pattern(
    r",? (?:to be honest|honestly|tbh|btw|lol|ha(?:ha)+|hehe+|thanks|though|i guess)$", _I
)
"""Words after a clause."""

BARE_PARTICIPLE = pattern(
    r"""
    (?:feeling|trying|struggling|working|losing|failing|worrying|dealing|having|getting)\b
    (?!.*\b(?:is|are|was)\b)
    """,
    _I,
)
"""Starts a clause that left out its "I'm"."""

BARE_VERB = pattern(
    r"""
    (?:just )?(?:lost|failed|can't|cant|cannot|couldn't|got|had|broke up|found out|haven't)\b
    (?!.*\b(?:is|are|was|can|will)\b)
    """,
    _I,
)
"""Starts a clause that left out its "I"."""

PRONOUN_SUBJECT = pattern(
    r"""
    (?:i|i'm|im|i've|ive|i'd|i'll|we|we're|we've|he|he's|she|she's|they|they're|they've
    |nobody|no one|everyone|everybody|someone|everything|nothing
    |there's|there (?:is|are|was|were))\s
    """,
    _I,
)

_VERB = joined(
    r"""
    (?:\w+n't|is|are|was|were|has|have|had|does|did|can|cannot|could|will|would|might|must|keeps?
    |wants?|needs?|says?|said|thinks?|told|left|died|passed|lost|got|gets|went|came|made|makes
    |took|takes|broke|gave|cheat(?:s|ed)|ignor(?:es?|ed)|hates?|loves?|yell(?:s|ed)|fired|moved
    |stopped|started|treat(?:s|ed)|refus(?:es?|ed)|feels?|seems?|lives?|works?|asked|called|found
    |forgot|dumped|kicked|blam(?:es?|ed)|knows?|never|always|just|really)\b
    """
)

NOUN_SUBJECT = pattern(
    rf"""
    (?:(?:one|some|most|all) of |all )?(?:my|our|his|her|their|the)\s+
    (?:(?!(?:who|that|which|whom)\b)[\w'-]+\s+){{1,3}}?{_VERB}(?!$)
    |(?:my|our|his|her)\s\w+\s(?:died|left)\b
    """,
    _I,
)
"""A noun and the verb it does, with few enough words between them to be sure of it."""

THING = pattern(
    r"""
    (?:(?:my|our|his|her|their|the|these)|(?!\w*thing\b|morning|evening|during)\w{2,}ing)
    (?:\s[\w'-]+){1,6}
    """,
    _I,
)
"""A noun or a gerund, with what belongs to it."""

NOT_IN_A_THING = pattern(
    r"""
    \b(?:i|he|she|it|they|we|you|your|who|which|that|because|if|when|is|are|was|were|has|have|had
    |am|be|do|does|did|can|will|would|could|should|\w+n't|me to)\b
    |\b(?:and|but|or|the|a|an|my|own|to|of|in|on|at|with|for|from|by|about|as|not|so|very)$
    """,
    _I,
)

ADDRESS = pattern(r"\b(?:you|your|yours|yourself|youre|ur|u|y'all)\b", _I)
"""Speaks to us, or of people in general: after the swap nobody could tell who is who."""

DANGLING = pattern(
    r"""
    \b(?:and|but|or|so|because|the|an?|my|your|if|when|than|as|is|was|are|am|were|just|very
    |really|i|that|this|it)$
    |(?<!talk)(?<!turn) to$
    """,
    _I,
)
"""Ends in the middle of something, or points to what was said elsewhere."""

BEFORE_I = re.compile(r"([\w']+) (?:i|im|ive)\b", _I)
JOINTS = words_of(
    """
    that when whenever because if than as what how who whom which whose and but or so like think
    thought feel felt feels know knew wish hope believe guess fear wonder realize realized until
    till since before after while where why everything all things something anything nothing one
    ones people person way time times moment said told says say sure afraid
    worried glad sorry scared though although case more do did should can am was now mean swear
    """
)
"""Words that may stand before "I" inside one sentence."""

_FINE = "not sure|ok|okay|fine|good|well|alright|here|back|doing|done|glad|sorry"

SAYS_NOTHING = pattern(
    rf"""
    (?:i|we) (?:(?:just|really|do|also|totally|completely|truly|can)\s)*
    (?:(?:agree|appreciate|thank|see|understand|mean|guess|suppose|assume|know|dunno|wonder
    |was wondering|hope so|(?:don't )?think so|think that|believe so|(?:like|love) (?:that|it)
    |tried that|have tried$|do that
    |(?:don't|dont|can't) (?:really )?(?:know|understand|get|explain|say|tell)
    |have a question|say|said|did)\b
    |(?:need|want|could use) (?:some |any )?(?:help|advice|suggestions)
    |(?:will|would|could|might|may|should|can) (?:\w+ly )?
    (?:try|do|look|think|consider|check|use|start|give|keep|take|love|like|see|call|ask|talk|go
    |send|write|speak)\b
    |am (?:{_FINE})\b)
    |(?:i'm|im) (?:{_FINE})\b
    |(?:i'm|im|i am|am|i feel|i felt|i'm feeling)\s
    (?:(?:so|very|really|just|too|quite|a bit|a little)\s)*\w+$
    |i'll\b|i'd (?:love|like)\b|my name\b
    """,
    _I,
)
"""Clauses that only take part in the talk or name a feeling: said back, they would be empty."""

OWNED = pattern(
    r"""
    i (?:(?:always|still|just|often|sometimes)\s)*(?:feel|felt|think|thought|believe|fear)\b
    |.*\b(?:said|says|say|told|tells|thinks?|thought|called|calls)\b
    """,
    _I,
)
"""Judgements that already say whose they are."""

JUDGEMENT = pattern(
    r"""
    \b(?:nobody|no one|everyone|everybody)\b(?=.*\b(?:me|likes?|cares?|here|there|talk)\b)
    |\b(?:have|got|there's|is|was) (?:\w+ )?(?:nobody|no one|nothing)\b
    |\bnothing (?:\w+ )?(?:matters?|works?|helps?|will|ever|changes?)\b
    |\b(?:will|can|i'll|could|would) never\b|\bnever (?:be|get|have|find)\b
    |\b(?:me|myself|i'm|im|am|is|are|was|being|like|all|such|so) (?:\w+ ){0,2}
    (?:worthless|useless|pointless|hopeless|meaningless|stupid|idiot|dumb|ugly|fat|loser|failure
    |burden|pathetic|broken|unlovable|unwanted|weak|lazy|crazy|insane|mess|fault|ruined|enough
    |disappointment|selfish|coward|liar|narcissist|nothing|nobody)\b
    |\bhates? (?:me|us)\b|\bdeserved?\b|\bcan't (?:\w+ ){0,3}right\b
    |\b(?:bad|terrible|awful|horrible)\s
    (?:person|mother|father|mom|mum|dad|parent|friend|wife|husband|son|daughter|partner|human)\b
    """,
    _I,
)
"""What someone holds against themselves or the world."""

NOT_REPEATED = pattern(
    r"""
    \bhate (?:myself|who i am)\b|\bwhy would\b
    |\b(?:\w*fuck\w*|\w*shit\w*|bitch\w*|asshole\w*|bastard|cunt|prick|dick|whore|slut|retard\w*)\b
    """,
    _I,
)
"""Hard words that nobody wants to hear back."""

PLAIN = re.compile(r"[\w\s',.%$£€&/-]+")
"""Text that fits into any sentence: no braces, no quotation marks, no markup."""
