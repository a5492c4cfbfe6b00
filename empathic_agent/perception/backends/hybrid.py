"""The detector "hybrid": a small model proposes, a language model disposes (HEF).

The Hybrid Empathetic Framework (Yang et al., arXiv 2402.11801) asks in two stages: first only
the emotions that the small model ranks highest are offered, and the others only if none of them
fits.
"""

from __future__ import annotations

from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.perception.backends.chat_reader import NONE_FITS, ChatReader, chat_reader
from empathic_agent.perception.backends.consulting import Advice, ConsultingDetector
from empathic_agent.perception.detector import load_default_detector
from empathic_agent.plugins import Workbench, takes_argument
from empathic_agent.turn import Appraisal, Dialogue

OFFERED = 5
"""How many of the small model's emotions are offered first: k in the paper."""


def ask_in_two_stages(reader: ChatReader, dialogue: Dialogue, small: Appraisal) -> Advice:
    """Offer the small model's likeliest emotions, then the others; a `Consult`.

    Raises:
        ModelError: there was no usable answer.
    """
    labels = load_taxonomy(small.taxonomy).names
    ranked = sorted(labels, key=lambda label: -small.distribution.get(label, 0.0))
    likely, others = ranked[:OFFERED], [label for label in labels if label not in ranked[:OFFERED]]
    first = reader.read(dialogue, likely, ranked=True, or_none=bool(others))
    if first.emotion != NONE_FITS:
        return Advice(
            reading=first,
            reason=f"{reader.name} chose {first.emotion} from the small model's likeliest emotions "
            f"({', '.join(likely)}).",
        )
    second = reader.read(dialogue, others)
    return Advice(
        reading=second.model_copy(update={"repaired": first.repaired or second.repaired}),
        reason=f"{reader.name} found none of the small model's likeliest emotions "
        f"({', '.join(likely)}) fitting and chose {second.emotion} from the others.",
    )


@takes_argument("the name of a chat model such as 'ollama:llama3.2'", optional=True)
def from_workbench(bench: Workbench) -> ConsultingDetector:
    """Entry point "hybrid" of the group `empathic_agent.detectors`."""
    reader = chat_reader(bench, "hybrid")
    return ConsultingDetector(load_default_detector(bench.encoder), reader, ask_in_two_stages)
