"""Where the person writes. Knows the intake's rules and nothing of who reads the message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key, Paste
from textual.message import Message
from textual.widgets import TextArea

from empathic_agent.errors import InputError
from empathic_agent.intake import accept
from empathic_agent.tui.wording import printable

SENDING = ("enter",)
BREAKING = ("ctrl+j", "shift+enter", "alt+enter")


class Entry(TextArea):
    """A text field that grows with its text; Enter sends.

    Ctrl+J breaks the line in every terminal. Shift+Enter and Alt+Enter do so where the terminal
    tells them from Enter, which most still do not.
    """

    # `on_key` sees to Enter and line breaks; here they are for the footer.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(SENDING), "send", "Send"),
        Binding(",".join(BREAKING), "newline", "New line", key_display="^j"),
        Binding("pageup", "app.scroll_conversation(-1)", show=False),
        Binding("pagedown", "app.scroll_conversation(1)", show=False),
    ]

    @dataclass
    class Sent(Message):
        """A message that can be answered; the field is empty now."""

        text: str

    @dataclass
    class Refused(Message):
        """The message cannot be used; it still stands in the field."""

        error: InputError

    def __init__(self) -> None:
        super().__init__(
            compact=True,
            highlight_cursor_line=False,
            placeholder="What's on your mind?",
            id="entry",
        )

    def on_key(self, event: Key) -> None:
        """Send and break lines in the order of the keys.

        Bindings are run outside the queue that letters go through: when the machine is busy, Enter
        would overtake the end of the message, or come after the beginning of the next.
        """
        if event.key in SENDING or event.key in BREAKING:
            event.stop()
            event.prevent_default()
            self.action_send() if event.key in SENDING else self.action_newline()

    def on_paste(self, event: Paste) -> None:
        """Paste without what cannot be sent: nobody finds an invisible character by hand."""
        event.prevent_default()
        self._type(printable(event.text))

    def give_back(self, text: str) -> None:
        """Put a message that could not be answered before whatever is being written now."""
        rest = f"\n\n{self.text}" if self.text.strip() else ""
        self.text = text + rest
        self.move_cursor(self.document.end)

    def type_on(self, text: str) -> None:
        """Go on writing with `text`, typed while something else had the focus."""
        self.focus()
        self._type(text)

    def action_send(self) -> None:
        """Send what is written, unless that is nothing at all."""
        if not self.text.strip():
            return
        try:
            message = accept(self.text)
        except InputError as error:
            self.post_message(self.Refused(error))
        else:
            self.clear()
            self.post_message(self.Sent(message))

    def action_newline(self) -> None:
        """Break the line."""
        self._type("\n")

    def _type(self, text: str) -> None:
        self.replace(text, *self.selection, maintain_selection_offset=False)
