"""How children and teenagers say what the author left to us: shorter, plainer, less polite.

From 3 to 11 years they speak as children, from 12 to 16 as teenagers; ages are ours, since
language changes by degrees. Nothing here carries a clinical fact.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

TEEN, GROWN = 12, 17  # years from which somebody speaks as a teenager, and as an adult

CHILD: Mapping[str, tuple[str, ...]] = {
    "hello": ("Hello.", "Hi.", "H'lo."),
    "hello_unwell": ("Hello. I don't feel good.", "Hi ... I feel poorly."),
    "hello_angry": ("I want to go home.", "No."),
    "pleased": ("Hello.", "Are you a real doctor?", "Hi."),
    "goodbye": ("Bye.", "Bye bye.", "Can I go home now?"),
    "goodbye_cold": ("Bye.",),
    "welcome": ("Okay.", "That's okay."),
    "age": ("I'm {age}.", "{age}."),
    "dob_age": ("I'm {age}. I don't know the other bit.", "{age}. Ask my grown-up."),
    "preferred": ("{address}.", "Just {address}."),
    "small_talk": ("I don't like it here.", "It smells funny in here."),
    "consent": ("Okay.", "Yes.", "All right.", "Mm-hm."),
    "consent_worried": ("Will it hurt?", "Is it a needle?", "Do you have to?"),
    "consent_wary": ("No ... okay.", "Only if it's quick."),
    "heard": ("Yeah.", "Mm.", "Yes.", "It's horrible."),
    "heard_warm": ("Yeah. It is.", "Yes. I don't like it.", "You're nice."),
    "heard_enough": ("You said that.", "Mm."),
    "heard_cold": ("I want to go home.", "Hm."),
    "confirm": ("Yes.", "Yeah.", "Uh-huh.", "That's it."),
    "told_news": ("Oh.", "Okay."),
    "told_worried": ("Is it bad?", "Will it hurt?", "Am I going to die?"),
    "told_plan": ("Okay.", "All right.", "Do I have to?", "Then can I go home?"),
    "told_much": ("I don't get it.", "That's a lot of words."),
    "reassured_anyway": ("Promise?", "Grown-ups always say that."),
    "dismissed": ("But it does hurt.", "I'm not fibbing."),
    "judged_protests": ("That's not fair.", "I didn't do anything."),
    "judged_hides": ("Sorry.",),
    "apologised": ("That's okay.", "Okay."),
    "apologised_angry": ("Hm.", "Okay."),
    "listening": ("Okay.", "Mm.", "What?"),
    "jargon": ("What's “{term}”?", "I don't know what “{term}” is."),
    "jargon_plain": ("I don't know those words.", "What does that mean?"),
    "teach_back": ("You said {what}.", "Um ... {what}."),
    "teach_back_none": ("I don't know.", "I forgot."),
    "own_question": ("Can I go home?", "Will there be a needle?", "Am I going to be okay?"),
    "no_more": ("That's all.", "Nothing else."),
    "sort_of_thing": ("Like what?", "What do you mean?"),
    "withheld": ("I don't want to say.", "It's a secret.", "Nothing."),
    "withheld_broad": ("Nothing.", "Don't know."),
    "withheld_more": ("I said I don't want to.", "No."),
    "withheld_cold": ("I'm not telling you.",),
    "deflected": ("I don't know.", "Ask my grown-up.", "That's for grown-ups."),
    "not_known": ("I don't know.", "Dunno.", "I can't remember.", "Ask my grown-up."),
    "forgotten": ("I forgot.", "I can't remember."),
    "again": ("I said, {what}", "I told you, {what}"),
    "again_cross": ("I already told you! {What}", "I said that. {What}"),
    "pain_score": ("{N}.", "Um ... {n}."),
    "pain_yes": ("Yes, it really hurts.", "It hurts lots."),
    "breathless_yes": ("I can't breathe properly.", "It's hard to breathe."),
    "feel_pain": ("It hurts.", "Ow, it hurts."),
    "feel_worried": ("Scared.", "A bit scared."),
    "feel_low": ("Sad.", "Not good."),
    "feel_tired": ("Sleepy.", "I'm tired."),
    "bearing_up": ("I'm okay.", "Fine."),
    "dispose_admit": ("Do I have to sleep here?", "Can somebody stay with me?"),
    "dispose_discharge": ("Can I go home now?", "Yay. Home."),
    "dispose_refer": ("Is it another doctor?",),
    "many": ("What?", "Too many questions."),
    "rephrase": ("What?", "I don't get it.", "Huh?", "Say it again?"),
    "odd": ("You're being silly.", "What?", "That's a funny thing to say."),
    "rude": ("That's not nice.", "You're mean."),
    "hurts": ("Ow!", "Ow, stop!", "That hurts!"),
    "hurts_hidden": ("It doesn't hurt.",),
    "not_asked": ("What are you doing?", "Hey!"),
    "private": ("I don't want to.", "Can somebody stay with me?"),
    "given_what": ("What's that?", "Is it yucky?"),
    "given_needle": ("Is it a needle?", "Will it hurt?"),
    "given_air": ("What's that for?", "I don't like that on my face."),
    "procedure_what": ("What's that?", "Will it hurt?"),
    "result": ("Is it bad?", "What does it say?"),
    "tissue": ("Thanks.", "Thank you."),
    "untouched": ("Don't.", "Get off."),
    "ignored": ("Hello?", "Are you listening?"),
    "silence": ("Can I go home?", "What are we waiting for?", "I'm bored."),
    "pain_better": ("It's a bit better.", "It doesn't hurt so much."),
    "pain_worse": ("It hurts more now.", "It's getting worse."),
    "is_that_bad": ("Is that bad?",),
    "silence_cross": ("I want to go home.",),
    "bad_pain": ("It really, really hurts.", "Make it stop.", "Please make it stop hurting."),
    "waiting_result": ("Is it finished yet?",),
    "worry_again": ("I'm still scared about the thing I said.",),
    "one_more_thing": ("Um ...", "Can I say something?"),
}
TEENAGER: Mapping[str, tuple[str, ...]] = {
    "hello": ("Hi.", "Hey.", "Hello."),
    "pleased": ("Hi.", "Hey."),
    "goodbye": ("Bye.", "Okay. Thanks.", "See you."),
    "dob_age": ("It's on the band. I'm {age}.", "I'm {age}. It's on the form."),
    "small_talk": ("It's all right.", "Been better.", "I guess."),
    "consent": ("Yeah, okay.", "Sure.", "I guess.", "Fine."),
    "consent_worried": ("Is it going to hurt?", "What are you going to do?"),
    "heard": ("Yeah.", "I guess.", "Kind of, yeah.", "Thanks."),
    "heard_warm": ("Yeah. Thanks.", "Nobody's really said that before.", "Thanks for getting it."),
    "confirm": ("Yeah.", "Yeah, pretty much.", "Basically, yeah."),
    "told_plan": ("Okay.", "Yeah, okay.", "If you say so."),
    "told_much": ("That's a lot.", "Wait, slower."),
    "not_known": ("I dunno.", "No idea.", "Not sure, sorry."),
    "withheld": (
        "I don't really want to talk about it.",
        "It's nothing.",
        "Whatever. It's nothing.",
    ),
    "deflected": ("Do I have to answer that?", "That's kind of private.", "Why?"),
    "rephrase": ("What?", "Sorry, what do you mean?", "I don't get what you're asking."),
    "odd": ("That's random.", "Er, what?", "That's a weird thing to ask."),
    "judged_protests": ("That's so unfair.", "You sound like my teachers."),
    "dismissed": ("Whatever.", "I'm not making it up."),
    "own_question": ("Is it serious?", "Do my parents have to know?", "When can I go?"),
    "feel_worried": ("Kind of scared.", "A bit freaked out."),
    "bearing_up": ("I'm fine.", "I'm all right."),
    "silence": ("So ... what now?", "Is something wrong?"),
}
# Where adults hedge, children stop: "No, no allergies that I know of."
_HEDGE = re.compile(
    r",? (?:that I know of|as far as I know|to speak of|as such|I'm afraid|to be honest|doctor"
    r"|if I'm honest|not that I've noticed|really)(?=[.,!?])",
)


def young_ways(phrase: str, age: float) -> tuple[str, ...]:
    """How somebody of this age puts it; empty where they put it as adults do."""
    if age < TEEN:
        return CHILD.get(phrase, ())
    return TEENAGER.get(phrase, ()) if age < GROWN else ()


def childlike(sentence: str, age: float) -> str:
    """A sentence of ours as a child says it, without the hedges of adults."""
    return _HEDGE.sub("", sentence) if age < TEEN else sentence
