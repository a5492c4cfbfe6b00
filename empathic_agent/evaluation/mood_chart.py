"""Pictures of moods over a dialogue, a line per persona. Knows moods, and no agent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from empathic_agent.affect.vad import VAD
from empathic_agent.errors import StorageError
from empathic_agent.evaluation.charts import GREY, pyplot
from empathic_agent.turn import Mood

if TYPE_CHECKING:
    from matplotlib.axes import Axes

AXES = (
    ("valence", "pleasant"),
    ("arousal", "stirred up"),
    ("dominance", "in control"),
)
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#8c564b")
"""Wong's palette (2011), told apart by colour-blind readers too, and a brown."""
MARKS = ("o", "s", "^", "D", "v", "P", "X", "*")


def draw_moods(
    file: Path, moods: Mapping[str, Sequence[Mood]], felt: Sequence[VAD], title: str
) -> None:
    """Draw valence, arousal and dominance over the messages.

    Args:
        file: where to; the ending says which format.
        moods: per persona the mood after each message.
        felt: what was read in each message.
        title: stands above.

    Raises:
        PluginError: matplotlib is not installed.
        StorageError: the picture cannot be written.
    """
    plt = pyplot()
    figure, panels = plt.subplots(3, 1, figsize=(10, 9), sharex=True, layout="constrained")
    for axis, panel in enumerate(panels):
        _draw(panel, axis, moods, felt)
    panels[0].set_title(title)
    panels[-1].set_xlabel("message of the person")
    panels[0].legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
    try:
        figure.savefig(file, dpi=120)
    except (OSError, ValueError) as error:
        raise StorageError(
            f"The chart {file} cannot be written: {error}. Expected a file such as chart.png in a "
            "folder that exists."
        ) from error
    finally:
        plt.close(figure)


def _draw(panel: Axes, axis: int, moods: Mapping[str, Sequence[Mood]], felt: Sequence[VAD]) -> None:
    from matplotlib.ticker import MaxNLocator

    places = range(1, len(felt) + 1)
    heard = [point.as_tuple()[axis] for point in felt]
    panel.bar(places, heard, width=0.8, color=GREY, alpha=0.35, label="the person (as read)")
    for number, (name, path) in enumerate(moods.items()):
        panel.plot(
            places,
            [mood.vad.as_tuple()[axis] for mood in path],
            color=COLOURS[number % len(COLOURS)],
            marker=MARKS[number % len(MARKS)],
            markersize=4.5,
            linewidth=1.6,
            label=name,
        )
    name, high = AXES[axis]
    panel.axhline(0.0, color="black", linewidth=0.6)
    panel.set_ylim(-1.0, 1.0)
    panel.set_ylabel(f"{name}\n(1: {high})")
    panel.xaxis.set_major_locator(MaxNLocator(integer=True))
    panel.grid(axis="y", alpha=0.3)
