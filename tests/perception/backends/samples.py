"""A small detector that always reads the same, and readers of a scripted model."""

from __future__ import annotations

from dataclasses import dataclass

from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.chat.asking import Asker
from empathic_agent.perception.backends.chat_reader import ChatReader
from empathic_agent.response.models import response_model
from empathic_agent.turn import Appraisal, Cause, Dialogue, Span, Speaker, Utterance

MESSAGE = "I lost my job last week."
SHARES = {
    "sadness": 0.5,
    "grief": 0.2,
    "disappointment": 0.1,
    "fear": 0.08,
    "anger": 0.07,
    "joy": 0.05,
}


@dataclass(frozen=True)
class Small:
    """Reads sadness, then `SHARES`, and a cause in every message."""

    def detect(self, dialogue: Dialogue) -> Appraisal:
        text = dialogue.last.text
        return Appraisal(
            taxonomy="goemotions",
            distribution=dict.fromkeys(load_taxonomy("goemotions").names, 0.0) | SHARES,
            emotion="sadness",
            vad=load_taxonomy("goemotions").point(SHARES),
            causes=(Cause(span=Span(start=0, end=len(text), text=text), score=0.8),),
            undertow=0.4,
            reason="The message reads as sadness (50%).",
        )


def message(text: str = MESSAGE, *before: str) -> Dialogue:
    """A dialogue that ends with the seeker's `text`; what was said before is the supporter's."""
    return Dialogue(
        utterances=(
            *(Utterance(speaker=Speaker.SUPPORTER, text=line) for line in before),
            Utterance(speaker=Speaker.SEEKER, text=text),
        )
    )


def reader(patience: float = 20.0) -> ChatReader:
    """A reader that asks the test's server with the real OpenAI client."""
    return ChatReader(Asker("openai:tiny", response_model("openai:tiny"), patience=patience))
