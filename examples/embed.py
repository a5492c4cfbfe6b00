"""Use the agent inside a Python program.

python examples/embed.py
"""

from __future__ import annotations

import tempfile

from empathic_agent import EmpathicAgent


def main() -> None:
    """Hold a short conversation in a data directory of its own and look at one turn."""
    with tempfile.TemporaryDirectory() as home, EmpathicAgent.create("wren", home=home) as agent:
        agent.invoke("I lost my job last week.", owner="sam")
        turn = agent.invoke("I don't know how to tell my wife.", owner="sam")

        print(turn.reply)
        if turn.appraisal and turn.plan:
            print(f"felt:     {turn.appraisal.emotion} ({turn.appraisal.confidence:.0%})")
            print(f"strategy: {turn.plan.strategy} because {turn.plan.reason}")
        for memory in turn.recollections:
            print(f"recalled: {memory.text} (score {memory.score:.2f})")


if __name__ == "__main__":
    main()
