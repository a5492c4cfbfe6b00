"""What was said, oldest first, and which part of it is looked at. Knows no agent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from empathic_agent.tui.exchange import Exchange, Line, Speaking
from empathic_agent.tui.wording import day_name
from empathic_agent.turn import Turn


class Conversation(VerticalScroll):
    """Exchanges under dividers that name their day.

    It follows its end until the person scrolls up. One exchange is the current one: the newest,
    unless the person selected another.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Earlier", show=False),
        Binding("down", "move(1)", "Later", show=False),
    ]

    @dataclass
    class LookedAt(Message):
        """This exchange is the current one now; None when there is none."""

        exchange: Exchange | None

    @dataclass
    class Typed(Message):
        """Something was typed here that was meant for the message."""

        text: str

    def __init__(self, companion: str) -> None:
        super().__init__(id="conversation")
        self._companion = companion
        self._selected: Exchange | None = None
        self._newest_day: date | None = None
        self._following = True

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Follow the end from now on if this is the end, and only then."""
        super().watch_scroll_y(old_value, new_value)
        self._following = self.is_vertical_scroll_end

    def on_resize(self) -> None:
        """Lines wrap anew; the end stays in view."""
        self.follow()

    @property
    def exchanges(self) -> list[Exchange]:
        """All exchanges, oldest first."""
        return list(self.query_children(Exchange))

    @property
    def current(self) -> Exchange | None:
        """The exchange that is looked at."""
        return self._selected or next(reversed(self.exchanges), None)

    def open(self, companion: str, greeting: str, past: Sequence[Turn]) -> None:
        """Put what came before above what was said already: earlier turns, or else a greeting."""
        self._companion = companion
        for early in self.exchanges:
            early.rename(companion)
        opening = list(self._past(past)) or [Line(companion, greeting, Speaking.AGENT)]
        if past and self._newest_day not in (None, _day(past[-1].at)):
            opening.append(_divider(self._newest_day))
        self._newest_day = self._newest_day or (_day(past[-1].at) if past else None)
        self._put(*opening, before=0 if self.children else None)
        self.select(None)

    def say(self, text: str) -> Exchange:
        """Add what the person said just now and look at it."""
        exchange = Exchange(self._companion, text, datetime.now(UTC))
        day = _day(exchange.at)
        if self._newest_day not in (None, day):
            self._put(_divider(day))
        self._newest_day = day
        self._put(exchange)
        self.select(None)
        return exchange

    async def discard(self, exchange: Exchange) -> None:
        """Take an exchange out that came to nothing."""
        if exchange.is_attached:
            await exchange.remove()
        self.select(None)

    async def clear(self) -> None:
        """Forget what is on the screen."""
        self._newest_day = None
        await self.remove_children()
        self.select(None)

    def select(self, exchange: Exchange | None) -> None:
        """Look at an exchange; None follows the newest again."""
        for other in self.exchanges:
            other.set_class(other is exchange, "-selected")
        self._selected = exchange
        if exchange is None:
            self.scroll_end(animate=False)
        else:
            exchange.scroll_visible(animate=False)
        self.post_message(self.LookedAt(self.current))

    def follow(self) -> None:
        """Keep the end in view when it has grown, unless the person looks elsewhere."""
        if self._following:
            self.scroll_end(animate=False)

    def action_move(self, step: int) -> None:
        """Look at the next exchange in a direction; past the newest, follow the newest again."""
        exchanges = self.exchanges
        if self.current is None:
            return
        place = exchanges.index(self.current) + step
        self.select(exchanges[max(0, place)] if place < len(exchanges) else None)

    def on_key(self, event: events.Key) -> None:
        """Pass letters on to where the message is written."""
        if event.is_printable and event.character:
            event.stop()
            self.post_message(self.Typed(event.character))

    @on(Exchange.Clicked)
    def _look_at(self, event: Exchange.Clicked) -> None:
        event.stop()
        self.select(event.exchange)

    def _put(self, *widgets: Widget, before: int | None = None) -> None:
        if self.is_attached:  # otherwise the app is closing, and nobody will see it
            self.mount_all(widgets, before=before)

    def _past(self, turns: Sequence[Turn]) -> Iterator[Widget]:
        day: date | None = None
        for turn in turns:
            if _day(turn.at) != day:
                day = _day(turn.at)
                yield _divider(day)
            yield Exchange.of(self._companion, turn)


def _day(at: datetime) -> date:
    return at.astimezone().date()


def _divider(day: date | None) -> Static:
    return Static(day_name(day or date.today(), date.today()), classes="divider")
