"""How well a trained branch does on the validation parts. Knows no training."""

from __future__ import annotations

from pathlib import Path

from empathic_agent.datasets.empathetic_dialogues import SituationText
from empathic_agent.evaluation.affect import AffectTask
from empathic_agent.evaluation.situations import SituationsTask
from empathic_agent.perception.branch import AffectBranch

SITUATIONS = Path("empathetic_dialogues/valid.csv")
SENTENCES = Path("emobank/dev.csv")


def affect_scores(branch: AffectBranch, data: Path) -> dict[str, float]:
    """Figures of the `emotion` (EmpatheticDialogues) and `affect` tasks of `evaluate`.

    Args:
        branch: what is measured, as it will be loaded.
        data: the folder of the data sets.

    Raises:
        DataError: a file is missing or malformed.
    """
    figures: dict[str, float] = {}
    for text in SituationText:
        told = SituationsTask(data / SITUATIONS, branch, text)
        found = told.summarise([o for unit in told.units().values() for o in told.run(unit)])
        figures |= {f"{text}_{name}": value for name, value in found.items() if name != "n"}
    rated = AffectTask(data / SENTENCES, branch)
    found = rated.summarise([o for unit in rated.units().values() for o in rated.run(unit)])
    return figures | {name: value for name, value in found.items() if name != "n"}
