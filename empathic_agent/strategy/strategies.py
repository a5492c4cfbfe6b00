"""The eight ESConv support strategies and the three stages. Knows nothing of models or metrics."""

from __future__ import annotations

from enum import StrEnum


class Strategy(StrEnum):
    """Support strategies as named in ESConv (Liu et al. 2021), in the order the metrics use."""

    QUESTION = "Question"
    RESTATEMENT = "Restatement or Paraphrasing"
    REFLECTION = "Reflection of feelings"
    SELF_DISCLOSURE = "Self-disclosure"
    AFFIRMATION = "Affirmation and Reassurance"
    SUGGESTION = "Providing Suggestions"
    INFORMATION = "Information"
    OTHERS = "Others"


class Stage(StrEnum):
    """The three stages of support (Hill's helping skills, as used by ESConv)."""

    EXPLORATION = "exploration"
    COMFORTING = "comforting"
    ACTION = "action"


STAGE_STRATEGIES: dict[Stage, tuple[Strategy, ...]] = {
    Stage.EXPLORATION: (
        Strategy.QUESTION,
        Strategy.RESTATEMENT,
        Strategy.REFLECTION,
        Strategy.SELF_DISCLOSURE,
    ),
    Stage.COMFORTING: (Strategy.REFLECTION, Strategy.SELF_DISCLOSURE, Strategy.AFFIRMATION),
    Stage.ACTION: (
        Strategy.SELF_DISCLOSURE,
        Strategy.AFFIRMATION,
        Strategy.SUGGESTION,
        Strategy.INFORMATION,
    ),
}
"""Which strategies belong to which stage (Kang et al. 2024)."""


DESCRIPTIONS: dict[Strategy, str] = {
    Strategy.QUESTION: "ask an open question that helps the person say more about what is going on",
    Strategy.RESTATEMENT: "say back, shorter and in other words, what the person told you",
    Strategy.REFLECTION: "name the feeling you hear and show that it makes sense",
    Strategy.SELF_DISCLOSURE: "share something of your own that shows the person is not alone",
    Strategy.AFFIRMATION: "acknowledge the person's strengths and efforts, and give reassurance",
    Strategy.SUGGESTION: "offer one small thing the person could try, without pushing",
    Strategy.INFORMATION: "give a useful fact, or tell where help can be found",
    Strategy.OTHERS: "exchange greetings, thanks and goodbyes, or keep company",
}
"""One line per strategy, written for a prompt: it completes "Your reply should …"."""
