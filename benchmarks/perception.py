"""What perception costs, as a multiple of encoding the same text once with the plain encoder.

    python benchmarks/perception.py

Everything is measured interleaved in one run, so that a noisy machine disturbs all alike; the
median of the ratios counts. No part reads a text twice. Targets: emotion at most 1.3, with cause
at most 3, batches at least 0.8 of the plain encoder's throughput.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from empathic_agent.encoder import SentenceEncoder
from empathic_agent.perception.detector import HeadDetector, load_default_detector
from empathic_agent.turn import Dialogue, Speaker, Utterance

MESSAGES = (
    "I lost my job last week and I don't know how to tell my wife.",
    "She thinks I go to work every morning, but I just sit in the library.",
    "I feel so ashamed because I have always been the one who keeps things together.",
    "Yesterday I almost told her, and then our daughter came into the room.",
    "I am afraid she will be angry when she finds out that I lied.",
    "My friend Sam said I should just get it over with.",
    "I don't sleep well, I keep thinking about the rent and the car.",
    "Maybe I could write her a letter, talking is hard for me.",
    "Thank you, it helps to say it out loud for once.",
    "I think I will talk to her tonight after dinner.",
)
Given = TypeVar("Given")

ROUNDS = 10
BATCH = 256
BATCHES = 6


def main() -> None:
    """Print the ratios."""
    encoder = SentenceEncoder()
    detector = load_default_detector(SentenceEncoder())
    encoder.encode(["warm up"])
    detector.detect(_dialogue(["warm up", "I am so sad because it rains."]))
    emotion, cause = _turns(encoder, detector)
    print(f"emotion without cause / encode   {emotion:5.2f}    (target: at most 1.3)")
    print(f"appraisal with cause / encode    {cause:5.2f}    (target: at most 3)")
    share = _throughput(encoder, detector)
    print(f"batch labelling / batch encoding {share:5.2f}    (target: at least 0.8)")


def _turns(encoder: SentenceEncoder, detector: HeadDetector) -> tuple[float, float]:
    """Median ratios of reading the emotions of a message, and of a whole appraisal in dialogue."""
    emotion, cause = [], []
    for number in range(ROUNDS):
        said: list[str] = []
        for message in MESSAGES:
            said += [f"{message} ({number})"]
            plain = _seconds(encoder.encode, said[-1:])
            emotion.append(_seconds(detector.probabilities, [said[-1] + " "]) / plain)
            cause.append(_seconds(detector.detect, _dialogue(said)) / plain)
    return statistics.median(emotion), statistics.median(cause)


def _throughput(encoder: SentenceEncoder, detector: HeadDetector) -> float:
    """Texts per second of whole appraisals as a share of those of the plain encoder."""
    shares = []
    for number in range(BATCHES):
        texts = [f"{MESSAGES[i % len(MESSAGES)]} {number} {i}" for i in range(BATCH)]
        plain = _seconds(encoder.encode, texts)
        shares.append(plain / _seconds(detector.appraise, texts))
    return statistics.median(shares)


def _dialogue(texts: Sequence[str]) -> Dialogue:
    return Dialogue(utterances=tuple(Utterance(speaker=Speaker.SEEKER, text=t) for t in texts))


def _seconds(work: Callable[[Given], object], given: Given) -> float:
    start = time.perf_counter()
    work(given)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
