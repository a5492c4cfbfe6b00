"""Takes a selector's habits out of its choices. Knows nothing of how the selector works inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from empathic_agent.errors import ModelError
from empathic_agent.heads import SHIPPED, load_head
from empathic_agent.protocols import Encoder, StrategySelector
from empathic_agent.strategy.calibration import Calibration, load_calibration
from empathic_agent.strategy.planner import Planner
from empathic_agent.strategy.strategies import Strategy
from empathic_agent.turn import Appraisal, Dialogue, StrategyPlan

if TYPE_CHECKING:
    from empathic_agent.plugins import Workbench

CALIBRATION_FILE = "calibration.json"
"""Its name in a strategy head's folder."""


class Debiased:
    """Corrects the probabilities of any selector and chooses by them; itself a `StrategySelector`.

    Args:
        inner: the selector.
        calibration: measured on this very selector.

    Raises:
        ModelError: the calibration belongs to another selector.
    """

    def __init__(self, inner: StrategySelector, calibration: Calibration) -> None:
        if calibration.selector != inner.name:
            raise ModelError(
                f"The calibration was measured on the selector {calibration.selector!r}, but this "
                f"one is {inner.name!r}. Measure it again (`empathic-agent calibrate`), "
                "or use the selector without a calibration."
            )
        self._inner = inner
        self._correction = calibration.correction

    @property
    def name(self) -> str:
        """The inner selector's name, marked as debiased."""
        return f"debiased {self._inner.name}"

    def select(self, dialogue: Dialogue, appraisal: Appraisal | None) -> StrategyPlan:
        """The inner selector's plan with corrected probabilities; its stage stays as it is."""
        return self.correct(self._inner.select(dialogue, appraisal))

    def correct(self, plan: StrategyPlan) -> StrategyPlan:
        """The same plan by corrected probabilities; for plans of the inner selector only.

        One that another selector made in its stead (`fell_back`) is left as it is: the correction
        was not measured on it.
        """
        if plan.fell_back:
            return plan
        weighted = {s: p * self._correction[s] for s, p in plan.raw.items()}
        total = sum(weighted.values())
        corrected = {s: w / total for s, w in weighted.items()}
        choice = max(corrected, key=corrected.__getitem__)
        return plan.model_copy(
            update={
                "strategy": choice,
                "corrected": corrected,
                "reason": _reason(plan, choice, corrected),
            }
        )


def load_default_selector(encoder: Encoder) -> Debiased:
    """The planner that comes with the package, debiased.

    Raises:
        ModelError: its files are unusable, or `encoder` is not the one it was trained on.
    """
    folder = SHIPPED / "strategy"
    planner = Planner(encoder, load_head(folder))
    return Debiased(planner, load_calibration(folder / CALIBRATION_FILE))


def from_workbench(bench: Workbench) -> Debiased:
    """Entry point "planner" of the group `empathic_agent.selectors`."""
    return load_default_selector(bench.encoder)


def uncorrected(bench: Workbench) -> Planner:
    """Entry point "uncorrected-planner": the shipped planner with its habits."""
    return Planner(bench.encoder, load_head(SHIPPED / "strategy"))


def _reason(plan: StrategyPlan, choice: Strategy, corrected: dict[Strategy, float]) -> str:
    if choice is plan.strategy:
        return plan.reason
    return (
        f"{choice} comes first ({corrected[choice]:.0%}) once the selector's leaning towards "
        f"{plan.strategy} ({plan.raw[plan.strategy]:.0%}) is taken out."
    )
