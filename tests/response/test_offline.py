"""The offline chat model: as LangChain sees it, and as a person on a bad day would."""

from __future__ import annotations

import time
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.caches import InMemoryCache
from langchain_core.globals import set_llm_cache
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

from empathic_agent.persona import Manner, load_persona
from empathic_agent.response.frames import built_in_frames
from empathic_agent.response.offline import OfflineComposer, compose
from empathic_agent.strategy.strategies import Strategy
from tests.response.samples import appraised, brief, recollection

COMPOSER = OfflineComposer()
FRAMES = built_in_frames()
PERSONAS = ("wren", "bram", "pip")
JOB = "I lost my job and I can't sleep."


class TestAsChatModel:
    """What any user of LangChain expects of a chat model."""

    def test_the_brief_arrives(self) -> None:
        given_brief = brief(JOB, strategy=Strategy.RESTATEMENT, cause="lost my job")
        message = COMPOSER.invoke([HumanMessage("ignored")], brief=given_brief)
        assert isinstance(message, AIMessage)
        assert message.content == compose(given_brief)

    def test_a_stream_brings_the_same_words_one_by_one(self) -> None:
        given_brief = brief(JOB)
        chunks = [str(chunk.content) for chunk in COMPOSER.stream("x", brief=given_brief)]
        assert "".join(chunks) == compose(given_brief)
        assert max(len(chunk.split()) for chunk in chunks) == 1
        assert len(chunks) > 3

    async def test_async_is_no_different(self) -> None:
        given_brief = brief(JOB)
        message = await COMPOSER.ainvoke("x", brief=given_brief)
        streamed = [str(chunk.content) async for chunk in COMPOSER.astream("x", brief=given_brief)]
        assert message.content == "".join(streamed) == compose(given_brief)

    def test_it_calls_itself_offline(self) -> None:
        assert COMPOSER._llm_type == "offline"

    def test_stop_words_end_the_reply(self) -> None:
        whole = compose(brief(JOB))
        stop = whole.split()[3]
        cut = COMPOSER.invoke("x", stop=[stop, "not in it"], brief=brief(JOB)).content
        assert cut == whole[: whole.index(stop)]

    def test_a_stop_word_at_the_start_leaves_nothing(self) -> None:
        first = compose(brief(JOB)).split()[0]
        pieces = [str(c.content) for c in COMPOSER.stream("x", stop=[first], brief=brief(JOB))]
        assert "".join(pieces) == ""

    def test_a_global_cache_is_not_given_what_people_wrote(self) -> None:
        cache = InMemoryCache()
        set_llm_cache(cache)
        try:
            COMPOSER.invoke("I lost my job", brief=brief(JOB))
            COMPOSER.invoke("I lost my job")
        finally:
            set_llm_cache(None)
        assert cache._cache == {}

    def test_many_briefs_can_be_answered_side_by_side(self) -> None:
        replies = COMPOSER.batch(["I lost my job", "hello"])
        assert len({reply.content for reply in replies}) == 2


class TestWithoutABrief:
    """Usable wherever a chat model is."""

    def test_the_last_human_message_is_answered(self) -> None:
        messages = [SystemMessage("Be kind."), HumanMessage("I lost my job"), AIMessage("Oh.")]
        assert "built" in str(COMPOSER.invoke([*messages, HumanMessage("Are you a bot?")]).content)

    def test_a_plain_string_will_do(self) -> None:
        assert COMPOSER.invoke("hello").content

    def test_even_a_chat_without_a_person_gets_words(self) -> None:
        assert COMPOSER.invoke([SystemMessage("Be kind.")]).content

    def test_it_remembers_what_it_said(self) -> None:
        messages: list[HumanMessage | AIMessage] = []
        for _ in range(6):
            messages.append(HumanMessage("It goes on and on like that at home"))
            messages.append(AIMessage(str(COMPOSER.invoke(messages).content)))
        said = [message.content for message in messages if isinstance(message, AIMessage)]
        assert len(set(said)) == len(said)

    @settings(deadline=None)
    @given(st.text())
    def test_any_text_gets_a_whole_reply(self, text: str) -> None:
        reply = str(COMPOSER.invoke([HumanMessage(text)]).content)
        assert reply.strip()
        assert not set("{}") & set(reply)


@settings(deadline=None, max_examples=300)
@given(
    text=st.text(),
    strategy=st.sampled_from(Strategy),
    emotion=st.sampled_from(["joy", "sadness", "fear", "anger", "neutral", "surprise", "wistful"]),
    confidence=st.floats(min_value=0.1, max_value=1.0),
    persona=st.sampled_from(PERSONAS),
    memory=st.text(),
)
def test_any_brief_gets_a_whole_reply(
    text: str, strategy: Strategy, emotion: str, confidence: float, persona: str, memory: str
) -> None:
    reply = compose(
        brief(
            text,
            strategy=strategy,
            appraisal=appraised(emotion, confidence),
            persona=persona,
            memories=[recollection(memory)],
        )
    )
    assert reply.strip() == reply != ""
    assert not set("{}") & set(reply)


def test_the_same_brief_gets_the_same_reply() -> None:
    assert compose(brief(JOB)) == compose(brief(JOB))


def replies(message: str, emotion: str, confidence: float = 0.9) -> set[str]:
    """What all strategies and personas say to a message."""
    appraisal = appraised(emotion, confidence)
    return {
        compose(brief(message, strategy=strategy, appraisal=appraisal, persona=persona))
        for strategy, persona in product(Strategy, PERSONAS)
    }


class TestWhatItSays:
    """Replies that matter most."""

    def test_a_restatement_says_the_cause_back(self) -> None:
        message = "My mom doesn't talk to me since May. I got a dog."
        given_brief = brief(message, strategy=Strategy.RESTATEMENT, cause="doesn't talk to me")
        assert "your mom doesn't talk to you since May" in compose(given_brief).replace(
            "Your", "your"
        )

    def test_good_news_is_met_with_gladness(self) -> None:
        glad = {
            frame.text
            for frame in FRAMES
            if any(family.value == "positive" for family in frame.families)
        }
        texts = {
            frame.text
            for reply in replies("I passed my exam!", "joy")
            for frame in FRAMES
            if frame.made(reply)
        }
        assert texts & glad
        assert not any("sorry" in reply.lower() for reply in replies("I passed my exam!", "joy"))

    def test_pain_is_never_cheered(self) -> None:
        glad = [f for f in FRAMES if {family.value for family in f.families} == {"positive"}]
        for emotion in ("sadness", "neutral", "approval", "desire"):
            for reply in replies("My dog died on Tuesday", emotion):
                assert not any(frame.made(reply) for frame in glad)

    @pytest.mark.parametrize("message", ["I'm a failure", "I feel so stupid", "nobody likes me"])
    def test_self_blame_is_never_agreed_with(self, message: str) -> None:
        for emotion in ("approval", "anger", "neutral", "sadness"):
            for reply in replies(message, emotion):
                lowered = reply.lower()
                assert "you're a failure" not in lowered.replace(
                    "it feels like you're a failure", ""
                )
                assert "seeing it clearly" not in lowered
                assert "honest" not in lowered

    @pytest.mark.parametrize("message", ["I want to die", "I don’t want to live any more"])
    def test_despair_is_sent_to_people_whatever_the_plan(self, message: str) -> None:
        assert all("crisis line" in reply for reply in replies(message, "neutral"))

    @pytest.mark.parametrize("message", ["are you human?", "What are you?", "you're just a bot"])
    def test_asked_what_it_is_it_says_so(self, message: str) -> None:
        for reply in replies(message, "curiosity"):
            assert "program" in reply or "software" in reply
            assert "language model" in reply

    def test_what_needs_knowledge_is_declined_honestly(self) -> None:
        for reply in replies("How do I fix my sink?", "curiosity"):
            assert "built" in reply.lower() or "written beforehand" in reply

    def test_a_memory_is_worked_in(self) -> None:
        memory = recollection("I had a fight with my brother about the house")
        found = [
            compose(brief(f"It started again{'.' * n}", memories=[memory], strategy=strategy))
            for n, strategy in product(range(4), Strategy)
        ]
        mentions = [r for r in found if "had a fight with your brother about the house" in r]
        assert mentions
        assert all("last week" in reply.lower() for reply in mentions)

    def test_hard_words_are_not_repeated(self) -> None:
        assert not any("idiot" in r for r in replies("My boss is a fucking idiot to me", "anger"))

    def test_playful_replies_are_kept_from_mourners(self) -> None:
        playful = [frame for frame in FRAMES if frame.manners == {Manner.PLAYFUL}]
        for strategy in Strategy:
            reply = compose(brief("My mother died", strategy=strategy, persona="pip"))
            assert not any(frame.made(reply) for frame in playful)


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize("emotion", ["sadness", "neutral", "joy"])
def test_a_conversation_of_fifteen_turns_repeats_nothing(persona: str, emotion: str) -> None:
    said: list[str] = []
    talk: list[str] = []
    strategies = list(Strategy)
    for turn in range(15):
        talk.append(f"And then there was the matter of the letter, part {turn}")
        given_brief = brief(
            *talk,
            strategy=strategies[turn % 3],
            appraisal=appraised(emotion),
            persona=persona,
        )
        said.append(compose(given_brief))
        talk.append(said[-1])
    assert len(set(said)) == 15


def test_personas_sound_different() -> None:
    wordings = {
        persona: {
            compose(brief(f"I sat there alone{'!' * n}", strategy=strategy, persona=persona))
            for n, strategy in product(range(5), Strategy)
        }
        for persona in PERSONAS
    }
    for one, other in (("wren", "bram"), ("bram", "pip"), ("pip", "wren")):
        assert len(wordings[one] - wordings[other]) > len(wordings[one]) / 2
    assert load_persona("pip").manner is Manner.PLAYFUL


def test_composing_takes_about_a_millisecond() -> None:
    given_brief = brief(JOB, "Oh.", "Yes, and my boss never even called me back, you know.")
    compose(given_brief)
    spent = []
    for _ in range(50):
        start = time.process_time()
        compose(given_brief)
        spent.append(time.process_time() - start)
    assert min(spent) < 0.002


def test_ten_thousand_characters_do_not_take_seconds() -> None:
    for text in (" " * 10_000, "no " * 3_333, "^" * 9_999 + "x", "I was and " * 1_000):
        start = time.process_time()
        compose(brief(text))
        assert time.process_time() - start < 1.0
