import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.evaluation.text import bleu_2, distinct, rouge_l

SENTENCES = ["I am so sorry to hear that.", "What happened then?"]
texts = st.lists(st.text(min_size=1), max_size=5)


def test_a_perfect_copy_scores_one() -> None:
    assert bleu_2(SENTENCES, SENTENCES) == pytest.approx(1.0)
    assert rouge_l(SENTENCES, SENTENCES) == pytest.approx(1.0)


def test_nothing_in_common_scores_zero() -> None:
    assert bleu_2(["alpha beta gamma"], ["one two three"]) == 0.0
    assert rouge_l(["alpha beta gamma"], ["one two three"]) == 0.0


def test_rouge_l_of_a_known_pair() -> None:
    # The longest common subsequence is "police the gunman": 3 of 4 words on each side.
    assert rouge_l(["police killed the gunman"], ["police end the gunman"]) == pytest.approx(0.75)


def test_bleu_2_of_a_known_pair() -> None:
    # 3 of 4 words and 1 of 3 word pairs are shared, equal lengths: sqrt(3/4 * 1/3) = 0.5.
    assert bleu_2(["the cat sat down"], ["the cat lay down"]) == pytest.approx(0.5)


def test_distinct_counts_over_all_replies() -> None:
    assert distinct(["a b a", "A c"], 1) == pytest.approx(3 / 5)
    assert distinct(["a b a", "A c"], 2) == pytest.approx(1.0)
    assert distinct(["a"], 2) == 0.0


@given(texts)
def test_everything_stays_between_zero_and_one(replies: list[str]) -> None:
    for value in (bleu_2(replies, replies), rouge_l(replies, replies), distinct(replies, 2)):
        assert 0.0 <= value <= 1.0 + 1e-9
