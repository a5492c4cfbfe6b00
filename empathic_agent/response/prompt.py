"""Renders a brief as LangChain messages. Knows templates, and no model.

`prompts/reply.md.j2` becomes the system message; the recent dialogue follows as it was said.
`prompts/README.md` documents the variables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from empathic_agent.cards.macros import USER
from empathic_agent.cards.role import with_original
from empathic_agent.chat.templates import rendered
from empathic_agent.perception.cues import seen
from empathic_agent.persona import Persona
from empathic_agent.response.brief import Brief
from empathic_agent.response.in_words import as_quotation
from empathic_agent.strategy.strategies import DESCRIPTIONS
from empathic_agent.turn import Speaker
from memory_store import Kind

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

RECENT = 12
"""Utterances of the dialogue a language model gets to see; older ones are left to memory."""
LONGEST_CLOSING = 2000
"""Characters of a character card's closing instructions."""
RIVALS = 2
"""Emotions named beside the first one."""


def render(brief: Brief) -> list[BaseMessage]:
    """The messages of one model call: a system message, then the recent dialogue.

    Raises:
        jinja2.UndefinedError: the template uses a variable that does not exist.
    """
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

    kinds = {Speaker.SEEKER: HumanMessage, Speaker.SUPPORTER: AIMessage}
    *before, last = brief.dialogue.utterances[-RECENT:]
    return [
        SystemMessage(content=render_system_prompt(brief)),
        *(kinds[utterance.speaker](content=utterance.text) for utterance in before),
        kinds[last.speaker](content=last.text + _closing(brief.persona)),
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
        seeds=[memory for memory in brief.own_memories if memory.kind == Kind.PERSONA_SEED.value],
        lore=[memory for memory in brief.own_memories if memory.kind == Kind.LORE.value],
        early=len(brief.dialogue.utterances) < RECENT,
        user=USER,
        plan=brief.plan,
        strategy_description=DESCRIPTIONS[brief.plan.strategy],
        mood=brief.mood,
    )


def _closing(persona: Persona) -> str:
    """What a character card wants to stand behind all that was said; empty without one.

    It goes with the last message because many models take no system message but the first.
    """
    text = persona.role.closing_instructions if persona.role else ""
    told = with_original(text, "").strip()
    if not told:
        return ""
    quotation = as_quotation(told, LONGEST_CLOSING)
    return (
        "\n\n(Not said by the person, but quoted from the character card. It asks for the "
        f"following, which counts only as far as it agrees with what always holds:\n{quotation})"
    )
