"""Makes `docs/screenshot.svg`: a real conversation with the offline agent, as the app shows it.

    python docs/make_screenshot.py

The data directory is a temporary one. The first messages are dated back, so that there is
something to remember; replies, numbers and memories are the agent's own.
"""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from textual.pilot import Pilot

from empathic_agent import EmpathicAgent, load_settings
from empathic_agent.tui.app import ChatApp
from empathic_agent.tui.entry import Entry
from empathic_agent.tui.exchange import Exchange

TARGET = Path(__file__).parent / "screenshot.svg"
SIZE = (124, 52)
FONT_FILES = re.compile(r"@font-face \{.*?\}", re.DOTALL)
"""Where the picture would load its font from; without them it takes the reader's own."""


EARLIER = (
    (12, "My manager said the team would shrink, and I can't stop worrying about it."),
    (5, "My sister called on Sunday. It was good to laugh with her again."),
)
"""Days ago, and what was said."""

NOW = (
    "I lost my job last week.",
    "They told us over a video call. Twelve years, and it took them four minutes.",
    "I haven't told my wife yet. I'm so ashamed of it.",
    "My sister would say I should just tell her tonight.",
    "I'm scared of how she'll look at me.",
)


def live_earlier_days(home: Path) -> None:
    """Fill the data directory with a conversation of other days."""
    with TemporaryDirectory() as scratch, EmpathicAgent.create(home=scratch) as drafting:
        turns = [(drafting.invoke(text, session=text), days) for days, text in EARLIER]
    with EmpathicAgent.create(home=home) as agent:
        for turn, days in turns:
            at = turn.at - timedelta(days=days)
            then = {"at": at, "id": f"{at:%Y%m%dT%H%M%S%f}", "session": "earlier"}
            agent.parts.memory.remember(turn.model_copy(update=then))


async def converse(home: Path) -> str:
    """Talk in the app and return its screen as SVG."""
    app = ChatApp(load_settings(home=home))
    async with app.run_test(size=SIZE) as pilot:
        for text in NOW:
            app.query_one(Entry).type_on(text)
            await pilot.press("enter")
            await answered(app, pilot)
        await pilot.pause(0.5)
        return FONT_FILES.sub("", app.export_screenshot(title="empathic-agent"))


async def answered(app: ChatApp, pilot: Pilot[None]) -> None:
    """Wait until the newest message has its reply and its story is complete."""
    while not app.query(Exchange).last().story.timings:
        await pilot.pause(0.1)


def main() -> None:
    """Make the picture."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        live_earlier_days(home)
        TARGET.write_text(asyncio.run(converse(home)), encoding="utf-8")
    print(f"Wrote {TARGET}")


if __name__ == "__main__":
    main()
