"""Options that several commands take. Knows no command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Persona = Annotated[
    str | None, typer.Option("--persona", "-p", help="A persona's name, or a persona file.")
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        "-m",
        help='"offline" (built-in replies), or a LangChain model such as "ollama:llama3.2". '
        "Naming a remote model sends your conversation there.",
    ),
]
Owner = Annotated[str | None, typer.Option("--owner", help="Whose conversation this is.")]
Session = Annotated[str | None, typer.Option("--session", help="Which conversation to go on with.")]
Detector = Annotated[
    str | None,
    typer.Option("--detector", help="An emotion detector's name; by default the settings' one."),
]
Selector = Annotated[
    str,
    typer.Option("--selector", help='A strategy selector\'s name, such as "llm:ollama:llama3.2".'),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one Turn per line as JSON.")]
Data = Annotated[Path, typer.Option("--data", help="The data set, in its official format.")]
HeadFolder = Annotated[
    Path | None, typer.Option("--out", help="Where to write the head; by default into the package.")
]
Seed = Annotated[int, typer.Option("--seed", help="Seed of every random choice.")]
