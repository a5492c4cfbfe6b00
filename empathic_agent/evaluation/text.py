"""Measures of generated text against references. Knows nothing of strategies or emotions."""

from __future__ import annotations

from collections.abc import Sequence


def bleu_2(replies: Sequence[str], references: Sequence[str]) -> float:
    """Corpus BLEU over 1- and 2-grams (sacrebleu), in [0, 1]; 0 for no replies."""
    from sacrebleu.metrics.bleu import BLEU

    if not replies:
        return 0.0
    metric = BLEU(max_ngram_order=2, lowercase=True)
    return float(metric.corpus_score(list(replies), [list(references)]).score) / 100.0


def rouge_l(replies: Sequence[str], references: Sequence[str]) -> float:
    """Mean ROUGE-L F-measure with stemming (rouge-score), in [0, 1]; 0 for no replies."""
    from rouge_score.rouge_scorer import RougeScorer

    if not replies:
        return 0.0
    scorer = RougeScorer(["rougeL"], use_stemmer=True)
    pairs = zip(references, replies, strict=True)
    scores = [scorer.score(reference, reply)["rougeL"].fmeasure for reference, reply in pairs]
    return float(sum(scores) / len(scores))


def distinct(replies: Sequence[str], n: int) -> float:
    """Distinct n-grams as a share of all n-grams (Li et al. 2016), in [0, 1]; 0 for none."""
    grams = [gram for reply in replies for gram in _grams(reply.lower().split(), n)]
    return len(set(grams)) / len(grams) if grams else 0.0


def _grams(words: Sequence[str], n: int) -> list[tuple[str, ...]]:
    return [tuple(words[i : i + n]) for i in range(len(words) - n + 1)]
