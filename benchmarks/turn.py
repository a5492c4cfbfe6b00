"""What a whole offline turn costs, as a multiple of encoding the same text once.

    python benchmarks/turn.py

Both are measured interleaved in one run, so that a noisy machine disturbs them alike; the median of
the ratios counts. The target is at most 4.
"""

from __future__ import annotations

import statistics
import tempfile
import time

from empathic_agent import EmpathicAgent
from empathic_agent.encoder import SentenceEncoder
from empathic_agent.turn import Turn

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
ROUNDS = 5


def main() -> None:
    """Print the ratio and where the time goes."""
    encoder = SentenceEncoder()
    encoder.encode(["warm up"])
    with tempfile.TemporaryDirectory() as home, EmpathicAgent.create(home=home) as agent:
        agent.invoke("hello")
        pairs = [
            _measure(agent, encoder, f"{message} ({number})", f"round {number}")
            for number in range(ROUNDS)
            for message in MESSAGES
        ]
    ratios = [turn_ms / encode_ms for turn_ms, encode_ms, _ in pairs]
    print(f"encode once       {statistics.median(ms for _, ms, _ in pairs):7.2f} ms (median)")
    print(f"whole turn        {statistics.median(ms for ms, _, _ in pairs):7.2f} ms (median)")
    print(f"turn / encode     {statistics.median(ratios):7.2f}    (target: at most 4)")
    for stage in [t.stage for t in pairs[0][2].timings]:
        print(
            f"  {stage:<15} {statistics.median(_stage(turn, stage) for *_, turn in pairs):7.2f} ms"
        )


def _measure(
    agent: EmpathicAgent, encoder: SentenceEncoder, text: str, session: str
) -> tuple[float, float, Turn]:
    """(turn ms, encode ms, turn); the agent's own encoder has never seen the text."""
    start = time.perf_counter()
    encoder.encode([text])
    middle = time.perf_counter()
    turn = agent.invoke(text, session=session)
    end = time.perf_counter()
    return (end - middle) * 1e3, (middle - start) * 1e3, turn


def _stage(turn: Turn, stage: str) -> float:
    return next(t.ms for t in turn.timings if t.stage == stage)


if __name__ == "__main__":
    main()
