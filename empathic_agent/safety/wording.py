"""What is said in a crisis, before and after the helplines. Knows nothing of numbers or countries.

Every text names what to do in immediate danger (`{emergency}` completes "call …"), invites the
person to go on talking, and neither diagnoses, moralises nor promises to keep a secret. The advice
follows common guidance of crisis services: ask directly, put distance between the person and the
means, stay with someone in danger, believe who tells of abuse, leave the decision to them.
"""

from __future__ import annotations

from typing import NamedTuple

from empathic_agent.turn import Danger, Stance


class Wording(NamedTuple):
    """The reply around the helplines."""

    before: str
    after: str


WORDINGS: dict[tuple[Danger, Stance], Wording] = {
    (Danger.SUICIDE, Stance.DIRECT): Wording(
        "I'm really glad you told me, and I take it seriously. It sounds as if this has become "
        "more than you can carry alone, and you don't have to carry it alone. Are you in danger "
        "right now? If you might act on it, or have already done something, please call "
        "{emergency} now, or go to someone who can stay with you. If there is something near you "
        "that you could use, put some distance between you and it. These people know such moments "
        "and are glad when you call:",
        "I'm a program and can't call anyone for you, but I'm here. What is hurting so much?",
    ),
    (Danger.SUICIDE, Stance.SOMEONE_ELSE): Wording(
        "That is a frightening thing to carry, and it's good that you don't look away. You can ask "
        "them directly whether they think of ending their life; asking does not put the idea "
        "there. Listen, stay close, and bring in someone else they trust. If they are in danger "
        "right now, or have already done something, call {emergency} and don't leave them alone. "
        "These people also advise those who worry about someone:",
        "And you? I'm here if you want to tell me more, about them or about yourself.",
    ),
    (Danger.SUICIDE, Stance.UNSURE): Wording(
        "Thank you for telling me. I may be misreading you, but I'd rather ask than pass over it: "
        "are you thinking of ending your life, now or at times? You can answer honestly, whatever "
        "the answer is. If any part of it is yes, you deserve company with that. If it becomes "
        "urgent, call {emergency} at once. These people are there to talk, also when nothing is "
        "urgent:",
        "If I got you wrong, just say so. Either way I'd like to hear how you are.",
    ),
    (Danger.SELF_HARM, Stance.DIRECT): Wording(
        "Thank you for trusting me with this. Something must be very hard to bear if hurting "
        "yourself is how you get through it, and you have nothing to be ashamed of. If you are "
        "badly hurt, or might be, please call {emergency} now. If the urge is strong at this "
        "moment, try to get through the next ten minutes: move away from what you would use, hold "
        "something cold, go where other people are. These people listen without judging:",
        "I'm here too. What was going on before the urge came?",
    ),
    (Danger.SELF_HARM, Stance.SOMEONE_ELSE): Wording(
        "It hurts to see someone you care about hurt themselves, and you don't have to solve it "
        "today. Calm helps most: say what you noticed, that you are not angry, and that they can "
        "talk to you. Ask what they are going through rather than demand that they stop. If the "
        "wound is serious, or they speak of dying, call {emergency} and stay with them. These "
        "people also advise family and friends:",
        "How are you coping with it yourself? I'm here if you want to talk.",
    ),
    (Danger.SELF_HARM, Stance.UNSURE): Wording(
        "Thank you for telling me. I'd rather ask than pass over it: do you hurt yourself these "
        "days, or feel close to it? You don't have to explain or be ashamed, and whatever you say "
        "is fine to say here. If you are badly hurt, or might be, call {emergency} at once. These "
        "people listen without judging, also when it was long ago:",
        "If I got you wrong, just say so. How are you today?",
    ),
    (Danger.ABUSE, Stance.DIRECT): Wording(
        "I'm so sorry. Nobody has the right to hurt you, threaten you or touch you against your "
        "will, and it is not your fault. Are you safe at this moment? If not, go where other "
        "people are if you can, and call {emergency}. You don't have to decide anything else "
        "today. If someone may look at this device, delete the conversation afterwards or use "
        "another one. These people know such situations and go at your pace:",
        "I believe you, and I'm here. What would help you most right now?",
    ),
    (Danger.ABUSE, Stance.SOMEONE_ELSE): Wording(
        "Thank you for looking out for them. If someone is being hurt now, or a child is in "
        "danger, call {emergency}; you don't need proof. Otherwise find a quiet moment, say what "
        "you noticed, believe what they tell you, and let an adult decide what happens next. With "
        "a child, don't promise to keep it to yourself and don't confront whoever does it: pass it "
        "on. These people advise you too, even if you are not certain:",
        "What have you seen or heard? I'm here to think it through with you.",
    ),
    (Danger.ABUSE, Stance.UNSURE): Wording(
        "What you say sounds painful, and I'd rather ask than pass over it: does someone hurt you "
        "or frighten you, or did they in the past? Whatever happened is not your fault, and it is "
        "never too late to talk about it. If you are not safe now, call {emergency}. These people "
        "listen, also when it was long ago or when you aren't sure what to call it:",
        "You decide how much you tell me. How are you with it now?",
    ),
    (Danger.HARM_TO_OTHERS, Stance.DIRECT): Wording(
        "That sounds like an enormous amount of anger, fear or exhaustion, and it took courage to "
        "say it. Whatever has happened so far, what you do next is still open. Put distance "
        "between you and them now: leave the room (lay a baby down safely first), leave behind "
        "anything that could be used, ring someone who calms you. If someone is hurt, or you fear "
        "that you will hurt them, call {emergency} and say exactly that. These people help you to "
        "talk it through:",
        "I'm listening. What happened?",
    ),
    (Danger.HARM_TO_OTHERS, Stance.SOMEONE_ELSE): Wording(
        "That is a heavy thing to know, and you are right to take it seriously. If someone could "
        "be hurt soon, call {emergency} and tell them what you heard, even if it may turn out to "
        "be only talk. Get yourself to safety first and don't try to stop it alone. Warn whoever "
        "is threatened if you can do that safely, and tell someone in charge. You can talk it "
        "through here:",
        "Are you safe yourself? Tell me what you saw or heard.",
    ),
    (Danger.HARM_TO_OTHERS, Stance.UNSURE): Wording(
        "I hear how strong this is. I may be misreading you, so I'd rather ask: do you think of "
        "really hurting someone? If these are words for how angry you are, they may stay words. If "
        "a part of you might do it, put distance between you and them first, and call {emergency} "
        "before anything happens. These people help you to talk it through:",
        "Either way I'd like to understand. What happened?",
    ),
}

FOLLOW_UPS: dict[Danger, tuple[str, ...]] = {
    Danger.SUICIDE: (
        "Thank you for staying with me. If you are in danger, or not sure, please call {emergency} "
        "now or let someone come to you, and put what you could use out of reach. If you are safe "
        "for the moment, tell me: who could be near you in the next hours?",
        "I'm still here, and I'm not going to change the subject. There are people who can do what "
        "I can't: hear your voice and stay on the line. Would you call one of them, or ask someone "
        "to sit beside you while you do? If it becomes urgent, call {emergency}.",
    ),
    Danger.SELF_HARM: (
        "Thank you for staying with me. If you are hurt and it needs care, or you fear it will go "
        "further, call {emergency}. If the urge is there, give it ten more minutes, somewhere with "
        "other people. Who could you be with, or ring, until it eases?",
        "I'm still here. An urge like this rises and falls, and it is easier to outlast with "
        "company than with a program. Would you ring someone, or go where someone is? If it "
        "becomes urgent, call {emergency}.",
    ),
    Danger.ABUSE: (
        "Thank you for answering. If you are not safe, go where other people are if you can, and "
        "call {emergency}. If you are safe for the moment, there is no hurry and no wrong answer. "
        "Is there one person you trust who knows about this?",
        "I believe you, and I'm still here. There are people who know situations like yours and "
        "won't decide over your head. Would you talk to one of them, when it is safe to? If it "
        "becomes urgent, call {emergency}.",
    ),
    Danger.HARM_TO_OTHERS: (
        "Thank you for answering. If you are near them, put more distance between you first; "
        "everything else can wait. If you fear what you might do, or someone is hurt, call "
        "{emergency}. If you are apart: who could be with you for the next hours?",
        "I'm still listening. Something this big is easier to hold with another person in the room "
        "or on the phone. Would you call someone before you do anything else? If it becomes "
        "urgent, call {emergency}.",
    ),
}
"""What is said to the messages that follow. Each fits a yes, a no and anything else."""
