"""One message and its reply on the screen. Knows events and records, and no agent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from empathic_agent.events import Event, Finished, Token
from empathic_agent.tui.story import Story
from empathic_agent.tui.wording import plain
from empathic_agent.turn import Turn

YOU = "you"
LONGEST_NAME = 14
DOTS = ("·  ", "·· ", "···")
BEAT = 0.4
"""Seconds between two steps of the waiting dots."""


class Speaking(StrEnum):
    """Whose line it is; also its style class."""

    PERSON = "person"
    AGENT = "agent"


class Line(HorizontalGroup):
    """A name in the margin and what was said beside it.

    Args:
        companion: name of the agent, whoever speaks: the margin fits both names.
        text: what was said.
        speaking: who said it.
    """

    def __init__(self, companion: str, text: str, speaking: Speaking) -> None:
        super().__init__(classes=speaking)
        self._speaking = speaking
        self._margin = Static(self._name_beside(companion), classes="name")
        self._words = Static(plain(text), classes="text")

    def compose(self) -> ComposeResult:
        """Margin and text."""
        yield self._margin
        yield self._words

    def rename(self, companion: str) -> None:
        """Give the agent another name."""
        self._margin.update(self._name_beside(companion))

    def say(self, text: str) -> None:
        """Change what was said."""
        self._words.update(plain(text))

    def wait(self, doing: str, beat: int) -> None:
        """Show that something is being done instead of a text."""
        dots = DOTS[beat % len(DOTS)]
        self._words.update(Content.styled(f"{dots} {doing}", "$quiet"))

    def _name_beside(self, companion: str) -> Content:
        width = min(LONGEST_NAME, max(len(YOU), len(companion)))
        name = companion if self._speaking is Speaking.AGENT else YOU
        return plain(name[:width].rjust(width))


class Exchange(VerticalGroup):
    """What the person said, what the agent replies, and the story of the reply so far.

    Args:
        companion: name of the agent.
        text: what the person said.
        at: when, with a time zone.
    """

    @dataclass
    class Clicked(Message):
        """The person wants to look at this exchange."""

        exchange: Exchange

    def __init__(self, companion: str, text: str, at: datetime) -> None:
        super().__init__()
        self.text = text
        self.at = at
        self.story = Story()
        self.reply = ""
        self._question = Line(companion, text, Speaking.PERSON)
        self._answer = Line(companion, "", Speaking.AGENT)
        self._beats: Timer | None = None
        self._beat = 0

    @classmethod
    def of(cls, companion: str, turn: Turn) -> Exchange:
        """An exchange that is over."""
        exchange = cls(companion, turn.utterance.text, turn.at)
        exchange.hear(Finished(turn=turn))
        return exchange

    def compose(self) -> ComposeResult:
        """Question above answer."""
        yield self._question
        yield self._answer

    def on_mount(self) -> None:
        """Start waiting, unless the answer is there already."""
        if not self.reply:
            self._wait()
            self._beats = self.set_interval(BEAT, self._wait)

    def on_click(self) -> None:
        """Ask to be looked at."""
        self.post_message(self.Clicked(self))

    def rename(self, companion: str) -> None:
        """Give the agent another name."""
        self._question.rename(companion)
        self._answer.rename(companion)

    def hear(self, event: Event) -> None:
        """Take in one step of the reply."""
        self.story = self.story.after(event)
        self.set_class(self.story.in_danger, "-danger")
        match event:
            case Token(text=piece):
                self._say(self.reply + piece)
            case Finished(turn=turn):
                self._say(turn.reply)

    def _say(self, reply: str) -> None:
        if self._beats is not None:
            self._beats.stop()
        self.reply = reply
        self._answer.say(reply)

    def _wait(self) -> None:
        self._answer.wait(self.story.doing, self._beat)
        self._beat += 1
