"""Runs a task by its name. Knows which parts each task measures."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from empathic_agent.datasets.empathetic_dialogues import SituationText
from empathic_agent.errors import InputError
from empathic_agent.evaluation.runner import ITEMS, Figures, run_task
from empathic_agent.turn import Record

if TYPE_CHECKING:
    from empathic_agent.perception.detector import HeadDetector
    from empathic_agent.protocols import Encoder
    from memory_store import MemoryStore, Strategy


class TaskName(StrEnum):
    """What can be measured."""

    STRATEGY = "strategy"
    EMOTION = "emotion"
    AFFECT = "affect"
    CAUSE = "cause"
    ESCONV = "esconv"
    MEMORY = "memory"
    MOOD_RECALL = "mood-recall"
    TRANSITION = "transition"
    DISTINCTNESS = "distinctness"


class LabelSet(StrEnum):
    """Which labels the emotion task predicts."""

    GOEMOTIONS = "goemotions"
    EMPATHETIC_DIALOGUES = "empathetic-dialogues"


class Options(Record):
    """What a task may be told."""

    limit: int | None = None
    """Only the first so many dialogues or texts."""
    labels: LabelSet = LabelSet.GOEMOTIONS
    """Label set of the emotion task."""
    text: SituationText = SituationText.SITUATION
    """Where the emotion task with empathetic-dialogues reads the situation."""
    selector: str = "planner"
    """Which selector the strategy task measures."""
    calibration: Path | None = None
    """What corrects it."""
    by_stage: bool = False
    """Whether the strategy task tells of each stage, too."""
    strategy: str | None = None
    """How memories are recalled; None: hybrid, and for the mood-recall task each in turn."""
    charts: bool = False
    """Whether the strategy task draws pictures."""
    transition: str | None = None
    """Which mood transition is measured; None: the learned one by the transition task, that of the
    settings by the distinctness task."""
    persona: str | None = None
    """Who answers, where replies are written."""
    model: str | None = None
    """Which model writes, where replies are written."""
    quiet: bool = False
    """Show no progress bar."""


def measure(task: TaskName, data: Path, out: Path, options: Options | None = None) -> Figures:
    """Run a task and write its results to `out`.

    Args:
        task: what to measure.
        data: the data set in its official format.
        out: folder for `items.jsonl` and `summary.json`.
        options: by default everything, with the shipped parts.

    Returns:
        The figures that were written to `summary.json`.

    Raises:
        EmpathicAgentError: the data cannot be read, a part not be built, or `out` not be written.
    """
    return _RUNNERS[task](data, out, options or Options())


def _strategy(data: Path, out: Path, options: Options) -> Figures:
    from empathic_agent.evaluation.strategy import StrategyTask
    from empathic_agent.strategy.loading import calibrated, selector_alone

    if options.charts:
        from empathic_agent.evaluation.charts import require_matplotlib

        require_matplotlib()
    alone = selector_alone(options.selector, options.model)
    selector = calibrated(alone.selector, options.calibration)
    task = StrategyTask(data, alone.encoder, selector, options.limit, options.by_stage)
    figures = run_task(task, out, quiet=options.quiet)
    if options.charts:
        from empathic_agent.evaluation.charts import draw_charts

        draw_charts(task.read(out / ITEMS), out, data.name)
    return figures


def _emotion(data: Path, out: Path, options: Options) -> Figures:
    from empathic_agent.evaluation.emotion import GoEmotionsTask
    from empathic_agent.evaluation.situations import SituationsTask

    if options.labels is LabelSet.EMPATHETIC_DIALOGUES:
        situations = SituationsTask(data, _detector(), options.text, options.limit)
        return run_task(situations, out, quiet=options.quiet)
    return run_task(GoEmotionsTask(data, _detector(), options.limit), out, quiet=options.quiet)


def _affect(data: Path, out: Path, options: Options) -> Figures:
    from empathic_agent.evaluation.affect import AffectTask

    return run_task(AffectTask(data, _detector(), options.limit), out, quiet=options.quiet)


def _cause(data: Path, out: Path, options: Options) -> Figures:
    from empathic_agent.evaluation.cause import CauseTask

    return run_task(CauseTask(data, _detector(), options.limit), out, quiet=options.quiet)


def _esconv(data: Path, out: Path, options: Options) -> Figures:
    """Drive the loop in a data directory of its own: nobody's memories are touched."""
    from empathic_agent.agent import EmpathicAgent
    from empathic_agent.evaluation.esconv import EsconvTask

    with (
        tempfile.TemporaryDirectory() as home,
        EmpathicAgent.create(options.persona, model=options.model, home=home) as agent,
    ):
        return run_task(EsconvTask(data, agent, options.limit), out, quiet=options.quiet)


def _memory(data: Path, out: Path, options: Options) -> Figures:
    from empathic_agent.evaluation.long_memory import LongMemoryTask

    strategy = recall_strategy(options.strategy or "hybrid")
    encoder = _encoder()
    with _empty_store(encoder) as store:
        task = LongMemoryTask(data, store, encoder, strategy, options.limit)
        return run_task(task, out, quiet=options.quiet)


def _mood_recall(data: Path, out: Path, options: Options) -> Figures:
    from empathic_agent.evaluation.mood_recall import MoodRecallTask
    from memory_store import Strategy

    strategies = [recall_strategy(options.strategy)] if options.strategy else [*Strategy]
    encoder = _encoder()
    with _empty_store(encoder) as store:
        task = MoodRecallTask(data, store, encoder, _detector(encoder), strategies, options.limit)
        return run_task(task, out, quiet=options.quiet)


def recall_strategy(name: str) -> Strategy:
    """A recall strategy by its name.

    Raises:
        InputError: there is none of that name.
    """
    from memory_store import Strategy

    if name not in [*Strategy]:
        raise InputError(
            f"There is no recall strategy {name!r}. Choose one of: {', '.join(Strategy)}."
        )
    return Strategy(name)


@contextmanager
def _empty_store(encoder: Encoder) -> Iterator[MemoryStore]:
    """A store of its own: nobody's memories are touched."""
    from memory_store import MemoryStore

    with (
        tempfile.TemporaryDirectory() as folder,
        MemoryStore.open(Path(folder) / "memories.db", encoder.dimension, encoder.name) as store,
    ):
        yield store


def _transition(data: Path, out: Path, options: Options) -> Figures:
    from empathic_agent.evaluation.transition import TransitionTask
    from empathic_agent.settings import load_settings
    from empathic_agent.transition.loading import by_traits

    settings = load_settings(transition=options.transition or "learned")
    task = TransitionTask(data, by_traits(settings, _encoder()), options.limit)
    return run_task(task, out, quiet=options.quiet)


def _distinctness(data: Path, out: Path, options: Options) -> Figures:
    from empathic_agent.evaluation.distinctness import DistinctnessTask
    from empathic_agent.perception.detector import load_default_detector
    from empathic_agent.persona import list_personas
    from empathic_agent.settings import load_settings
    from empathic_agent.transition.loading import listener

    settings, encoder = load_settings(transition=options.transition), _encoder()
    listeners = tuple(listener(p, settings, encoder) for p in list_personas())
    task = DistinctnessTask(data, load_default_detector(encoder), listeners, limit=options.limit)
    return run_task(task, out, quiet=options.quiet)


def _detector(encoder: Encoder | None = None) -> HeadDetector:
    from empathic_agent.perception.detector import load_default_detector

    return load_default_detector(encoder or _encoder())


def _encoder() -> Encoder:
    from empathic_agent.encoder import CachedEncoder, SentenceEncoder

    return CachedEncoder(SentenceEncoder())


_RUNNERS: dict[TaskName, Callable[[Path, Path, Options], Figures]] = {
    TaskName.STRATEGY: _strategy,
    TaskName.EMOTION: _emotion,
    TaskName.AFFECT: _affect,
    TaskName.CAUSE: _cause,
    TaskName.ESCONV: _esconv,
    TaskName.MEMORY: _memory,
    TaskName.MOOD_RECALL: _mood_recall,
    TaskName.TRANSITION: _transition,
    TaskName.DISTINCTNESS: _distinctness,
}
