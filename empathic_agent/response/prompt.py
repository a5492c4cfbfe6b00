"""Renders a brief as LangChain messages. Knows templates, and no model.

`prompts/reply.md.j2` becomes the system message; the recent dialogue follows as it was said.
`prompts/README.md` documents the variables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from empathic_agent.chat.templates import rendered
from empathic_agent.perception.cues import seen
from empathic_agent.response.brief import Brief
from empathic_agent.strategy.strategies import DESCRIPTIONS
from empathic_agent.turn import Speaker

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

RECENT = 12
"""Utterances of the dialogue a language model gets to see; older ones are left to memory."""
RIVALS = 2
"""Emotions named beside the first one."""


def render(brief: Brief) -> list[BaseMessage]:
    """The messages of one model call: a system message, then the recent dialogue.

    Raises:
        jinja2.UndefinedError: the template uses a variable that does not exist.
    """
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

    kinds = {Speaker.SEEKER: HumanMessage, Speaker.SUPPORTER: AIMessage}
    recent = brief.dialogue.utterances[-RECENT:]
    return [
        SystemMessage(content=render_system_prompt(brief)),
        *(kinds[utterance.speaker](content=utterance.text) for utterance in recent),
    ]


def render_system_prompt(brief: Brief) -> str:
    """The system prompt alone.

    What the person wrote is passed as variables, so it is never read as template.
    """
    appraisal = brief.appraisal
    ranked = sorted(appraisal.distribution, key=lambda label: -appraisal.distribution[label])
    return rendered(
        "reply.md.j2",
        persona=brief.persona,
        appraisal=appraisal,
        cues=seen(brief.dialogue.last.cues),
        rivals=[label for label in ranked if label != appraisal.emotion][:RIVALS],
        recollections=brief.recollections,
        plan=brief.plan,
        strategy_description=DESCRIPTIONS[brief.plan.strategy],
        mood=brief.mood,
    )
