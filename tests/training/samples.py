"""Small samples of the data sets that perception learns from, in their official layouts."""

from __future__ import annotations

import json
from pathlib import Path

from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.datasets.empathetic_dialogues import COLUMNS

MOMENTS = ("today i feel", "all day long", "there is so much", "what", "again this")


def write_goemotions(folder: Path) -> Path:
    """Sentences that name their label, five a label for train and two for dev."""
    folder.mkdir(parents=True, exist_ok=True)
    names = load_taxonomy("goemotions").names
    for part, count in (("train", 5), ("dev", 2)):
        numbered = [(start, k, name) for k, name in enumerate(names) for start in MOMENTS[:count]]
        lines = [f"{start} {name}\t{k}\t{part}{k}\n" for start, k, name in numbered]
        (folder / f"{part}.tsv").write_text("".join(lines), "utf-8")
    return folder


def write_reccon(folder: Path) -> Path:
    """Dialogues in which bad news makes somebody sad."""
    folder.mkdir(parents=True, exist_ok=True)

    def line(turn: int, text: str, emotion: str = "neutral", **cause: object) -> dict[str, object]:
        return {"turn": turn, "speaker": "AB"[turn % 2], "utterance": text, "emotion": emotion} | {
            key.replace("_", " "): value for key, value in cause.items()
        }

    def dialogue(number: int) -> list[dict[str, object]]:
        news, sad = f"Your train number {number} was cancelled.", "Oh no, now I am so sad."
        return [
            line(1, "Good morning."),
            line(2, "Good morning. Any news?"),
            line(3, news),
            line(
                4,
                sad,
                "sadness",
                expanded_emotion_cause_evidence=[3, 4],
                expanded_emotion_cause_span=[news, "now I am so sad"],
            ),
        ]

    for part, count in (("train", 30), ("valid", 4)):
        dialogues = {f"{part}_{n}": [dialogue(n)] for n in range(count)}
        (folder / f"dailydialog_{part}.json").write_text(json.dumps(dialogues), "utf-8")
    return folder


def write_all(folder: Path) -> Path:
    """A folder with all four data sets."""
    write_goemotions(folder / "goemotions")
    write_reccon(folder / "reccon")
    _write_situations(folder / "empathetic_dialogues")
    _write_sentences(folder / "emobank")
    return folder


def _write_situations(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    names = load_taxonomy("empathetic-dialogues").names
    for part, starts in (("train", MOMENTS), ("valid", MOMENTS[:1])):
        rows = [
            f"{part}:{k}{n},1,{name},{start} {name},{k},I was {name} yesterday,5|5|5_2|2|5,\n"
            for k, name in enumerate(names)
            for n, start in enumerate(starts)
        ]
        (folder / f"{part}.csv").write_text(",".join(COLUMNS) + "\n" + "".join(rows), "utf-8")


def _write_sentences(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    rated = [("I love this!", 4.5, 4.0, 3.5), ("It is a table.", 3.0, 2.5, 3.0)]
    rated += [("He was murdered.", 1.5, 4.0, 2.0), ("A quiet, sad evening.", 2.0, 2.0, 2.5)]
    for part in ("train", "dev"):
        rows = [
            f"{part}{i},{part},{v},{a},{d},{text!r}\n" for i, (text, v, a, d) in enumerate(rated)
        ]
        quoted = "".join(row.replace("'", '"') for row in rows)
        (folder / f"{part}.csv").write_text("id,split,V,A,D,text\n" + quoted, "utf-8")
