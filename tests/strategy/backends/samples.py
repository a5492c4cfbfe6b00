"""Answers of a scripted model, and the selectors that ask it."""

from __future__ import annotations

from empathic_agent.chat.asking import Asker
from empathic_agent.response.models import response_model
from empathic_agent.strategy.backends.chat_selector import ChatSelector
from empathic_agent.strategy.backends.examples import Examples
from empathic_agent.strategy.planner import plan_from
from empathic_agent.strategy.strategies import Strategy
from empathic_agent.turn import Appraisal, Dialogue, StrategyPlan
from tests.strategy.small import dialogue, seeker, supporter

TALK = dialogue(
    supporter("Hello, how are you?", Strategy.QUESTION), seeker("I lost my job last week.")
)
SHARES = (0.3, 0.02, 0.03, 0.05, 0.2, 0.3, 0.05, 0.05)


class Small:
    """Plans by the same eight probabilities, Question first."""

    name = "small"

    def select(self, dialogue: Dialogue, appraisal: Appraisal | None) -> StrategyPlan:
        del appraisal
        return plan_from(SHARES, dialogue)


def choice(strategy: str, **fits: float) -> dict[str, object]:
    """A well-formed answer; `fits` by enum name, 0 for the rest."""
    fit = {s.value: fits.get(s.name, 0.0) for s in Strategy}
    return {"strategy": strategy, "fit": fit}


def asker(patience: float = 20.0) -> Asker:
    """Asks the test's server with the real OpenAI client."""
    return Asker("openai:tiny", response_model("openai:tiny"), patience=patience)


def selector(
    *, patience: float = 20.0, examples: Examples | None = None, beside: bool = False
) -> ChatSelector:
    """A selector that asks the test's server; `Small` stands in for it, or beside it."""
    return ChatSelector(
        "llm", asker(patience), Small(), examples=examples, planner=Small() if beside else None
    )
