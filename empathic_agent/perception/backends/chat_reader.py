"""Asks a chat model what a person feels. Knows the question, and no other detector.

`prompts/emotion.md.j2` is the whole question. What people wrote stands in it as quotations.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from empathic_agent.chat.asking import Asker, asker
from empathic_agent.chat.templates import rendered
from empathic_agent.errors import ModelError
from empathic_agent.perception.backends.reading import (
    Reading,
    answer_schema,
    as_reading,
    label_in,
)
from empathic_agent.response.in_words import quoted
from empathic_agent.turn import Dialogue

if TYPE_CHECKING:
    from empathic_agent.plugins import Workbench

RECENT = 6
"""Utterances of the dialogue that the model gets to see."""
LONGEST = 4000
"""Characters of one utterance that it gets to see."""
NONE_FITS = "none of these"
"""The answer that refuses all labels offered."""


class ChatReader:
    """Asks a chat model for the emotion of a dialogue's last utterance."""

    def __init__(self, model: Asker) -> None:
        self.name = model.name
        self._model = model

    def read(
        self,
        dialogue: Dialogue,
        labels: Sequence[str],
        *,
        ranked: bool = False,
        or_none: bool = False,
    ) -> Reading:
        """Which of `labels` fits; a label that was not offered is asked for once more.

        Args:
            dialogue: its last utterance is read, the ones before help.
            labels: what may be answered.
            ranked: whether `labels` stand in the order of their likelihood.
            or_none: whether `NONE_FITS` may be answered, too.

        Raises:
            ModelError: the model failed, took too long, or gave a wrong label twice.
        """
        allowed = (*labels, NONE_FITS) if or_none else tuple(labels)
        refused: str | None = None
        for repaired in (False, True):
            prompt = render_question(
                dialogue, labels, ranked=ranked, or_none=or_none, refused=refused
            )
            answer = self._model.ask(prompt, answer_schema(allowed))
            label = label_in(answer, allowed)
            if label is not None:
                return as_reading(answer, label, repaired=repaired)
            refused = str(answer.get("emotion", "nothing"))
        raise ModelError(
            f"The model {self.name!r} answered {quoted(str(refused), 60)} twice, which is none of "
            "the labels it was offered."
        )


def chat_reader(bench: Workbench, detector: str) -> ChatReader:
    """The reader that the argument names, or else the settings' chat model.

    Args:
        bench: what the plug-in was given.
        detector: name of the plug-in, for the message.

    Raises:
        PluginError: that is "offline", which is no language model.
        ModelError: the model cannot be set up.
    """
    return ChatReader(asker(bench, f"detector {detector!r}", "the detector 'head'"))


def render_question(
    dialogue: Dialogue,
    labels: Sequence[str],
    *,
    ranked: bool = False,
    or_none: bool = False,
    refused: str | None = None,
) -> str:
    """The question as one text; `refused` is a label that the model gave and should not have."""
    return rendered(
        "emotion.md.j2",
        utterances=dialogue.utterances[-RECENT:],
        longest=LONGEST,
        labels=labels,
        ranked=ranked,
        none=NONE_FITS if or_none else None,
        refused=refused,
    )
