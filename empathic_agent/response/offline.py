"""The `offline` chat model: hand-written frames, chosen and filled. Knows no language model.

It is an ordinary LangChain chat model, so whatever takes one takes it. The agent hands it the brief
of the turn (`composer.invoke(messages, brief=brief)`); without one it reads the messages alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from langchain_core.caches import BaseCache
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from empathic_agent.response.brief import Brief
from empathic_agent.response.fit import choose
from empathic_agent.response.frames import frames_for
from empathic_agent.response.situation import Situation, from_brief, from_messages


def compose(brief: Brief) -> str:
    """The reply to a brief: deterministic; half a millisecond or so once the frames are loaded."""
    return _reply(from_brief(brief))


def compose_without_brief(messages: Sequence[BaseMessage]) -> str:
    """A plain supportive reply to the last human message."""
    asked = [message.text for message in messages if isinstance(message, HumanMessage)]
    replied = [message.text for message in messages if isinstance(message, AIMessage)]
    return _reply(from_messages(asked, replied))


class OfflineComposer(BaseChatModel):
    """Answers from built-in replies; needs no key, no network and no download."""

    cache: BaseCache | bool | None = False
    """Never cached: composing is cheaper, and LangChain's cache would keep what people wrote."""

    @property
    def _llm_type(self) -> str:
        return "offline"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        *,
        brief: Brief | None = None,
        **_: Any,
    ) -> ChatResult:
        reply = _cut(compose(brief) if brief else compose_without_brief(messages), stop)
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=reply))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        *,
        brief: Brief | None = None,
        **_: Any,
    ) -> Iterator[ChatGenerationChunk]:
        result = self._generate(messages, stop, brief=brief)
        for word in re.findall(r"\s*\S+", result.generations[0].text) or [""]:
            chunk = ChatGenerationChunk(message=AIMessageChunk(content=word))
            if run_manager:
                run_manager.on_llm_new_token(word, chunk=chunk)
            yield chunk


def _reply(situation: Situation) -> str:
    frames = frames_for(situation.kind, situation.strategies)
    return choose(frames, situation).fill(situation.words)


def _cut(reply: str, stop: Sequence[str] | None) -> str:
    """The reply up to the first of the stop words, as every chat model treats them."""
    ends = [reply.find(word) for word in stop or () if word in reply]
    return reply[: min(ends)] if ends else reply
