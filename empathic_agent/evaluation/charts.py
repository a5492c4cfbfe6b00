"""Pictures of how a strategy selector chooses. Knows figures, and no selector."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from empathic_agent.errors import PluginError, StorageError
from empathic_agent.evaluation.strategy import StrategyOutcome
from empathic_agent.strategy.metrics import confusion, macro_f1, preference, preference_bias
from empathic_agent.strategy.strategies import Strategy

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHORT: dict[Strategy, str] = {
    Strategy.QUESTION: "Question",
    Strategy.RESTATEMENT: "Restatement",
    Strategy.REFLECTION: "Reflection",
    Strategy.SELF_DISCLOSURE: "Self-disclosure",
    Strategy.AFFIRMATION: "Affirmation",
    Strategy.SUGGESTION: "Suggestions",
    Strategy.INFORMATION: "Information",
    Strategy.OTHERS: "Others",
}

PUBLISHED: dict[str, tuple[float, float]] = {
    "repeat last": (0.195, 0.11),
    "ChatGPT": (0.181, 0.88),
    "RoBERTa": (0.250, 0.68),
    "LLaMA3-8B": (0.259, 0.83),
    "MultiESC": (0.257, 0.61),
    "TransESC": (0.263, 0.73),
    "EmoDynamiX": (0.277, 0.45),
}
"""(Q, B) on ESConv's official test part, as published for EmoDynamiX (NAACL 2025)."""

BLUE, GREY, RED = "#2a6f97", "#9aa5b1", "#bc4b51"
DARKEST = 0.7
"""Share of a row from which a cell gets no darker."""


def draw_charts(outcomes: Sequence[StrategyOutcome], folder: Path, part: str) -> list[Path]:
    """Write preference.png, confusion.png and proficiency_bias.png.

    Args:
        outcomes: at least one plan, with probabilities before and after correction.
        folder: where to; it exists.
        part: what was measured, for the titles: "valid.json".

    Raises:
        PluginError: matplotlib is not installed.
        StorageError: a picture cannot be written.
    """
    plt = pyplot()
    drawn = []
    for name, draw in (
        ("preference", _draw_preference),
        ("confusion", _draw_confusion),
        ("proficiency_bias", _draw_proficiency_and_bias),
    ):
        figure, axes = plt.subplots(figsize=(8, 5), layout="constrained")
        draw(axes, outcomes, part)
        drawn.append(folder / f"{name}.png")
        try:
            figure.savefig(drawn[-1], dpi=120)
        except OSError as error:
            raise StorageError(f"The chart {drawn[-1]} cannot be written: {error}.") from error
        finally:
            plt.close(figure)
    return drawn


def require_matplotlib() -> None:
    """Raise `PluginError` when no charts can be drawn: better before a long run than after it."""
    if find_spec("matplotlib") is None:
        raise PluginError("Charts need matplotlib. Run `pip install 'empathic-agent[charts]'`.")


def pyplot() -> Any:
    """Matplotlib, drawing into files only.

    Raises:
        PluginError: it is not installed.
    """
    require_matplotlib()
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot as plt

    return plt


def _draw_preference(axes: Axes, outcomes: Sequence[StrategyOutcome], part: str) -> None:
    gold = [o.gold for o in outcomes]
    rows = np.arange(len(Strategy))
    height = 0.38
    for shift, colour, label, chosen in (
        (-height / 2, GREY, "before correction", [_top(o.raw) for o in outcomes]),
        (height / 2, BLUE, "after correction", [o.predicted for o in outcomes]),
    ):
        p = preference(confusion(gold, chosen))
        axes.barh(rows + shift, p, height, color=colour, label=f"{label}, B = {p.std():.2f}")
    axes.axvline(1.0, color="black", linewidth=0.8)
    axes.set_yticks(rows, [SHORT[s] for s in Strategy])
    axes.invert_yaxis()
    axes.set_xlabel("preference p (1: chosen no more readily than it should be)")
    axes.set_title(f"Preference per strategy, {part}")
    _legend_below(axes)


def _draw_confusion(axes: Axes, outcomes: Sequence[StrategyOutcome], part: str) -> None:
    counts = confusion([o.gold for o in outcomes], [o.predicted for o in outcomes])
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1.0)
    axes.imshow(shares, cmap="Blues", vmin=0.0, vmax=DARKEST, aspect="auto")
    for (row, column), share in np.ndenumerate(shares):
        colour = "white" if share > 0.6 * DARKEST else "black"
        axes.text(column, row, f"{share:.0%}", ha="center", va="center", color=colour, fontsize=8)
    names = [SHORT[s] for s in Strategy]
    axes.set_xticks(range(len(names)), names, rotation=30, ha="right")
    axes.set_yticks(
        range(len(names)), [f"{n} ({int(c)})" for n, c in zip(names, counts.sum(1), strict=True)]
    )
    axes.set_xlabel("chosen")
    axes.set_ylabel("what the supporter did (turns)")
    axes.set_title(f"Choices, shares of each row, {part}")


def _draw_proficiency_and_bias(axes: Axes, outcomes: Sequence[StrategyOutcome], part: str) -> None:
    from matplotlib.patheffects import withStroke

    halo = [withStroke(linewidth=3, foreground="white")]
    for name, (q, b) in PUBLISHED.items():
        axes.plot(b, q, "o", color=GREY)
        label = axes.annotate(name, (b, q), xytext=(6, 4), textcoords="offset points")
        label.set(fontsize=9, path_effects=halo, zorder=1.5)
    gold = [o.gold for o in outcomes]
    choices = [_top(o.raw) for o in outcomes], [o.predicted for o in outcomes]
    before, after = ((preference_bias(gold, c), macro_f1(gold, c)) for c in choices)
    axes.annotate("", after, before, arrowprops={"arrowstyle": "->", "color": GREY}, zorder=1)
    axes.plot(*before, "D", color=RED, markersize=9, label=f"before correction ({part})")
    axes.plot(*after, "D", color=BLUE, markersize=9, label=f"after correction ({part})")
    axes.set_xlabel("preference bias B (lower is more even)")
    axes.set_ylabel("proficiency Q (macro-F1)")
    axes.set_title("Proficiency against bias; grey: published, official test part")
    axes.margins(0.12)
    _legend_below(axes)


def _legend_below(axes: Axes) -> None:
    """Where it hides nothing."""
    axes.figure.legend(loc="outside lower center", ncols=2, frameon=False)


def _top(probabilities: dict[Strategy, float]) -> Strategy:
    return max(probabilities, key=probabilities.__getitem__)
