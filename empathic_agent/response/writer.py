"""Lets a chat model write the reply, piece by piece. Knows nothing of how the prompt came to be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from contextvars import Context, copy_context
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from empathic_agent.errors import EmpathicAgentError, ModelError
from empathic_agent.response.brief import Brief

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk, BaseMessage


@dataclass(frozen=True, slots=True)
class Writer:
    """A chat model and how it is used."""

    name: str
    """As the user named it; appears in every turn."""
    model: BaseChatModel
    tracing: bool = False
    """Whether LangChain's tracing may see the conversation, should the environment ask for it."""

    def write(self, messages: list[BaseMessage], brief: Brief) -> Iterator[str]:
        """Yield the reply in pieces, without white space around the whole.

        Raises:
            ModelError: the model failed or answered with nothing.
        """
        wrote = False
        for text in self._stream(messages, brief):
            piece = text if wrote else text.lstrip()
            if piece:
                wrote = True
                yield piece
        if not wrote:
            raise ModelError(
                f"The model {self.name!r} answered with nothing. Try again, or name another."
            )

    def _stream(self, messages: list[BaseMessage], brief: Brief) -> Iterator[str]:
        from empathic_agent.response.offline import OfflineComposer

        extra: dict[str, Any] = {"brief": brief} if isinstance(self.model, OfflineComposer) else {}
        context, restore = copy_context(), ExitStack()
        if not self.tracing:
            context.run(_switch_tracing_off, restore)
        try:
            chunks = context.run(self.model.stream, messages, **extra)
            while (chunk := self._next(context, chunks)) is not None:
                yield str(chunk.text)
        finally:
            context.run(restore.close)

    def _next(self, context: Context, chunks: Iterator[AIMessageChunk]) -> AIMessageChunk | None:
        try:
            return context.run(next, chunks, None)
        except EmpathicAgentError:
            raise
        except Exception as error:  # every provider has an exception tree of its own
            raise ModelError(
                f"The model {self.name!r} failed ({type(error).__name__}: {error}). "
                "Your message was not lost: send it again, or use the built-in replies with "
                "`--model offline`."
            ) from error


def _switch_tracing_off(restore: ExitStack) -> None:
    """Forbid LangSmith tracing in the current context, whatever the environment says."""
    from langsmith.run_helpers import tracing_context

    restore.enter_context(tracing_context(enabled=False))
