"""The line above the entry: how things are, or what went wrong. Knows no agent."""

from __future__ import annotations

from textual.widgets import Static

from empathic_agent.errors import EmpathicAgentError
from empathic_agent.tui.wording import plain, shortened

WAKING = "waking up…"
OFFLINE = "replies are made on this machine; nothing leaves it"
LONGEST_TROUBLE = 600
"""Characters of an error message that are shown: some libraries quote whole responses."""


class StatusLine(Static):
    """Shows a quiet state; a trouble covers it until the next message is sent."""

    def __init__(self) -> None:
        super().__init__(WAKING, id="status", markup=False)
        self._state = WAKING

    def settle(self, model: str) -> None:
        """The agent is awake; say who writes the replies."""
        self._state = OFFLINE if model == "offline" else f"replies by {model}"
        if not self.has_class("-trouble"):
            self.clear()

    def clear(self) -> None:
        """Show the quiet state again."""
        self.remove_class("-trouble")
        self.update(plain(self._state))

    def tell(self, error: Exception) -> None:
        """Show what went wrong; errors that nobody prepared for are shown with their type."""
        prepared = isinstance(error, EmpathicAgentError)
        words = str(error) if prepared else f"{type(error).__name__}: {error}"
        self.add_class("-trouble")
        self.update(plain(shortened(words, LONGEST_TROUBLE)))
