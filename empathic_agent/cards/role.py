"""What a character card adds to a persona: the part of it that replies are made from.

Texts are clean (no control characters) and their names are filled in; only `{{original}}` is left
open, because it stands for something that the prompt knows. Knows no file format.
"""

from __future__ import annotations

from empathic_agent.affect.vad import VAD
from empathic_agent.cards.expressions import nearest_picture
from empathic_agent.turn import Record


class LoreEntry(Record):
    """A piece of background knowledge and the words that bring it up."""

    text: str
    """What is known; never empty."""
    keys: tuple[str, ...] = ()
    """Any of these calls it."""
    secondary_keys: tuple[str, ...] = ()
    """If there are some, one of these must be there as well."""
    excluded_keys: tuple[str, ...] = ()
    """None of these may be there."""
    constant: bool = False
    """Whether it always comes up."""
    regex: bool = False
    """Whether `keys` are regular expressions."""
    case_sensitive: bool = False
    order: float = 0.0
    """Entries with lower numbers come first."""
    priority: float = 0.0
    """When there is no room for all, entries with lower numbers go first."""
    scan_depth: int | None = None
    """How many of the last messages are looked at; None: as the lorebook says."""
    after_replies: int = 0
    """It stays silent until the persona has replied this often."""
    every_replies: int = 1
    """It only comes up when the number of replies is a multiple of this."""


class Lorebook(Record):
    """Everything the character knows about its world."""

    entries: tuple[LoreEntry, ...] = ()
    """In the order in which they go into a prompt."""
    scan_depth: int | None = None
    """How many of the last messages are looked at for keys; None: the application decides."""
    token_budget: int | None = None
    """Roughly how many tokens of it may go into a prompt; None: the application decides."""


class EmotionPicture(Record):
    """A picture of the character in some emotion (an asset of type "emotion")."""

    name: str
    """As the card calls it: "happy", "grief", "neutral"."""
    uri: str
    """Where it is; "embeded://…" is a file in the card's archive."""


class About(Record):
    """What people should know about the card. None of it ever enters a prompt."""

    spec: str
    """`chara_card_v2` or `chara_card_v3`."""
    creator: str = ""
    version: str = ""
    notes: str = ""
    """The creator's notes to people."""
    tags: tuple[str, ...] = ()
    source: tuple[str, ...] = ()


class Role(Record):
    """What a persona with a card has beyond one without."""

    about: About
    personality: str = ""
    """A short summary of the character."""
    scenario: str = ""
    """Where and when the conversation takes place."""
    example_dialogue: str = ""
    """How the character talks; `<START>` begins another conversation."""
    instructions: str = ""
    """The card's `system_prompt`: how replies should be written."""
    closing_instructions: str = ""
    """The card's `post_history_instructions`, which follow what was said."""
    alternate_greetings: tuple[str, ...] = ()
    """Other ways to open a conversation."""
    group_only_greetings: tuple[str, ...] = ()
    """Ways to open a conversation of several characters; kept, not used."""
    lorebook: Lorebook = Lorebook()
    emotion_pictures: tuple[EmotionPicture, ...] = ()

    def picture_for(self, emotion: str, vad: VAD) -> EmotionPicture | None:
        """The picture that fits a mood or an appraisal best; None if the card has none that fits.

        Args:
            emotion: a label of any of our label sets.
            vad: where the mood or the message lies; decides where no picture has that label.
        """
        names = [picture.name for picture in self.emotion_pictures]
        name = nearest_picture(names, emotion, vad)
        return next((picture for picture in self.emotion_pictures if picture.name == name), None)


def with_original(text: str, original: str) -> str:
    """`text` with `{{original}}` replaced by what would stand there without the card."""
    from empathic_agent.cards.macros import ORIGINAL

    return ORIGINAL.sub(lambda _: original, text)
