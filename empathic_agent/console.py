"""The conversation and its records as plain text, for pipes and simple terminals.

Knows nothing of how a turn is made.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TextIO

from empathic_agent.agent import EmpathicAgent
from empathic_agent.assembly import assemble
from empathic_agent.errors import EmpathicAgentError
from empathic_agent.settings import Settings
from empathic_agent.turn import Recollection


def talk(settings: Settings, *, session: str | None, as_json: bool) -> int:
    """Answer each line of standard input as one message; blank lines are skipped.

    A line that cannot be answered is reported on standard error and the conversation goes on.

    Returns:
        The exit code: 0, or 1 when a line could not be answered.
    """
    failures = 0
    with EmpathicAgent(assemble(settings)) as agent:
        for number, line in _lines(sys.stdin):
            try:
                turn = agent.invoke(line, session=session)
            except EmpathicAgentError as error:
                failures += 1
                print(f"empathic-agent: line {number}: {error}", file=sys.stderr, flush=True)
            else:
                print(turn.model_dump_json() if as_json else turn.reply, flush=True)
    return 1 if failures else 0


def show_recollections(recollections: Sequence[Recollection]) -> None:
    """Print memories, best first, each with its score parts."""
    if not recollections:
        print("Nothing comes to mind yet.")
    for r in recollections:
        parts = f"meaning {r.meaning:.2f}  words {r.words:.1f}  mood {r.mood:+.2f}"
        print(f"{r.at:%Y-%m-%d %H:%M}  score {r.score:+.2f}  {parts}  {r.emotion:<14} {r.text}")
        print(f"{'':>18}{r.standing or 'nothing speaks for it'}; recency {r.recency:.2f}")


def _lines(stream: TextIO) -> Iterator[tuple[int, str]]:
    if hasattr(stream, "reconfigure"):  # bytes that are no UTF-8 must reach the intake's check
        stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    for number, line in enumerate(stream, start=1):
        if line.strip():
            yield number, line.rstrip("\n")
