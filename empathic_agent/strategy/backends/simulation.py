"""A simulated chat model with a strong favourite, to try debiasing on without a paid model.

**It is a simulation.** It reads the question of `prompts/strategy.md.j2`, looks for a few surface
cues in the conversation, and then lets its habits and chance decide. The habits were set so that
proficiency and preference bias on ESConv's training part (Q 13.2, B 1.44) come near those that Kang
et al. (ACL 2024) publish for ChatGPT (Q 13.5, B 1.38); *which* strategies it favours is made up. It
says nothing about any real model.
"""

from __future__ import annotations

import json
import math
import re
from random import Random
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from empathic_agent.strategy.backends.answer import BEST_FIT, POINT
from empathic_agent.strategy.strategies import Strategy

NAME = "biased-simulation"
"""What it is called where a model's name is asked for: "llm:biased-simulation"."""

HABITS: dict[Strategy, float] = {
    Strategy.QUESTION: 0.42,
    Strategy.RESTATEMENT: -0.7,
    Strategy.REFLECTION: 0.56,
    Strategy.SELF_DISCLOSURE: -1.12,
    Strategy.AFFIRMATION: 1.68,
    Strategy.SUGGESTION: 0.91,
    Strategy.INFORMATION: -0.98,
    Strategy.OTHERS: -0.77,
}
"""How much each strategy is favoured whatever is said, in log-odds."""
AGAIN = 0.6
"""What speaks for the strategy of the supporter's last line, in log-odds."""
CHANCE = 0.4
"""Scale of the Gumbel noise, in log-odds, that stands for all that a model might notice besides."""

CUES: tuple[tuple[str, dict[Strategy, float]], ...] = (
    (
        r"\b(?:thank|bye|good ?night|take care|have a (?:good|great|nice))",
        {Strategy.OTHERS: 1.8, Strategy.QUESTION: -1.2},
    ),
    (r"^\W*(?:hi|hello|hey)\b", {Strategy.OTHERS: 1.2, Strategy.QUESTION: 1.2}),
    (
        r"\?|\b(?:what|how) (?:should|can|do) i\b|\bany (?:advice|ideas?)\b",
        {Strategy.SUGGESTION: 0.8, Strategy.INFORMATION: 0.8, Strategy.QUESTION: -0.6},
    ),
    (
        r"\b(?:sad|scared|afraid|anxious|depress\w+|lonely|hurt\w*|angry|upset|stress\w*|worr\w+)\b",
        {Strategy.REFLECTION: 0.7, Strategy.QUESTION: 0.4, Strategy.RESTATEMENT: 0.3},
    ),
    (r"\b(?:tried|trying|try|will)\b", {Strategy.AFFIRMATION: 0.5, Strategy.SUGGESTION: 0.3}),
)
"""Surface cues in the seeker's last line and what they speak for, in log-odds."""

EARLY: dict[Strategy, float] = {
    Strategy.QUESTION: 2.2,
    Strategy.OTHERS: 1.2,
    Strategy.RESTATEMENT: 0.6,
    Strategy.SUGGESTION: -1.6,
    Strategy.INFORMATION: -1.4,
}
"""What speaks for a strategy at the beginning, in log-odds; it fades by e in `FADING` lines."""
FADING = 4.0

WORDY: dict[Strategy, float] = {
    Strategy.REFLECTION: 0.4,
    Strategy.RESTATEMENT: 0.4,
    Strategy.SELF_DISCLOSURE: 0.2,
    Strategy.OTHERS: -0.5,
}
"""What speaks for a strategy with each doubling of the words in the seeker's last line beyond 8."""

_LINE = re.compile(r"^- (seeker|supporter)(?: \(([^)]*)\))?: “(.*)”$", re.MULTILINE)


class BiasedSimulation(BaseChatModel):
    """Answers the strategy question by a few cues and many habits; deterministic."""

    @property
    def _llm_type(self) -> str:
        return NAME

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **_: Any,
    ) -> ChatResult:
        answer = json.dumps(choose(messages[-1].text))
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=answer))])


def choose(question: str) -> dict[str, Any]:
    """The answer to a question: the strategy with the highest score, and a fit for each."""
    scores = _scores(_LINE.findall(question))
    top = max(scores.values())
    fits = {s.value: round(max(0.0, BEST_FIT - (top - x) / POINT), 2) for s, x in scores.items()}
    return {"strategy": max(scores, key=scores.__getitem__).value, "fit": fits}


def _scores(lines: list[tuple[str, str, str]]) -> dict[Strategy, float]:
    last = next((text for speaker, _, text in reversed(lines) if speaker == "seeker"), "")
    used = next((name for _, name, _ in reversed(lines) if name), None)
    spoken_for = [(gains, 1.0) for cue, gains in CUES if re.search(cue, last, re.IGNORECASE)]
    spoken_for.append((EARLY, math.exp(-len(lines) / FADING)))
    spoken_for.append((WORDY, math.log2((1 + len(last.split())) / 8)))
    chance = Random(f"{len(lines)} {last}")
    scores = {s: habit + CHANCE * _gumbel(chance) for s, habit in HABITS.items()}
    for gains, weight in spoken_for:
        for strategy, gain in gains.items():
            scores[strategy] += weight * gain
    return {s: score + AGAIN * (s == used) for s, score in scores.items()}


def _gumbel(chance: Random) -> float:
    return -math.log(-math.log(chance.uniform(1e-9, 1.0 - 1e-9)))
