"""The terminal app: routes what the person does and what the agent reports. Knows no stage."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, HorizontalGroup
from textual.events import Resize
from textual.widgets import Footer, Static

from empathic_agent.errors import EmpathicAgentError
from empathic_agent.events import Finished
from empathic_agent.settings import Settings
from empathic_agent.tui import host
from empathic_agent.tui.conversation import Conversation
from empathic_agent.tui.entry import Entry
from empathic_agent.tui.exchange import Exchange
from empathic_agent.tui.help import HelpScreen
from empathic_agent.tui.status import StatusLine
from empathic_agent.tui.story import Story
from empathic_agent.tui.theme import DUSK
from empathic_agent.tui.why import WhyPanel
from empathic_agent.tui.wording import clock_time, plain, shortened

WIDE = 100
"""Columns from which the panel is open by default; below, it takes the conversation's place."""


class ChatApp(App[None]):
    """Talk to an agent, and see why it replies as it does.

    `run()` returns when the person quits; `return_code` is then 0, or 1 when no agent could be
    made, in which case the reason has been printed to standard error.

    Args:
        settings: the person's choices.
        session: which conversation; by default one per persona.
        create: makes the agent; by default a real one from the settings.
    """

    CSS_PATH = "style.tcss"
    TITLE = "empathic-agent"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012  # as in App
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help"),
        Binding("f2", "toggle_why", "Why"),
        Binding("ctrl+n", "new_conversation", "New conversation"),
        Binding("ctrl+q", "quit", "Quit", priority=True),
        Binding("ctrl+up,alt+up", "look(-1)", "Earlier turn", show=False),
        Binding("ctrl+down,alt+down", "look(1)", "Later turn", show=False),
        Binding("escape", "write", "Back to writing", show=False),
    ]

    def __init__(
        self,
        settings: Settings,
        *,
        session: str | None = None,
        create: Callable[[Settings], host.Companion] | None = None,
    ) -> None:
        super().__init__()
        self.register_theme(DUSK)
        self.theme = DUSK.name
        make = create or _real_agent
        self._settings = settings
        self._session = session
        self._host = host.AgentHost(lambda: make(settings), self.post_message)
        self._companion = Path(settings.persona).stem.title()
        self._greeting = ""
        self._tickets = count(1)
        self._unanswered: dict[int, Exchange] = {}
        self._why_wanted: bool | None = None
        # Kept rather than queried: reports still come in while the screen is being taken down.
        self._name_shown = Static(plain(self._companion), id="companion")
        self._session_shown = Static(plain(session or ""), id="session")
        self._conversation = Conversation(self._companion)
        self._panel = WhyPanel()
        self._room = Horizontal(self._conversation, self._panel, id="room")
        self._status = StatusLine()
        self._entry = Entry()

    def compose(self) -> ComposeResult:
        """Header, conversation and panel side by side, status, entry, keys."""
        yield HorizontalGroup(self._name_shown, self._session_shown, id="header")
        yield self._room
        yield self._status
        yield self._entry
        yield Footer()

    def on_mount(self) -> None:
        """Show the first screen, then wake the agent."""
        self._entry.focus()
        self._tell_why(None)
        self._host.start(self._session)

    def on_unmount(self) -> None:
        """Let go of the agent."""
        self._host.close()

    @on(host.Ready)
    def _open(self, report: host.Ready) -> None:
        self._companion = report.persona.title
        self._greeting = report.persona.greeting
        self._name_shown.update(plain(self._companion))
        left = report.session != self._session  # for a new conversation, while it was waking up
        past = () if left else report.history
        self._conversation.open(self._companion, self._greeting, past)

    @on(host.Warm)
    def _settle(self) -> None:
        self._status.settle(self._settings.model)

    @on(host.NotCreated)
    def _give_up(self, report: host.NotCreated) -> None:
        if not isinstance(report.error, EmpathicAgentError):
            raise report.error
        self.exit(return_code=1, message=Text(f"empathic-agent: {report.error}"))

    @on(host.Heard)
    def _hear(self, report: host.Heard) -> None:
        exchange = self._unanswered[report.ticket]
        if isinstance(report.event, Finished):
            del self._unanswered[report.ticket]
        if not exchange.is_attached:  # the person has begun another conversation meanwhile
            return
        exchange.hear(report.event)
        self._conversation.follow()
        if exchange is self._conversation.current:
            self._tell_why(exchange)

    @on(host.Failed)
    async def _take_back(self, report: host.Failed) -> None:
        self._status.tell(report.error)
        if report.ticket is not None and self._entry.is_attached:
            exchange = self._unanswered.pop(report.ticket)
            self._entry.give_back(exchange.text)
            await self._conversation.discard(exchange)

    @on(Entry.Sent)
    def _send(self, event: Entry.Sent) -> None:
        self._status.clear()
        ticket = next(self._tickets)
        self._unanswered[ticket] = self._conversation.say(event.text)
        self._host.send(host.Letter(ticket, event.text, self._session))

    @on(Entry.Refused)
    def _refuse(self, event: Entry.Refused) -> None:
        self._status.tell(event.error)

    @on(Conversation.LookedAt)
    def _look_at(self, event: Conversation.LookedAt) -> None:
        self._tell_why(event.exchange)

    @on(Conversation.Typed)
    def _write_on(self, event: Conversation.Typed) -> None:
        self._entry.type_on(event.text)

    def on_resize(self, event: Resize) -> None:
        """Open or close the panel with the width, until the person decides."""
        if self._why_wanted is None:
            self._room.set_class(event.size.width >= WIDE, "-why")

    def action_help(self) -> None:
        """Show the help."""
        self.push_screen(HelpScreen(self._settings))

    def action_toggle_why(self) -> None:
        """Show or hide the panel."""
        self._why_wanted = not self._room.has_class("-why")
        self._room.set_class(self._why_wanted, "-why")
        self._entry.focus()

    def action_look(self, step: int) -> None:
        """Look at an earlier or later turn."""
        self._conversation.action_move(step)

    def action_write(self) -> None:
        """Go back to writing, and to the newest turn."""
        self._conversation.select(None)
        self._entry.focus()

    def action_scroll_conversation(self, direction: int) -> None:
        """Scroll a page of the conversation, or of what covers it, without leaving the entry."""
        shown = self._conversation if self._conversation.display else self._panel
        page = shown.scroll_page_up if direction < 0 else shown.scroll_page_down
        page(animate=False)

    async def action_new_conversation(self) -> None:
        """Begin a session named by date and time; replies on their way are saved in the old one."""
        self._session = f"{datetime.now():%Y-%m-%d %H:%M:%S}"
        self._session_shown.update(self._session)
        await self._conversation.clear()
        if self._greeting:  # otherwise the agent is still waking up and brings it
            self._conversation.open(self._companion, self._greeting, ())

    def _tell_why(self, exchange: Exchange | None) -> None:
        if exchange is None:
            self._panel.show(Story(), "Nothing has been said yet.")
            return
        time = clock_time(exchange.at, date.today())
        self._panel.show(exchange.story, f"{time}  “{shortened(exchange.text, 60)}”")


def _real_agent(settings: Settings) -> host.Companion:
    """Imported here, on the host's thread: the first screen does not wait for LangChain."""
    from empathic_agent.agent import EmpathicAgent
    from empathic_agent.assembly import assemble

    return EmpathicAgent(assemble(settings))
