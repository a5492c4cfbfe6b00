"""Tiny real text classifiers, built from a config, trained in a second and saved to disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

Texts = Mapping[str, Sequence[str]]
"""Text to the labels it has."""

Problem = Literal["regression", "single_label_classification", "multi_label_classification"]
POSITIONS = 32


def tokenizer(texts: Sequence[str]) -> PreTrainedTokenizerFast:
    """One token per word between spaces, emoticons included."""
    words = sorted({word for text in texts for word in text.split()})
    vocabulary = {token: n for n, token in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *words])}
    core = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    core.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    core.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=core, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]"
    )


def config(labels: Sequence[str], vocabulary: int, problem: Problem | None) -> BertConfig:
    """A Bert of one layer, 16 wide."""
    return BertConfig(
        vocab_size=vocabulary,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=POSITIONS,
        id2label=dict(enumerate(labels)),
        label2id={label: column for column, label in enumerate(labels)},
        problem_type=problem,
        initializer_range=0.2,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )


def train(folder: Path, texts: Texts, labels: Sequence[str], *, independent: bool = False) -> Path:
    """Fit `texts` and save model and tokenizer to `folder`.

    Args:
        folder: where to.
        texts: what to learn; one label each, unless `independent`.
        labels: the model's labels, in the order of its columns.
        independent: several labels per text (sigmoid) instead of one (softmax).
    """
    words = tokenizer(list(texts))
    problem: Problem = (
        "multi_label_classification" if independent else "single_label_classification"
    )
    gold = torch.tensor([[float(label in has) for label in labels] for has in texts.values()])
    tokens = words(list(texts), padding=True, return_tensors="pt")
    with torch.random.fork_rng():
        torch.manual_seed(13)
        model = BertForSequenceClassification(config(labels, len(words), problem))
    optimiser = torch.optim.AdamW(model.parameters(), lr=0.01)
    for _ in range(60):
        optimiser.zero_grad()
        loss = model(**tokens, labels=gold if independent else gold.argmax(1)).loss
        loss.backward()
        optimiser.step()
    model.save_pretrained(folder)
    words.save_pretrained(folder)
    return folder
