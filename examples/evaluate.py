"""Measure the shipped strategy planner on an ESConv file from Python.

python examples/evaluate.py path/to/esconv.json
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from empathic_agent.evaluation.tasks import Options, TaskName, measure


def main(data: Path) -> None:
    """Print proficiency (macro-F1) and preference bias; they belong together."""
    with tempfile.TemporaryDirectory() as out:
        figures = measure(TaskName.STRATEGY, data, Path(out), Options(quiet=True))
    print(f"proficiency Q   {figures['macro_f1']:.3f}")
    print(f"preference bias {figures['preference_bias']:.3f}")
    print(f"over            {figures['n']} supporter turns")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
