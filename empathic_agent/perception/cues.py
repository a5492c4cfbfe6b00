"""Non-verbal cues as text that a detector of text can read. Knows no detector.

Textualised cues reach what was made for words: "Textualized and Feature-based Models for Compound
Multimodal Emotion Recognition" and "A Video Is Worth 4096 Tokens" write faces, voices and scenes
out as sentences. Here they follow the message, so that every place in it stays where it was.
"""

from __future__ import annotations

from empathic_agent.turn import Appraisal, Cues, Dialogue, Utterance

LONGEST = 300
"""Characters of one cue that are told; a detector reads the message, not a novel about it."""

_LEADS = {"face": "Their face", "voice": "Their voice", "scene": "Around them"}


def seen(cues: Cues | None) -> tuple[tuple[str, str], ...]:
    """The cues that are there, each as its name and what is told of it on one line."""
    given = (
        () if cues is None else (("face", cues.face), ("voice", cues.voice), ("scene", cues.scene))
    )
    lines = ((name, " ".join((text or "").split())) for name, text in given)
    return tuple((name, line[:LONGEST]) for name, line in lines if line)


def told(utterance: Utterance) -> str:
    """The message, then a line for each cue: "I'm fine.\\nTheir face: wet eyes."

    It begins with exactly `utterance.text`, and is no more than that where there are no cues.
    """
    lines = (f"{_LEADS[name]}: {line.rstrip('.')}." for name, line in seen(utterance.cues))
    return "\n".join((utterance.text, *lines))


def with_cues_told(dialogue: Dialogue) -> Dialogue:
    """The dialogue with all cues told in the text, for detectors that read nothing else."""
    return Dialogue(
        utterances=tuple(
            utterance.model_copy(update={"text": told(utterance), "cues": None})
            for utterance in dialogue.utterances
        )
    )


def within_message(appraisal: Appraisal, message: str) -> Appraisal:
    """What was read in a told message, with causes and words of the message itself only.

    Args:
        appraisal: of a text that begins with `message`.
        message: what the person wrote.
    """
    end = len(message)
    return appraisal.model_copy(
        update={
            "causes": tuple(cause for cause in appraisal.causes if cause.span.end <= end),
            "words": tuple(word for word in appraisal.words if word.span.end <= end),
        }
    )
