"""Small real detectors for the tests of annotation."""

from __future__ import annotations

from collections.abc import Sequence

from empathic_agent.affect.vad import VAD
from empathic_agent.turn import Appraisal, Cause, Dialogue, Span


def read(text: str) -> Appraisal:
    """Sadness, with the word "lost" as its cause, or else joy."""
    place = text.find("lost")
    sad = place >= 0
    span = Span(start=place, end=place + 4, text="lost") if sad else None
    return Appraisal(
        taxonomy="two",
        distribution={"sadness": 0.75 if sad else 0.25, "joy": 0.25 if sad else 0.75},
        emotion="sadness" if sad else "joy",
        vad=VAD(valence=-0.5 if sad else 0.5, arousal=0.123456, dominance=0.0),
        intensity=0.5 if sad else None,
        causes=(Cause(span=span, score=0.9),) if span else (),
        reason="It says so.",
    )


class OneByOne:
    """Reads one message at a time, as any plug-in does."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def detect(self, dialogue: Dialogue) -> Appraisal:
        """Read the last utterance."""
        self.seen.append(dialogue.last.text)
        return read(dialogue.last.text)


class Many(OneByOne):
    """Reads many at once."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[int] = []

    def appraise(self, texts: Sequence[str]) -> Sequence[Appraisal]:
        """Read all of them."""
        self.batches.append(len(texts))
        return [read(text) for text in texts]


class Failing(OneByOne):
    """Fails at a word."""

    def __init__(self, at: str) -> None:
        super().__init__()
        self.at = at

    def detect(self, dialogue: Dialogue) -> Appraisal:
        """Read the last utterance, or fail."""
        if self.at in dialogue.last.text:
            raise RuntimeError(f"no idea what {self.at} is")
        return super().detect(dialogue)
