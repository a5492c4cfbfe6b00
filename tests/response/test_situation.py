"""Reading a brief: kind, feeling, theme, manner and the words at hand."""

from __future__ import annotations

import pytest

from empathic_agent.persona import Manner
from empathic_agent.response.kinds import Kind
from empathic_agent.response.situation import from_brief, from_messages
from empathic_agent.response.slots import Slot
from empathic_agent.response.themes import Theme
from empathic_agent.response.wording import Family
from empathic_agent.strategy.strategies import Strategy
from tests.response.samples import appraised, brief, recollection

FLAT = appraised("neutral")


def family_of(message: str, emotion: str, confidence: float = 0.9) -> Family | None:
    return from_brief(brief(message, appraisal=appraised(emotion, confidence))).family


def test_what_the_detector_is_sure_of_decides() -> None:
    assert family_of("The train was late again", "anger") is Family.ANGRY
    assert family_of("I got to see her at last", "joy") is Family.POSITIVE


def test_plain_words_decide_where_it_reads_nothing() -> None:
    assert family_of("My dog died on Tuesday", "neutral") is Family.SAD
    assert family_of("We moved house in May", "neutral") is Family.NEUTRAL
    assert family_of("I finally got the job", "neutral") is Family.POSITIVE


@pytest.mark.parametrize(
    "message", ["We won but he is never there", "Great news, and it's hard", "All happy except me"]
)
def test_good_cheer_with_a_but_or_with_trouble_is_not_cheered(message: str) -> None:
    assert family_of(message, "joy", 0.95) is Family.NEUTRAL


@pytest.mark.parametrize(
    ("message", "family"),
    [
        ("I love my mother, she died in May", Family.SAD),
        ("He told me he loves someone else", Family.NEUTRAL),
        ("I love my new puppy", Family.POSITIVE),
    ],
)
def test_love_alone_is_no_reason_to_be_glad(message: str, family: Family) -> None:
    assert family_of(message, "love", 0.97) is family


def test_the_feeling_is_named_only_when_it_is_clear() -> None:
    sure = from_brief(brief("She forgot again", appraisal=appraised("annoyance", 0.6)))
    unsure = from_brief(
        brief("She forgot again", appraisal=appraised("annoyance", 0.3, rest="anger"))
    )
    assert (sure.words[Slot.FEELING], sure.words[Slot.EMOTION]) == ("fed up", "irritation")
    assert Slot.FEELING not in unsure.words


def test_the_persona_brings_its_manner_name_and_mood() -> None:
    words = from_brief(brief("hello", persona="pip", mood="joy")).words
    assert from_brief(brief("hello", persona="bram")).manner is Manner.PLAIN
    assert (words[Slot.NAME], words[Slot.MOOD]) == ("Pip", "happy")
    assert Slot.MOOD not in from_brief(brief("hello", mood="neutral")).words


@pytest.mark.parametrize("message", ["my mother died in spring", "he has been abusive for years"])
def test_nobody_jokes_about_death_or_violence(message: str) -> None:
    assert from_brief(brief(message, persona="pip")).manner is Manner.GENTLE
    assert from_brief(brief(message, persona="bram")).manner is Manner.PLAIN


def test_the_cause_becomes_words_to_use() -> None:
    words = from_brief(brief("It rained. I lost my job.", cause="lost my job")).words
    assert words[Slot.CLAUSE] == "you lost your job"
    assert words[Slot.TOPIC] == "your job"


def test_a_theme_lasts_while_there_is_trouble() -> None:
    texts = ("My boss shouts at me", "What then?", "I just sit there, frozen")
    assert from_brief(brief(*texts)).themes == {Theme.WORK}
    assert from_brief(brief(*texts, appraisal=FLAT)).themes == set()


@pytest.mark.parametrize(
    ("message", "family"),
    [
        ("We had four years together", Family.TROUBLED),
        ("He said I may move in for a week!", Family.NEUTRAL),
        ("I feel a little better", Family.POSITIVE),
    ],
)
def test_a_plain_sentence_among_troubled_ones_is_told_in_trouble(
    message: str, family: Family
) -> None:
    talk = ("She broke up with me", "Since when?", message)
    assert from_brief(brief(*talk, appraisal=FLAT)).family is family
    assert from_brief(brief(message, appraisal=FLAT)).family is not Family.TROUBLED


def test_a_new_theme_replaces_the_old_one() -> None:
    texts = ("My boss shouts at me", "What then?", "And my sister does not call")
    assert from_brief(brief(*texts)).themes == {Theme.FAMILY}


def test_a_fragment_can_be_quoted() -> None:
    situation = from_brief(brief("mainly my mom", appraisal=FLAT))
    assert situation.kind is Kind.FRAGMENT
    assert situation.words[Slot.QUOTE] == "mainly my mom"
    assert Slot.QUOTE not in from_brief(brief("tell me", appraisal=FLAT)).words


def test_a_fragment_of_trouble_is_talk() -> None:
    assert from_brief(brief("not so good", appraisal=FLAT)).kind is Kind.TALK


def test_thanks_with_trouble_in_it_is_talk() -> None:
    long = "Thanks. I'm just so tired of being alone in all of this."
    assert from_brief(brief(long)).kind is Kind.TALK
    assert from_brief(brief("Thanks, it was a hard day")).kind is Kind.THANKS


def test_a_resolve_with_trouble_in_it_is_talk() -> None:
    assert from_brief(brief("I'll call her tomorrow")).kind is Kind.RESOLVE
    assert from_brief(brief("I'll call her tomorrow. I'm so scared of it")).kind is Kind.TALK


def test_practical_questions_are_told_from_questions_of_the_heart() -> None:
    assert from_brief(brief("How do I fix my sink?")).kind is Kind.KNOWLEDGE
    assert from_brief(brief("How do I get over him?")).kind is Kind.ADVICE


class TestMemories:
    """When an old message is mentioned, and how."""

    OLD = "I have an exam on Friday and I am scared"

    def words(self, *texts: str, **changes: object) -> dict[Slot, str]:
        memory = recollection(self.OLD, **changes)  # type: ignore[arg-type]
        return from_brief(brief(*texts, memories=[memory])).words

    def test_a_close_one_comes_with_its_age(self) -> None:
        words = self.words("I can't learn any more")
        assert words[Slot.WHEN] == "last week"
        assert words[Slot.MEMORY] == "you have an exam on Friday"

    def test_a_distant_one_is_left_out_unless_asked_for(self) -> None:
        assert Slot.MEMORY not in self.words("I can't learn any more", meaning=0.3)
        assert Slot.MEMORY in self.words("Do you remember my exam?", meaning=0.3)

    def test_one_of_just_now_is_left_out(self) -> None:
        assert Slot.MEMORY not in self.words("I can't learn any more", days=0.01)

    def test_a_happy_one_is_not_held_up_to_someone_in_pain(self) -> None:
        assert Slot.MEMORY not in self.words("I can't learn any more", emotion="joy")

    def test_who_asks_and_told_it_only_now_hears_how_it_began(self) -> None:
        talk = ("Hi", "Hello.", "I lost my job", "I see.", "Do you remember what I told you?")
        words = from_brief(brief(*talk)).words
        assert words[Slot.WHEN] == "earlier"
        assert words[Slot.MEMORY] == "you lost your job"

    def test_nothing_is_mentioned_twice(self) -> None:
        said = "Last week you told me you have an exam on Friday. How does that fit?"
        talk = ("hm", said, "a", "b", "c", "d", "e", "f", "Still the same")
        assert Slot.MEMORY not in self.words(*talk)

    def test_memories_come_with_pauses(self) -> None:
        assert Slot.MEMORY not in self.words("hm", "Yesterday you told me he left.", "Yes he did")

    def test_a_grave_one_is_never_brought_up(self) -> None:
        memory = recollection("I wanted to die after my exam")
        assert Slot.MEMORY not in from_brief(brief("I can't learn", memories=[memory])).words

    def test_the_closest_usable_one_is_taken(self) -> None:
        memories = [
            recollection("what?", meaning=0.9),
            recollection("I lost my job", meaning=0.8),
            recollection("I have a cat", meaning=0.7),
        ]
        words = from_brief(brief("It goes on", memories=memories)).words
        assert words[Slot.MEMORY] == "you lost your job"


def test_saying_back_is_noticed() -> None:
    assert from_brief(brief("I lost my job", "So you lost your job.", "Yes, last week")).echoed
    assert not from_brief(brief("I lost my job", "What happened?", "They closed")).echoed


def test_a_plain_chat_is_read_without_emotion_or_strategy() -> None:
    situation = from_messages(["I moved house in May"], [])
    assert situation.family is None
    assert Strategy.SUGGESTION not in situation.strategies
    assert from_messages(["My dog died"], []).family is Family.SAD
    assert from_messages([], []).kind is Kind.UNCLEAR
