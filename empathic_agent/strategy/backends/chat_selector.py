"""Selectors that ask a chat model which support comes next. Knows prompts, and no model inside.

Three ways to ask, after Kang et al. (ACL 2024): the model alone ("llm"), with examples of what
supporters did after similar messages ("llm+examples"), and with a trained planner's probabilities,
the external contact that helped most ("llm+planner"). All of them have habits: calibrate them
(`empathic-agent calibrate`) and wrap them in `Debiased`.
"""

from __future__ import annotations

from collections.abc import Sequence

from empathic_agent.chat.asking import Asker, asker
from empathic_agent.chat.templates import rendered
from empathic_agent.errors import ModelError, PluginError
from empathic_agent.plugins import Workbench, takes_argument
from empathic_agent.protocols import StrategySelector
from empathic_agent.response.in_words import quoted
from empathic_agent.strategy.backends import simulation
from empathic_agent.strategy.backends.answer import answer_schema, chosen, probabilities
from empathic_agent.strategy.backends.examples import Example, Examples, load_examples
from empathic_agent.strategy.debias import load_default_selector
from empathic_agent.strategy.stages import stage_of
from empathic_agent.strategy.strategies import DESCRIPTIONS, Strategy
from empathic_agent.turn import Appraisal, Dialogue, StrategyPlan

TEMPLATE = "strategy.md.j2"
RECENT = 12
"""Utterances of the dialogue that the model gets to see."""
LONGEST = 1000
"""Characters of one utterance that it gets to see."""
ANSWERS = 2
"""How many answers it may give: a wrong one is refused, and it is asked again."""

Probabilities = dict[Strategy, float]


class ChatSelector:
    """Lets a chat model choose among the eight strategies; a `StrategySelector`.

    Args:
        name: kind of selector, part of its name.
        model: the chat model.
        fallback: plans where the model gives no usable answer; such a plan says so (`fell_back`).
        examples: shown in the question, if any.
        planner: its probabilities are shown in the question and pooled with the model's: the
            geometric mean of both, made to sum to 1.
    """

    def __init__(
        self,
        name: str,
        model: Asker,
        fallback: StrategySelector,
        *,
        examples: Examples | None = None,
        planner: StrategySelector | None = None,
    ) -> None:
        self._model = model
        self._fallback = fallback
        self._examples = examples
        self._planner = planner
        with_examples = f" with {examples.name}" if examples else ""
        beside = f" beside {planner.name}" if planner else ""
        self._name = f"{name}:{model.name}{with_examples}{beside}"

    @property
    def name(self) -> str:
        """Kind of selector, model, examples and planner."""
        return self._name

    @property
    def reads_vectors(self) -> bool:
        """Whether sentence vectors have a part in its choices."""
        return self._examples is not None or self._planner is not None

    def select(self, dialogue: Dialogue, appraisal: Appraisal | None) -> StrategyPlan:
        """Plan the reply to `dialogue`, which may be empty."""
        advice = self._planner.select(dialogue, appraisal).corrected if self._planner else None
        shots = self._examples.like(dialogue) if self._examples else ()
        refused: list[str] = []
        try:
            while len(refused) < ANSWERS:
                wrong = refused[-1] if refused else None
                prompt = question(dialogue, appraisal, shots, advice, wrong)
                answer = self._model.ask(prompt, answer_schema())
                if (choice := chosen(answer)) is not None:
                    raw = pooled(probabilities(answer, choice), advice)
                    return self._plan(raw, choice, dialogue, len(refused))
                refused.append(str(answer.get("strategy", "nothing")))
        except ModelError as error:
            return self._without_model(dialogue, appraisal, len(refused), str(error))
        why = f"it answered {quoted(refused[-1], 60)}, which is none of the eight"
        return self._without_model(dialogue, appraisal, len(refused), why)

    def _plan(
        self, raw: Probabilities, choice: Strategy, dialogue: Dialogue, invalid: int
    ) -> StrategyPlan:
        top = max(raw, key=raw.__getitem__)
        reason = f"{self._model.name} finds that {choice} fits best"
        if top is not choice:
            reason += f"; together with the planner's view, {top} comes first ({raw[top]:.0%})"
        return StrategyPlan(
            strategy=top,
            raw=raw,
            corrected=raw,
            stage=stage_of(raw, dialogue.strategies()),
            reason=f"{reason}.",
            invalid_answers=invalid,
        )

    def _without_model(
        self, dialogue: Dialogue, appraisal: Appraisal | None, invalid: int, why: str
    ) -> StrategyPlan:
        plan = self._fallback.select(dialogue, appraisal)
        reason = f"{plan.reason.rstrip('.')}; {self._model.name} had no say: {why.rstrip('.')}."
        return plan.model_copy(
            update={"reason": reason, "invalid_answers": invalid, "fell_back": True}
        )


def question(
    dialogue: Dialogue,
    appraisal: Appraisal | None,
    examples: Sequence[Example] = (),
    advice: Probabilities | None = None,
    refused: str | None = None,
) -> str:
    """The prompt: what the eight are, the recent lines, and whatever else is known.

    Args:
        dialogue: its last `RECENT` utterances are shown.
        appraisal: what the detector read in the seeker's last message.
        examples: what supporters did at like points.
        advice: a planner's probabilities.
        refused: the wrong strategy answered before.
    """
    return rendered(
        TEMPLATE,
        descriptions=DESCRIPTIONS,
        examples=examples,
        utterances=dialogue.utterances[-RECENT:],
        longest=LONGEST,
        appraisal=appraisal,
        advice=advice,
        refused=refused,
    )


def pooled(model: Probabilities, planner: Probabilities | None) -> Probabilities:
    """The normalised geometric mean of two distributions; the first alone without a second.

    Of all means it is the one in which a factor on either side, such as a habit, stays a factor
    that a correction can take out.
    """
    if planner is None:
        return model
    mixed = {s: (model[s] * planner[s]) ** 0.5 for s in Strategy}
    total = sum(mixed.values())
    return {s: value / total for s, value in mixed.items()}


_MODEL = "the name of a chat model such as 'ollama:llama3.2'"


@takes_argument(_MODEL, optional=True)
def alone(bench: Workbench) -> ChatSelector:
    """Entry point "llm" of the group `empathic_agent.selectors`."""
    return ChatSelector("llm", _asker(bench, "llm"), load_default_selector(bench.encoder))


@takes_argument(_MODEL, optional=True)
def with_examples(bench: Workbench) -> ChatSelector:
    """Entry point "llm+examples"; reads the ESConv file that the setting `examples` names."""
    path = bench.settings.examples
    if path is None:
        raise PluginError(
            "The selector 'llm+examples' needs conversations to take examples from. Set `examples` "
            "(EMPATHIC_AGENT_EXAMPLES) to ESConv's train.json, or use 'llm', which needs none."
        )
    return ChatSelector(
        "llm+examples",
        _asker(bench, "llm+examples"),
        load_default_selector(bench.encoder),
        examples=load_examples(path, bench.encoder),
    )


@takes_argument(_MODEL, optional=True)
def with_planner(bench: Workbench) -> ChatSelector:
    """Entry point "llm+planner": the shipped, debiased planner beside the model."""
    planner = load_default_selector(bench.encoder)
    return ChatSelector("llm+planner", _asker(bench, "llm+planner"), planner, planner=planner)


def _asker(bench: Workbench, selector: str) -> Asker:
    if bench.argument == simulation.NAME:
        return Asker(simulation.NAME, simulation.BiasedSimulation())
    return asker(bench, f"selector {selector!r}", "the selector 'planner'")
