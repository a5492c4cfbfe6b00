"""What ships: exactly the data files named here. A conversation must never be among them."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def shipped_data(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    return sorted(n for n in names if not n.endswith(".py") and ".dist-info/" not in n)


def committed_data() -> list[str]:
    """The data files under version control, by the names they have in a wheel."""
    tracked = subprocess.run(
        ["git", "ls-files", "empathic_agent", "memory_store", "personas", "prompts"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    moved = (
        f"empathic_agent/_data/{name}" if name.startswith(("personas/", "prompts/")) else name
        for name in tracked
    )
    return sorted(name for name in moved if not name.endswith(".py"))


def test_the_wheel_holds_exactly_the_committed_data(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    assert shipped_data(wheel) == committed_data()
