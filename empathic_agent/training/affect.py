"""Trains the affect branch on four data sets at once and writes it. Knows nothing of the agent.

    folder of data sets ─► tasks ─► batches of all tasks in turn ─► descent ─► averaged weights
                                                                   ─► one byte a weight ─► save

Every step works on one batch of one task. Nothing is chosen on the validation parts.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np
import torch

from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.datasets import emobank, empathetic_dialogues, goemotions, reccon
from empathic_agent.datasets.emobank import load_emobank
from empathic_agent.encoder import SentenceEncoder
from empathic_agent.heads import Arrays, Manifest, Provenance, save_head
from empathic_agent.perception.branch import AffectBranch
from empathic_agent.perception.quantised import quantised
from empathic_agent.training.affect_network import AffectNetwork
from empathic_agent.training.affect_scores import affect_scores
from empathic_agent.training.affect_tasks import PARTS, Task, affect_tasks, vad_scale
from empathic_agent.training.descent import Descent
from empathic_agent.trunk import SHARED_LAYERS

COMMAND = "empathic-agent train affect --data DIR"
EPOCHS = 4
CHUNK = 50
"""Batches of a task that are drawn together and sorted by length, so that little is padded."""
THREADS = 2
UNFINISHED = "unfinished.safetensors"

LIMITS = (
    "English only. It learned from crowd workers' stories, Reddit comments, news and fiction, and "
    "everyday dialogues of learners' textbooks; other people write differently.",
    "The labels are what other readers saw, or what a writer was asked to write about: not what "
    "anybody was measured to feel.",
    "EmoBank's raters agree weakly on dominance, and so does the branch with them.",
    "Not a diagnostic instrument: it must not be used to judge a person's mental health.",
)

_LICENCES = {
    "situations": ("EmpatheticDialogues train", empathetic_dialogues),
    "emotions": ("GoEmotions train", goemotions),
    "vad": ("EmoBank train", emobank),
    "words": ("RECCON (DailyDialog) train", reccon),
}


def train_affect(
    data: Path,
    out: Path,
    *,
    encoder: SentenceEncoder,
    seed: int = 13,
    epochs: int = EPOCHS,
    watch: Callable[[int, int], None] = lambda _done, _total: None,
) -> Manifest:
    """Train the affect branch and save it to `out`; two cores need 20 to 80 minutes.

    Interrupted, the same command goes on from a checkpoint in `out`. The same seed on the same
    machine gives the same bytes; processors with and without bfloat16 round differently.

    Args:
        data: the folder of the data sets, with the official files named in `affect_tasks.PARTS`
            and, for the scores, their validation parts.
        out: folder of the head, made if it does not exist.
        encoder: a BERT encoder; its lower layers are shared, its upper ones are where the branch
            begins.
        seed: of every random choice.
        epochs: how often each text is seen.
        watch: told how many steps of how many are done.

    Returns:
        The manifest, with scores on the validation parts.

    Raises:
        DataError: a file is missing or malformed.
    """
    model = encoder.load()
    tasks = affect_tasks(data, model.tokenizer)
    manifest = _manifest(data, encoder, seed)
    with _seeded(seed):
        network = AffectNetwork(model[0].auto_model, SHARED_LAYERS, tasks)
        order = [batch for epoch in range(epochs) for batch in _epoch(tasks, seed, epoch)]
        descent = Descent(network, len(order), seed, out / UNFINISHED, _recipe(manifest, epochs))
        precision = _precision()
        losses = (partial(network.loss, task, index, precision) for task, index in order)
        for done in descent.run(losses):
            watch(done, len(order))
        descent.finish()
    arrays = quantised({name: p.detach().numpy() for name, p in network.named_parameters()})
    arrays |= _vad_arrays(arrays, encoder, data / PARTS["vad"])
    scores = affect_scores(AffectBranch(arrays, encoder), data)
    manifest = manifest.model_copy(update={"scores": scores})
    save_head(out, manifest, arrays)
    return manifest


def _vad_arrays(arrays: Arrays, encoder: SentenceEncoder, file: Path) -> Arrays:
    """What brings z-scores to points, and how widely the branch spreads them."""
    mean, scale = vad_scale(file)
    known = {"vad.mean": mean, "vad.scale": scale, "vad.spread": np.ones(3)}
    branch = AffectBranch(arrays | known, encoder)
    spread = branch.z_scores([sentence.text for sentence in load_emobank(file)]).std(axis=0)
    return {name: a.astype(np.float32) for name, a in (known | {"vad.spread": spread}).items()}


def _epoch(tasks: Sequence[Task], seed: int, epoch: int) -> list[tuple[Task, list[int]]]:
    """The batches of all tasks in a random order, the same for the same seed and epoch."""
    rng = np.random.default_rng([seed, epoch])
    batches = [(task, index) for task in tasks for index in _batches(task, rng)]
    return [batches[i] for i in rng.permutation(len(batches))]


def _batches(task: Task, rng: np.random.Generator) -> Iterator[list[int]]:
    order = rng.permutation(len(task.rows))
    for chunk in np.array_split(order, max(1, len(order) // (task.batch * CHUNK))):
        near = sorted(chunk.tolist(), key=lambda i: len(task.rows[i]))
        for start in range(0, len(near), task.batch):
            yield near[start : start + task.batch]


def _precision() -> torch.dtype:
    """bfloat16 where the processor computes in it, which is twice as fast; else float32."""
    fast = torch.cpu._is_avx512_bf16_supported()
    return torch.bfloat16 if fast else torch.float32


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """Seed torch and hold it to `THREADS` threads; restore both afterwards."""
    threads = torch.get_num_threads()
    torch.set_num_threads(min(THREADS, os.cpu_count() or 1))
    try:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            yield
    finally:
        torch.set_num_threads(threads)


def _recipe(manifest: Manifest, epochs: int) -> str:
    """What a checkpoint must have been made with to be of use."""
    parts = [p.sha256 for p in manifest.provenance]
    return " ".join([manifest.encoder, str(manifest.seed), str(epochs), torch.__version__, *parts])


def _manifest(data: Path, encoder: SentenceEncoder, seed: int) -> Manifest:
    return Manifest(
        name="affect",
        task=(
            "Layers 3 to 6 of the encoder, trained anew on top of its frozen layers 1 and 2, with "
            "linear heads: the situation's emotion (EmpatheticDialogues, 32), the words' emotions "
            "(GoEmotions, 28), VAD (EmoBank), and which words are a cause (RECCON)."
        ),
        labels=load_taxonomy("empathetic-dialogues").names,
        encoder=encoder.name,
        dimension=encoder.dimension,
        seed=seed,
        command=COMMAND,
        provenance=tuple(
            Provenance(
                data=name,
                sha256=hashlib.sha256((data / PARTS[task]).read_bytes()).hexdigest(),
                licence=source.LICENCE,
                source=source.SOURCE,
            )
            for task, (name, source) in _LICENCES.items()
        ),
        scores={},
        scored_on="the validation parts of EmpatheticDialogues and EmoBank",
        limits=LIMITS,
    )
