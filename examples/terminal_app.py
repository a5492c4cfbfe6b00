"""Open the terminal app from your own program, with a persona and a data directory of your choice.

python examples/terminal_app.py
"""

from __future__ import annotations

from pathlib import Path

from empathic_agent import load_settings
from empathic_agent.tui.app import ChatApp


def build(home: Path) -> ChatApp:
    """The app, talking as Bram, with its conversations kept in `home`."""
    return ChatApp(load_settings(home=home, persona="bram"), session="example")


if __name__ == "__main__":
    build(Path.home() / "bram-conversations").run()
