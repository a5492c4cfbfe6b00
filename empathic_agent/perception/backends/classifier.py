"""Any Hugging Face text classifier as an emotion detector. Knows nothing of chat models.

The text goes in as it was written: emoticons and punctuation are signal (LEIA, Aroyehun et al.
2023). Weights are read when the detector is made, so that a wrong name is found at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from empathic_agent.affect.taxonomy import Taxonomy, load_taxonomy
from empathic_agent.errors import ModelError
from empathic_agent.perception.backends.labels import matching
from empathic_agent.perception.backends.source import Source, find_source
from empathic_agent.plugins import Workbench, takes_argument
from empathic_agent.turn import Appraisal, Dialogue

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

Floats = NDArray[np.float64]

WORTH_NAMING = 0.05
"""Probability from which the second emotion is part of the reason."""
LONGEST_REASON = 300
"""Characters of a library's complaint that are passed on; some run to pages."""
_DEFAULT_POSITIONS = 512
_SPARE_POSITIONS = 2
"""RoBERTa's first position is number 2, so that many of its positions are never used."""


class ClassifierDetector:
    """Reads the emotion of a message with a text classifier; an `EmotionDetector`.

    Args:
        source: which classifier, and what its labels mean.

    Raises:
        ModelError: the classifier cannot be loaded, is not trained, or has labels that fit no
            label set.
    """

    def __init__(self, source: Source) -> None:
        self.name = source.model
        self._tokenizer, self._model = _load(source)
        config: Any = self._model.config
        labels = [str(config.id2label[column]) for column in range(config.num_labels)]
        label_map = source.label_map or matching(labels)
        self.taxonomy: Taxonomy = load_taxonomy(label_map.taxonomy)
        self._targets = label_map.targets(labels)
        self._independent = _are_independent(source, config.problem_type)
        self._limit = _token_limit(self._tokenizer, config)

    def detect(self, dialogue: Dialogue) -> Appraisal:
        """Appraise the last utterance of `dialogue`; what was said before it is not read.

        Raises:
            ModelError: the classifier failed on this text.
        """
        scores = self._scores(dialogue.last.text)
        distribution = as_distribution(
            scores, self._targets, self.taxonomy.names, independent=self._independent
        )
        emotion = max(distribution, key=lambda label: distribution[label])
        return Appraisal(
            taxonomy=self.taxonomy.name,
            distribution=distribution,
            emotion=emotion,
            vad=self.taxonomy.point(distribution),
            reason=_reason(self.name, emotion, distribution),
        )

    def _scores(self, text: str) -> Floats:
        """(k,) the classifier's raw score (logit) per label of its own."""
        import torch

        try:
            tokens = self._tokenizer(
                text, truncation=True, max_length=self._limit, return_tensors="pt"
            )
            with torch.inference_mode():
                scores = self._model(**tokens).logits[0].double().numpy()
        except (RuntimeError, ValueError, IndexError, TypeError) as error:
            raise self._failed(f"{type(error).__name__}: {error}") from error
        if not np.isfinite(scores).all():
            raise self._failed("its scores are not finite numbers")
        return np.asarray(scores)

    def _failed(self, what: str) -> ModelError:
        return ModelError(
            f"The classifier {self.name!r} failed ({what}). Your message was not lost: send it "
            'again, or use the built-in detector (`detector = "head"`).'
        )


def as_distribution(
    scores: Floats, targets: Sequence[str | None], names: Sequence[str], *, independent: bool
) -> dict[str, float]:
    """A classifier's scores as probabilities over a label set that sum to 1.

    Args:
        scores: (k,) finite logits.
        targets: k names of the label set; None leaves the column out.
        names: the label set; names without a column get 0.
        independent: False: softmax. True: each label's own probability (sigmoid), divided by
            their sum; computed from logarithms, so that it holds when all of them are tiny.
    """
    kept = [column for column, target in enumerate(targets) if target is not None]
    weights = scores[kept]
    if independent:
        weights = -np.logaddexp(0.0, -weights)
    weights = np.exp(weights - weights.max())
    distribution = dict.fromkeys(names, 0.0)
    for column, weight in zip(kept, (weights / weights.sum()).tolist(), strict=True):
        distribution[str(targets[column])] += weight
    return distribution


@takes_argument("a Hugging Face id, a folder with a text classifier or a classifier file (.yaml)")
def from_workbench(bench: Workbench) -> ClassifierDetector:
    """Entry point "transformers" of the group `empathic_agent.detectors`."""
    return ClassifierDetector(find_source(bench.argument))


def _load(source: Source) -> tuple[PreTrainedTokenizerBase, PreTrainedModel]:
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    where: dict[str, Any] = {"local_files_only": source.local}
    try:
        with _quiet():
            tokenizer = AutoTokenizer.from_pretrained(source.model, **where)
            model, loaded = AutoModelForSequenceClassification.from_pretrained(
                source.model, output_loading_info=True, dtype="float32", **where
            )
    except Exception as error:  # from six libraries, each with types of its own
        raise ModelError(_advice(source, error)) from error
    if loaded["missing_keys"]:
        raise ModelError(
            f"The model {source.model!r} is not trained to classify: it lacks the weights "
            f"{', '.join(sorted(loaded['missing_keys']))}. Expected a text classifier."
        )
    return tokenizer, model.eval()


def _advice(source: Source, error: Exception) -> str:
    why = shorten(str(error), LONGEST_REASON, placeholder=" …")
    what = f"The classifier {source.model!r} could not be loaded ({type(error).__name__}: {why})."
    if source.local:
        return f"{what} Expected a folder as `save_pretrained` writes it, with its tokenizer."
    return (
        f"{what} Expected the id of a text classifier on the Hugging Face hub, spelt as there, and "
        "a connection for the first download; or a folder."
    )


def _are_independent(source: Source, problem_type: str | None) -> bool:
    """Whether several labels may hold at once."""
    if source.independent is not None:
        return source.independent
    if problem_type == "regression":
        raise ModelError(
            f"The model {source.model!r} is made for regression. Expected a text classifier."
        )
    return problem_type == "multi_label_classification"


def _token_limit(tokenizer: PreTrainedTokenizerBase, config: Any) -> int:
    """How many tokens the model can read; tokenizers that do not know say 10³⁰."""
    positions = getattr(config, "max_position_embeddings", None) or _DEFAULT_POSITIONS
    return int(min(tokenizer.model_max_length, max(positions - _SPARE_POSITIONS, 1)))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep notes and progress bars of loading off the screen, which belongs to the conversation."""
    from huggingface_hub.utils.tqdm import (
        are_progress_bars_disabled,
        disable_progress_bars,
        enable_progress_bars,
    )
    from transformers.utils import logging

    verbosity, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    hub_bars = not are_progress_bars_disabled()
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    disable_progress_bars()
    try:
        yield
    finally:
        logging.set_verbosity(verbosity)
        if bars:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]
        if hub_bars:
            enable_progress_bars()


def _reason(name: str, emotion: str, distribution: dict[str, float]) -> str:
    second = max(
        (label for label in distribution if label != emotion), key=lambda label: distribution[label]
    )
    then = f", then {second} ({distribution[second]:.0%})"
    return (
        f"{name} reads the message as {emotion} ({distribution[emotion]:.0%})"
        f"{then if distribution[second] >= WORTH_NAMING else ''}."
    )
