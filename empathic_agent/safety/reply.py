"""The reply when the crisis gate has found a danger. Knows nothing of models or memory.

It is the same for the same verdict and country, and written by people, not generated. It is no
treatment and no substitute for help: its only aim is that the person reaches someone who can help,
and does not feel turned away.
"""

from __future__ import annotations

from empathic_agent.errors import InputError
from empathic_agent.safety.helplines import DIRECTORIES, Help, Helpline, Need, helplines_for
from empathic_agent.safety.wording import FOLLOW_UPS, WORDINGS
from empathic_agent.turn import Danger, SafetyVerdict


def crisis_reply(verdict: SafetyVerdict, country: str | None) -> str:
    """What to say to `verdict`, with the helplines of `country` (alpha-2 code, None: unknown).

    Raises:
        InputError: if the verdict found no danger.
    """
    if verdict.danger is None:
        raise InputError("a crisis reply needs a verdict with a danger: this one has none")
    help_ = helplines_for(verdict.danger, country)
    if verdict.follows:
        return _stay(verdict.danger, verdict.follows, help_)
    before, after = WORDINGS[verdict.danger, verdict.stance]
    lines = "\n".join(f"- {line}" for line in _lines(help_))
    return f"{before.format(emergency=help_.emergency)}\n\n{lines}\n\n{after}"


def _stay(danger: Danger, follows: int, help_: Help) -> str:
    """A shorter text with one line: the whole list stands just above."""
    texts = FOLLOW_UPS[danger]
    text = texts[min(follows, len(texts)) - 1].format(emergency=help_.emergency)
    line = _line(help_.lines[0]) if help_.lines else f"Helplines by country: {DIRECTORIES[0]}"
    return f"{text}\n\n- {line}"


def _lines(help_: Help) -> list[str]:
    """At most three helplines, the emergency number, and where to look elsewhere."""
    elsewhere = " and ".join(help_.directories or DIRECTORIES[:1])
    numbers_of = f"These are numbers of {help_.country}; others" if help_.country else "Helplines"
    return [
        *(_line(line) for line in help_.lines),
        f"In immediate danger: call {help_.emergency}",
        f"{numbers_of} by country: {elsewhere}",
    ]


def _line(line: Helpline) -> str:
    whom = "" if Need.CRISIS in line.needs else f" (for {line.needs[0]})"
    ways = [f"call {line.call}" if line.call else "", f"text {line.text}" if line.text else ""]
    reach = " or ".join(way for way in ways if way)
    details = [part for part in (reach, line.hours, line.url) if part]
    return f"{line.name}{whom}: {', '.join(details)}"
