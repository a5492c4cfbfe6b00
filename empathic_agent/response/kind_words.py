"""Words that kinds of messages are made of, as regular expressions. Knows no kinds.

Everything is lower case, without punctuation but for apostrophes and hyphens.
"""

from __future__ import annotations

from empathic_agent.response.patterns import joined

BEING = joined(
    r"""
    (?:(?:an?|the|just|some|my|only|even|actually|really)\s)*(?:(?:real|actual|live)\s)?
    (?:human|person|people|bot|robot|ai|machine|program|chat ?bot|computer|llm|language model
    |gpt|chatgpt|therapist|psychologist|counsell?or)\b
    """
)

LEAD = r"(?:(?:and|so|but|well|ok|okay|hey|hi|hello|oh|wow|also|no|yes|then|wait) )*"

GREETING = joined(
    r"""
    h+i+|he+l+o+|hey+a?|hiya|yo|howdy|hallo|greetings|sup|what'?s up|wassup
    |good (?:morning|afternoon|evening|day)|nice to meet you
    |(?:is )?(?:anyone|anybody|someone|somebody) (?:there|here)
    |are you (?:still )?(?:there|here)
    """
)

UNCLEAR = joined(
    r"""
    idk|dunno
    |(?:i )?(?:really |just |honestly )?(?:don'?t|do not) (?:really |even )?know
    |(?:i'?m |i am )?not (?:really |too |so |quite )?sure|no idea|who knows|whatever|meh
    |h+m+|u+m+|u+h+|er+m*|eh+|ah+|oh+|lo+l|lmao|ha(?:ha)+|hehe+|nvm|never ?mind
    |nothing(?: really| much)?|test|asdf\w*|tbh|i
    """
)

YES = joined(
    r"""
    yes+|yeah+|yea+|yep|yup|ya|ok|okay|okey|k+|sure|true|right|exactly|correct|definitely
    |absolutely|totally|indeed|agreed|of course|alright|all right|fine|cool|great|nice|wow
    |awesome|perfect|maybe|perhaps|possibly|probably|mhm+|uh huh|for sure|me too|same
    |gotcha|got it|will do|(?:you'?re |your |u r )?welcome|no problem|np|makes sense|good to know
    |sounds (?:good|great|nice|like a plan)
    |i (?:guess|think|hope|suppose|believe)(?: so)?|i (?:do |totally |fully )*agree
    |i (?:do|am|did|have|will|can|would|could|was|know|see|understand)
    |i (?:will|can|could|might|may) (?:try|do|think about|look into)(?: (?:that|it|this|to))*
    |i'll (?:try|do)(?: (?:that|it|to))*
    |i (?:hadn'?t|haven'?t|never) thought (?:of|about) (?:that|it)(?: (?:that way|like that))?
    |(?:that|it|this)(?:'?s|\s(?:is|was|does|would be|sounds|seems|makes|could|will|might|helps?))?
    (?:\s(?:an?|all|such|so|very|really|right|true|good|great|nice|fair|correct|excellent|wonderful
    |perfect|lovely|better|helpful|sense|idea|point|advice|suggestion|question|one|helps?|works?
    |fine|ok|okay))*
    |(?:a |so |very |really )*(?:good|great|fair|excellent|true|right|correct)
    (?:\s(?:idea|point|advice|suggestion|question|one))?
    |you(?:'re| are) (?:so |very |absolutely |probably )?right
    |(?:great|good|nice) to hear(?: that)?
    |(?:it|they|he|she) (?:sure )?(?:is|are|does|do|was|did|has)
    """
)

NO = joined(
    r"""
    no+|nope|nah|never
    |not (?:really|yet|at all|exactly|much|at this time|right now|today|currently|now)
    |not that i know(?: of)?
    |i (?:really )?(?:don'?t|haven'?t|can'?t|didn'?t|won'?t)(?: think so)?|i'm not|none
    |no one|nobody|no thanks?(?: you)?|it (?:isn'?t|doesn'?t|didn'?t|won'?t)
    """
)

QUESTION_WORDS = r"(?:what|where|when|which|how old|how long|how often|how many|who|how)"
