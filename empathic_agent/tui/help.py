"""The help screen. Knows the settings, and nothing of the conversation."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from empathic_agent.settings import Settings
from empathic_agent.tui.wording import plain

ABOUT = (
    "A companion that notices what you seem to feel and why, remembers what mattered, chooses "
    "the kind of support that may help now, and shows you how it came to its reply."
)
NO_THERAPIST = (
    "It is a program, not a therapist, and it can be wrong. If you or someone else may be in "
    "danger, call your local emergency number or a helpline: a person should hear it."
)
OFFLINE_REPLIES = (
    "Replies are put together on this machine from sentences written by people. No language "
    "model takes part, and nothing you write leaves this machine."
)
MODEL_REPLIES = (
    "Replies are written by {model}. For that your messages, what they bring to mind and the "
    "persona are given to it; if it runs elsewhere, they leave this machine. Everything else "
    "happens here."
)
TRACING = (
    "Tracing is allowed: where LangChain's environment variables switch it on, conversations are "
    "sent to the tracing service as well."
)
KEPT = "Conversations and memories are kept in {home}, in one database file."

KEYS: tuple[tuple[str, str], ...] = (
    ("Enter", "send"),
    ("Ctrl+J", "new line; Shift+Enter if the terminal can"),
    ("F2", "show or hide why the reply is as it is"),
    ("Ctrl+Up / Ctrl+Down", "look at an earlier or later turn; or click on it"),
    ("Tab", "go to the conversation, then to the panel"),
    ("Esc", "back to writing"),
    ("Page Up / Page Down", "scroll the conversation"),
    ("Ctrl+N", "new conversation; what is remembered stays"),
    ("F1", "this help"),
    ("Ctrl+Q", "quit"),
)


class HelpScreen(ModalScreen[None]):
    """A short text over the conversation; F1, Esc or Enter closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,escape,enter,q", "dismiss", "Close", key_display="Esc")
    ]

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings

    def compose(self) -> ComposeResult:
        """One scrollable text."""
        with VerticalScroll(id="help") as box:
            box.border_title = "help"
            box.border_subtitle = "Esc closes"
            yield Static(help_text(self._settings))


def help_text(settings: Settings) -> Content:
    """What this is, what it is not, what leaves the machine, and the keys."""
    offline = settings.model == "offline"
    replies = OFFLINE_REPLIES if offline else MODEL_REPLIES.format(model=settings.model)
    paragraphs = [ABOUT, NO_THERAPIST, replies, KEPT.format(home=settings.home)]
    if settings.tracing:
        paragraphs.insert(3, TRACING)
    keys = Content("\n").join(
        Content.assemble((f"{key:<21}", "$accent"), what) for key, what in KEYS
    )
    return Content("\n\n").join([*(plain(text) for text in paragraphs), keys])
