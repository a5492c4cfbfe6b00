"""Numbers as lines of characters. Knows nothing of what the numbers mean, and no widget."""

from __future__ import annotations

from math import isnan

from textual.content import Content

FULL, HALF, RAIL = "━", "╸", "─"
MARK = "╎"
CENTRE, BEFORE, AFTER = "┼", "○", "●"

RAIL_STYLE = "$rail"
MARK_STYLE = "$foreground 85%"


def bar(share: float, width: int, style: str, *, mark: float | None = None) -> Content:
    """A bar of `width` cells for a share.

    Args:
        share: in [0, 1]; anything outside is cut off.
        width: in cells, at least 1.
        style: of the filled part.
        mark: another share, shown as a tick on the same scale.
    """
    halves = round(_within(share, 0.0, 1.0) * width * 2)
    filled = FULL * (halves // 2) + HALF * (halves % 2)
    line = Content.assemble((filled, style), (RAIL * (width - len(filled)), RAIL_STYLE))
    return line if mark is None else _replace(line, _cell(mark, 0.0, 1.0, width), MARK, MARK_STYLE)


def needle(before: float, after: float, width: int, style: str) -> Content:
    """A scale from -1 to 1 with its centre, where a value was (○) and where it is now (●)."""
    line = Content.styled(RAIL * width, RAIL_STYLE)
    line = _replace(line, _cell(0.0, -1.0, 1.0, width), CENTRE, RAIL_STYLE)
    line = _replace(line, _cell(before, -1.0, 1.0, width), BEFORE, style)
    return _replace(line, _cell(after, -1.0, 1.0, width), AFTER, style)


def percent(share: float) -> str:
    """A share in four characters: " 62%", " <1%", "100%"."""
    share = _within(share, 0.0, 1.0)
    return " <1%" if 0.0 < share < 0.005 else f"{share:4.0%}"


def signed(value: float) -> str:
    """A number of [-1, 1] in five characters, without a "negative zero": "+0.31", " 0.00"."""
    text = f"{_within(value, -1.0, 1.0):+.2f}"
    return " 0.00" if text.endswith("0.00") else text


def _cell(value: float, low: float, high: float, width: int) -> int:
    """The cell of a scale from `low` to `high` that `value` falls into."""
    return round((_within(value, low, high) - low) / (high - low) * (width - 1))


def _within(value: float, low: float, high: float) -> float:
    return min(high, max(low, 0.0 if isnan(value) else value))


def _replace(line: Content, cell: int, character: str, style: str) -> Content:
    return Content.assemble(line[:cell], (character, style), line[cell + 1 :])
