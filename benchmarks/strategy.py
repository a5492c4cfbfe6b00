"""What planning costs beyond the sentence vectors, as a multiple of encoding one message.

    python benchmarks/strategy.py

Both are measured interleaved in one run, so that a noisy machine disturbs them alike; the median of
the ratios counts. The vectors of the conversation are made before: the memory needs them anyway.
The target is at most 0.3.
"""

from __future__ import annotations

import statistics
import time

from empathic_agent.encoder import CachedEncoder, SentenceEncoder
from empathic_agent.strategy.debias import load_default_selector
from empathic_agent.strategy.strategies import Strategy
from empathic_agent.turn import Dialogue, Speaker, Utterance

SAID = (
    ("I lost my job last week and I don't know how to tell my wife.", Strategy.QUESTION),
    ("She thinks I go to work, but I just sit in the library.", Strategy.REFLECTION),
    ("I feel so ashamed, I was always the one who keeps things together.", Strategy.AFFIRMATION),
    ("Yesterday I almost told her, and then our daughter came in.", Strategy.RESTATEMENT),
    ("I am afraid she will be angry when she finds out that I lied.", Strategy.SUGGESTION),
)
ROUNDS = 20


def main() -> None:
    """Print the ratio and both times."""
    plain = SentenceEncoder()
    shared = CachedEncoder(plain)
    selector = load_default_selector(shared)
    dialogues = [_conversation(number) for number in range(1, len(SAID) + 1)]
    for dialogue in dialogues:
        selector.select(dialogue, None)
    pairs = []
    for number in range(ROUNDS):
        for dialogue in dialogues:
            start = time.perf_counter()
            plain.encode([f"{dialogue.last.text} ({number})"])
            middle = time.perf_counter()
            selector.select(dialogue, None)
            pairs.append((middle - start, time.perf_counter() - middle))
    encode, plan = (statistics.median(times) * 1e3 for times in zip(*pairs, strict=True))
    ratio = statistics.median(plan / encode for encode, plan in pairs)
    print(f"encode one message   {encode:7.2f} ms (median)")
    print(f"plan                 {plan:7.2f} ms (median)")
    print(f"plan / encode        {ratio:7.2f}    (target: at most 0.3)")


def _conversation(turns: int) -> Dialogue:
    said = []
    for text, strategy in SAID[:turns]:
        said.append(Utterance(speaker=Speaker.SEEKER, text=text))
        said.append(Utterance(speaker=Speaker.SUPPORTER, text="I see.", strategy=strategy))
    return Dialogue(utterances=tuple(said[:-1]))


if __name__ == "__main__":
    main()
