"""What kind of message came in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.response.kinds import Kind, kind_of

EXAMPLES: dict[Kind, list[str]] = {
    Kind.TALK: [
        "I lost my job yesterday and I don't know what to do",
        "I'm sad",
        "he died",
        "We're getting married!",
        "yes I lost him",
        "Thanks but it still hurts",
        "I have to go to work at six and I hate it",
        "it is what it is",
        "But what if she gets mad?",
        "I could go, but I have no money",
        "I will be alone at Christmas",
    ],
    Kind.GREETING: ["hi", "Hello there!", "hello?", "Hey 😊", "Good morning", "are you there?"],
    Kind.WELLBEING: ["How are you?", "how r u", "Hi, how are you today?", "I'm fine, and you?"],
    Kind.THANKS: ["thanks", "Thank you so much!", "ok thank you", "You have been very helpful"],
    Kind.GOODBYE: ["bye", "Good night", "I have to go now", "Have a great day!", "take care"],
    Kind.AFFECTION: ["I love you", "will you be my friend?", "I really like you"],
    Kind.IDENTITY: [
        "Are you a bot?",
        "are you real",
        "Am I talking to a real person?",
        "Who are you?",
        "What's your name?",
        "you're just a program",
        "I lost my job. Are you even human?",
    ],
    Kind.ABILITY: ["What can you do?", "can you help me", "How does this work?"],
    Kind.PERSONAL: [
        "Have you ever been in love?",
        "do you have kids?",
        "How old are you?",
        "It was fun. Do you like films?",
    ],
    Kind.OPINION: ["What do you think?", "am I overreacting?", "Is it my fault?"],
    Kind.ADVICE: [
        "What should I do?",
        "Should I quit?",
        "Any suggestions?",
        "How can I get over my ex?",
        "My dog died on Tuesday and the house is so quiet. What should I do?",
    ],
    Kind.KNOWLEDGE: [
        "What is the capital of France?",
        "Can you write me a poem?",
        "what time is it",
    ],
    Kind.WHY: ["why does this always happen to me?", "Why me?"],
    Kind.REMEMBER: ["Do you remember my dog?", "What did I tell you about my exam?"],
    Kind.PUSHBACK: ["that's not what I meant", "You don't understand", "this isn't helping"],
    Kind.CLARIFY: ["what do you mean?", "huh?", "Really?"],
    Kind.RESOLVE: [
        "I'll call her tomorrow",
        "Okay, I think I could talk to him",
        "I will try that tonight",
    ],
    Kind.YES: [
        "yes",
        "I hadn't thought of that",
        "Ok",
        "That's true",
        "I guess so",
        "yes, that is a good idea",
    ],
    Kind.NO: ["no", "Not really", "nope", "no I haven't", "not yet"],
    Kind.FRAGMENT: ["mainly my mom", "Funding", "two months ago"],
    Kind.UNCLEAR: ["", "...", "idk", "😭", "hmm", "x", "I don't know", "asdfgh", "12"],
    Kind.OTHER_SCRIPT: ["मुझे दुख है", "Я устал", "我很难过"],
    Kind.SELF_BLAME: ["I'm a failure", "nobody likes me", "I feel so stupid", "I hate myself"],
    Kind.GRAVE: ["I want to die", "I keep thinking about suicide", "I cut myself again"],
}


def test_every_kind_has_examples() -> None:
    assert set(EXAMPLES) == set(Kind)


@pytest.mark.parametrize(
    ("message", "kind"), [(message, kind) for kind, all_ in EXAMPLES.items() for message in all_]
)
def test_kinds_are_told_apart(message: str, kind: Kind) -> None:
    assert kind_of(message) is kind


def test_case_and_punctuation_do_not_matter() -> None:
    assert kind_of("ARE YOU A BOT??!") is kind_of("are you a bot") is Kind.IDENTITY
    assert kind_of("You don’t understand.") is Kind.PUSHBACK


def test_denying_is_not_blaming_oneself() -> None:
    assert kind_of("I'm not a failure after all, I passed") is Kind.TALK


@given(st.text())
def test_any_text_has_a_kind(message: str) -> None:
    assert kind_of(message) in Kind


@given(st.text(alphabet=" \n\t.,!?…0123456789😀*-"))
def test_text_without_letters_is_unclear(message: str) -> None:
    assert kind_of(message) is Kind.UNCLEAR
