"""The detector "llm": a chat model reads the emotion. Knows how it is asked, not how it answers.

After EmoLLMs (Liu et al. 2024, arXiv 2401.08508): label, intensity and valence in one answer. All
labels of the small detector's label set are offered.
"""

from __future__ import annotations

from empathic_agent.affect.taxonomy import load_taxonomy
from empathic_agent.perception.backends.chat_reader import ChatReader, chat_reader
from empathic_agent.perception.backends.consulting import Advice, ConsultingDetector
from empathic_agent.perception.detector import load_default_detector
from empathic_agent.plugins import Workbench, takes_argument
from empathic_agent.turn import Appraisal, Dialogue


def ask_freely(reader: ChatReader, dialogue: Dialogue, small: Appraisal) -> Advice:
    """Ask for any label of the label set; a `Consult`.

    Raises:
        ModelError: there was no usable answer.
    """
    reading = reader.read(dialogue, load_taxonomy(small.taxonomy).names)
    return Advice(reading=reading, reason=f"{reader.name} reads the message as {reading.emotion}.")


@takes_argument("the name of a chat model such as 'ollama:llama3.2'", optional=True)
def from_workbench(bench: Workbench) -> ConsultingDetector:
    """Entry point "llm" of the group `empathic_agent.detectors`."""
    reader = chat_reader(bench, "llm")
    return ConsultingDetector(load_default_detector(bench.encoder), reader, ask_freely)
