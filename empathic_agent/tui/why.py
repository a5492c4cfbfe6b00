"""The panel that tells why: a story as text. Knows records, and nothing of how they are made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.widgets import Static

from empathic_agent.tui.gauges import bar, needle, percent, signed
from empathic_agent.tui.story import Story
from empathic_agent.tui.wording import SHORT_NAMES, age, plain, shortened
from empathic_agent.turn import (
    Appraisal,
    Mood,
    OwnMemory,
    Recollection,
    SafetyVerdict,
    Span,
    StrategyPlan,
)

FEELINGS = 5
"""How many emotions are shown."""
LABEL = 16
"""Cells for the label left of a gauge: the longest short name of a strategy fits."""
WIDEST = 56
"""Cells beyond which gauges only get longer, not easier to read."""

QUIET = "$quiet"
HEADING = "bold $accent"


class WhyPanel(VerticalScroll):
    """Shows the story of one exchange."""

    def __init__(self) -> None:
        super().__init__(id="why")
        self._story = Story()
        self._title = ""
        self._body = Static()

    def compose(self) -> ComposeResult:
        """One text."""
        yield self._body

    def on_resize(self, _: Resize) -> None:
        """Fit the gauges to the new width."""
        self._tell()

    def show(self, story: Story, title: str) -> None:
        """Tell another story, or the same one as it goes on.

        Args:
            story: what is known of the turn.
            title: which turn it is.
        """
        self._story, self._title = story, title
        self._tell()

    def _tell(self) -> None:
        width = max(LABEL + 20, min(WIDEST, self.scrollable_content_region.width))
        self._body.update(explain(self._story, self._title, width, datetime.now(UTC)))


def explain(story: Story, title: str, width: int, now: datetime) -> Content:
    """The whole panel.

    Args:
        story: what is known of the turn.
        title: which turn it is.
        width: cells a line may take.
        now: from which the age of memories is counted.
    """
    parts = [Content.styled(title, QUIET), *_sections(story, width, now)]
    return Content("\n\n").join(parts)


def _sections(story: Story, width: int, now: datetime) -> Iterator[Content]:
    if story.safety is not None and story.in_danger:
        yield _section("danger", _danger(story.safety))
    else:
        yield from _stages(story, width, now)
    if story.timings:
        yield _section("how long it took", _timings(story))


def _stages(story: Story, width: int, now: datetime) -> Iterator[Content]:
    if story.appraisal is not None:
        yield _section("what you seem to feel", _feelings(story.appraisal, width))
    if story.plan is not None:
        heading = f"kind of support, stage of {story.plan.stage}"
        yield _section(heading, _support(story.plan, width))
    if story.mood_before is not None and story.mood_after is not None:
        mood = _mood(story.mood_before, story.mood_after, width)
        yield _section("the agent's own mood", mood)
    if story.recollections is not None:
        yield _section("what came to mind", _memories(story.recollections, now))
    if story.own_memories:
        yield _section("the persona's own memories", _own_memories(story.own_memories))


def _section(heading: str, lines: Iterator[Content]) -> Content:
    return Content("\n").join([Content.styled(heading, HEADING), *lines])


def _danger(verdict: SafetyVerdict) -> Iterator[Content]:
    yield Content.styled(f"{verdict.danger}", "bold $warning")
    yield from _cause(verdict.evidence, verdict.reason)
    yield plain(verdict.reason)
    yield Content.styled("Answered at once; no model was asked.", QUIET)


def _feelings(appraisal: Appraisal, width: int) -> Iterator[Content]:
    ranked = sorted(appraisal.distribution.items(), key=lambda item: -item[1])
    for label, share in ranked[:FEELINGS]:
        yield _row(label, bar(share, width - LABEL - 5, "$secondary"), percent(share))
    yield from _cause(appraisal.cause.span if appraisal.cause else None, appraisal.reason)
    yield plain(appraisal.reason).stylize(QUIET)


def _support(plan: StrategyPlan, width: int) -> Iterator[Content]:
    yield Content.styled(plan.strategy, "bold")
    for strategy, share in sorted(plan.corrected.items(), key=lambda item: -item[1]):
        raw = plan.raw.get(strategy, 0.0)
        style = "$primary" if strategy is plan.strategy else "$primary 55%"
        gauge = bar(share, width - LABEL - 10, style, mark=raw)
        yield _row(SHORT_NAMES[strategy], gauge, percent(share), percent(raw))
    yield Content.styled("╎ and last column: before correction", QUIET)
    yield plain(plan.reason).stylize(QUIET)


def _mood(before: Mood, after: Mood, width: int) -> Iterator[Content]:
    names = after.label if before.label == after.label else f"{before.label} → {after.label}"
    yield Content.styled(names, "bold")
    axes = ("valence", "arousal", "dominance")
    for axis, was, now in zip(axes, before.vad.as_tuple(), after.vad.as_tuple(), strict=True):
        gauge = needle(was, now, width - LABEL - 14, "$primary")
        yield _row(axis, gauge, f"{signed(was)} → {signed(now)}")
    strength = bar(after.intensity, width - LABEL - 5, "$primary", mark=before.intensity)
    yield _row("intensity", strength, percent(after.intensity))
    yield Content.styled("○ before, ● after, from -1 to +1; ╎ intensity before", QUIET)


def _memories(recollections: tuple[Recollection, ...], now: datetime) -> Iterator[Content]:
    if not recollections:
        yield Content.styled("nothing yet", QUIET)
    for memory in recollections:
        yield _quoted("", shortened(memory.text, 120))
        yield Content.styled(f"  {memory.emotion}, {age(memory.at, now)}", QUIET)
        words = f", words {memory.words:.1f}" if memory.words else ""
        parts = f"meaning {signed(memory.meaning)}{words}, mood {signed(memory.mood)}"
        yield Content.styled(f"  score {signed(memory.score)}: {parts}", QUIET)
        if memory.standing:
            yield Content.styled(f"  {memory.standing}", QUIET)


def _own_memories(memories: tuple[OwnMemory, ...]) -> Iterator[Content]:
    for memory in memories:
        yield _quoted("", shortened(memory.text, 120))
        if memory.kind == "lore":
            called = f"called by “{shortened(memory.key, 40)}”" if memory.key else "always there"
            yield plain(f"  lore, {called}").stylize(QUIET)
        else:
            parts = f"meaning {signed(memory.meaning)}, mood {signed(memory.mood)}"
            yield Content.styled(
                f"  {memory.emotion}, score {signed(memory.score)}: {parts}", QUIET
            )


def _timings(story: Story) -> Iterator[Content]:
    total = sum(timing.ms for timing in story.timings)
    stages = [f"{timing.stage} {_milliseconds(timing.ms)}" for timing in story.timings]
    line = ", ".join([*stages, f"together {_milliseconds(total)} ms"])
    yield Content.styled(line, QUIET)
    if story.model is not None:
        yield plain(f"reply by {story.model}").stylize(QUIET)


def _cause(span: Span | None, reason: str) -> Iterator[Content]:
    """The words that led to something, unless the reason quotes them anyway."""
    if span is not None and span.text not in reason:
        yield _quoted("because of ", span.text)


def _milliseconds(ms: float) -> str:
    return f"{ms:.1f}" if ms < 10 else f"{ms:,.0f}"


def _row(label: str, gauge: Content, *values: str) -> Content:
    name = plain(shortened(label, LABEL - 1)).pad_right(max(0, LABEL - len(label)))
    return Content.assemble(name, gauge, *((f" {value}", QUIET) for value in values))


def _quoted(lead: str, text: str) -> Content:
    return Content.assemble((lead, QUIET), "“", plain(text), "”")
