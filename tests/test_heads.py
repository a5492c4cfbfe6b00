from pathlib import Path

import numpy as np
import pytest

from empathic_agent.encoder import MINILM
from empathic_agent.errors import ModelError
from empathic_agent.heads import SHIPPED, Manifest, Provenance, load_head, save_head

MANIFEST = Manifest(
    name="sample",
    task="Two numbers to one of two labels.",
    labels=("yes", "no"),
    encoder="counting",
    dimension=2,
    seed=1,
    command="empathic-agent train sample --data DIR",
    provenance=(Provenance(data="sample", sha256="0", licence="none", source="here"),),
    scores={"macro_f1": 0.5},
    scored_on="a validation part",
    limits=("It is a sample.",),
)


def test_a_head_survives_the_disk(tmp_path: Path) -> None:
    weights = np.arange(4, dtype=np.float32).reshape(2, 2).T
    save_head(tmp_path / "head", MANIFEST, {"weights": weights})
    head = load_head(tmp_path / "head")
    assert head.manifest == MANIFEST
    assert (head.arrays["weights"] == weights).all()


def test_the_model_card_tells_people_what_the_manifest_says(tmp_path: Path) -> None:
    save_head(tmp_path, MANIFEST, {})
    card = (tmp_path / "MODEL_CARD.md").read_text("utf-8")
    for fact in ("sample", "0.5000", MANIFEST.command, "licence none", "It is a sample."):
        assert fact in card


def test_another_encoder_is_refused(tmp_path: Path) -> None:
    save_head(tmp_path, MANIFEST, {})
    head = load_head(tmp_path)
    head.require_encoder("counting")
    with pytest.raises(ModelError, match="trained on vectors of 'counting'"):
        head.require_encoder(MINILM)


@pytest.mark.parametrize("damage", ["missing", "manifest", "weights"])
def test_a_damaged_head_is_refused(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "head"
    if damage != "missing":
        save_head(folder, MANIFEST, {"weights": np.zeros(3, dtype=np.float32)})
    if damage == "manifest":
        (folder / "manifest.json").write_text("{}", "utf-8")
    if damage == "weights":
        (folder / "weights.safetensors").write_bytes(b"\x00" * 9)
    with pytest.raises(ModelError, match="No usable head"):
        load_head(folder)


def test_every_shipped_head_loads_and_has_a_card() -> None:
    folders = [folder for folder in SHIPPED.iterdir() if folder.is_dir()]
    assert {folder.name for folder in folders} >= {"emotion", "strategy"}
    for folder in folders:
        load_head(folder).require_encoder(MINILM)
        assert (folder / "MODEL_CARD.md").is_file()
