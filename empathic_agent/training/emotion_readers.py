"""Fits the two readers of the emotion head: words and meaning. Knows nothing of data files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from empathic_agent.heads import Arrays
from empathic_agent.perception.head import encode_vocabulary
from empathic_agent.perception.words import WordFeatures, ngrams
from empathic_agent.protocols import Vectors
from empathic_agent.training.reproducible import reproducible

if TYPE_CHECKING:
    import torch
    from scipy.sparse import csr_matrix
    from torch import nn

NGRAMS = 6000
"""Size of the vocabulary: the n-grams that tell most about any one label."""
MIN_DOCUMENTS = 3
"""An n-gram must occur in so many texts to be considered."""
INVERSE_PENALTY = 4.0
"""C of the logistic regression."""
ALWAYS = 10.0
"""Log-odds of a label that all texts have; minus this, of one that none has."""

NETWORKS = 2
HIDDEN = 256
EPOCHS = 10
BATCH = 1024
DROPOUT = 0.3
LEARNING_RATE = 4e-3
WEIGHT_DECAY = 1e-2

Bools = NDArray[np.bool_]


def fit_words(texts: Sequence[str], labels: Bools) -> Arrays:
    """Logistic regression per label over tf-idf n-grams.

    Args:
        texts: n texts.
        labels: (n, k) which labels each has.

    Returns:
        The arrays `vocabulary`, `word_idf`, `word_weights` and `word_bias` of the head.
    """
    from sklearn.linear_model import LogisticRegression

    vocabulary, idf = _choose_vocabulary(texts, labels)
    rows = _sparse_rows(WordFeatures(vocabulary, idf), texts, len(vocabulary))
    weights = np.zeros((len(vocabulary), labels.shape[1]), dtype=np.float32)
    bias = np.zeros(labels.shape[1], dtype=np.float32)
    for k in range(labels.shape[1]):
        if len(np.unique(labels[:, k])) < 2:
            bias[k] = ALWAYS if labels[:, k].any() else -ALWAYS
            continue
        model = LogisticRegression(C=INVERSE_PENALTY, solver="liblinear", tol=1e-2, random_state=0)
        model.fit(rows, labels[:, k])
        weights[:, k], bias[k] = model.coef_[0], model.intercept_[0]
    return {
        "vocabulary": encode_vocabulary(vocabulary),
        "word_idf": idf,
        "word_weights": weights,
        "word_bias": bias,
    }


def _choose_vocabulary(
    texts: Sequence[str], labels: Bools
) -> tuple[list[str], NDArray[np.float32]]:
    """The n-grams with the highest chi-squared for any label, and their smoothed idf."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.feature_selection import chi2

    counter = CountVectorizer(analyzer=ngrams, min_df=min(MIN_DOCUMENTS, len(texts)), binary=True)
    counts = counter.fit_transform(texts)
    scores = [np.nan_to_num(chi2(counts, column)[0]) for column in labels.T]
    chosen = np.sort(np.argsort(-np.max(scores, axis=0), kind="stable")[:NGRAMS])
    documents = np.asarray(counts.sum(axis=0)).ravel()[chosen]
    idf = np.log((1.0 + len(texts)) / (1.0 + documents)) + 1.0
    return list(counter.get_feature_names_out()[chosen]), idf.astype(np.float32)


def _sparse_rows(features: WordFeatures, texts: Sequence[str], width: int) -> csr_matrix:
    from scipy.sparse import csr_matrix

    rows = [features.row(text) for text in texts]
    ends = np.cumsum([0] + [len(columns) for columns, _ in rows])
    columns = np.concatenate([columns for columns, _ in rows])
    values = np.concatenate([values for _, values in rows])
    return csr_matrix((values, columns, ends), shape=(len(texts), width))


def fit_meaning(vectors: Vectors, labels: Bools, seed: int) -> Arrays:
    """Train `NETWORKS` small networks on sentence vectors; their outputs are averaged.

    Args:
        vectors: (n, d) unit rows.
        labels: (n, k) which labels each text has.
        seed: the networks use seed, seed + 1, …

    Returns:
        The arrays `hidden_weights`, `hidden_bias`, `output_weights` and `output_bias` of the head.
    """
    members = [_train_network(vectors, labels, seed + i) for i in range(NETWORKS)]
    return {name: np.stack([member[name] for member in members]) for name in members[0]}


def _train_network(vectors: Vectors, labels: Bools, seed: int) -> Arrays:
    import torch
    from torch import nn

    # A component of a d-dimensional unit vector is about 1/√d: bring the inputs to unit scale.
    scale = float(np.sqrt(vectors.shape[1]) / 2)
    inputs, targets = torch.tensor(vectors * scale), torch.tensor(labels, dtype=torch.float32)
    with reproducible(seed):
        hidden, output = nn.Linear(vectors.shape[1], HIDDEN), nn.Linear(HIDDEN, labels.shape[1])
        output.bias.data = torch.logit(targets.mean(dim=0).clamp(1e-4, 1 - 1e-4))
        network = nn.Sequential(hidden, nn.ReLU(), nn.Dropout(DROPOUT), output)
        _descend(network, inputs, targets)
    return {
        "hidden_weights": hidden.weight.detach().numpy().T * scale,
        "hidden_bias": hidden.bias.detach().numpy(),
        "output_weights": output.weight.detach().numpy().T,
        "output_bias": output.bias.detach().numpy(),
    }


def _descend(network: nn.Sequential, inputs: torch.Tensor, targets: torch.Tensor) -> None:
    """AdamW on binary cross-entropy, learning rate up and down once."""
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits as loss_of

    optimiser = torch.optim.AdamW(network.parameters(), LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    steps = EPOCHS * -(-len(inputs) // BATCH)
    rise = max(0.1, 2.0 / steps)  # at least two steps, which the schedule needs
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, LEARNING_RATE, total_steps=steps, pct_start=rise
    )
    for _ in range(EPOCHS):
        for rows in torch.split(torch.randperm(len(inputs)), BATCH):
            # Summed over labels, averaged over texts: a mean over the labels starves the rare ones.
            loss = loss_of(network(inputs[rows]), targets[rows]) * targets.shape[1]
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
