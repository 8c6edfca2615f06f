"""What people say when the author left the words to us: plain British English, several ways each.

Keys say what is being done; ``{...}`` is filled in. Nothing here carries a clinical fact.
"""

from __future__ import annotations

from collections.abc import Mapping

from simtrainer.patient.young import CHILD, TEENAGER, young_ways

PHRASES: Mapping[str, tuple[str, ...]] = {
    # --- meeting
    "hello": ("Hello.", "Hello, doctor.", "Hi.", "Hello there."),
    "hello_unwell": ("Hello.", "Hi ... sorry, I'm not feeling too good."),
    "hello_angry": ("Finally.", "Right. Hello.", "Hello. I've been waiting."),
    "pleased": ("Nice to meet you.", "Hello, thank you for coming.", "Hello. Thanks for seeing me."),
    "speak_up": ("Sorry, you'll have to speak up a bit.", "Could you face me when you talk, please?"),
    "goodbye": ("Thank you, doctor.", "All right. Thank you.", "Thanks for your time."),
    "goodbye_cold": ("Right.", "If you say so.", "Fine."),
    "welcome": ("That's all right.", "No problem.", "You're welcome."),
    "name": ("It's {name}.", "{name}.", "My name's {name}."),
    "name_confirm": ("Yes, that's me, {name}.", "Yes, {name}."),
    "age": ("I'm {age}.",),
    "age_child": ("{age} years old.", "I'm {age}."),
    "dob_age": ("It's on my wristband. I'm {age}.", "It'll be on your form. I'm {age}."),
    "preferred": ("{address} is fine.", "You can call me {address}.", "{address}, please."),
    "occupation": ("I'm a {job}.", "I work as a {job}.", "A {job}."),
    "occupation_other": ("{job}.", "{job}, me."),
    "relation": ("I'm {whose} {relation}.", "{relation}. I'm {whose} {relation}."),
    "weight": ("About {kg} kilos, I think.", "Round about {kg} kilos."),
    "small_talk": ("I hadn't really noticed, to be honest.", "I've other things on my mind today.",
                   "Ask me another day.", "I can't think about that just now."),
    # --- consent
    "consent": ("Yes, that's fine.", "Yes, go ahead.", "Of course.", "That's all right, yes.",
                "Yes, do what you need to."),
    "consent_worried": ("Yes ... will it hurt?", "All right. Will you tell me what you're doing?"),
    "consent_wary": ("If you have to.", "I suppose so. Be quick, please."),
    # --- being heard
    "heard": ("Thank you.", "It's not been easy.", "Yes.", "That's how it feels, yes.", "Thanks for saying that."),
    "heard_warm": (
        "Thank you. It helps that you say so.",
        "Yes. You're the first one who's noticed.",
        "Thank you. That means a lot.",
    ),
    "heard_enough": ("Yes, you said.", "Mm.", "Right."),
    "heard_cold": ("Do you?", "You don't know how it is.", "Hm."),
    "confirm": ("Yes, that's right.", "Yes, that's it.", "That's about it, yes.", "Exactly."),
    "confirm_short": ("Mm-hm.", "Yes.", "Yeah."),
    "told_news": ("Right.", "Oh.", "I see.", "Okay."),
    "told_worried": (
        "Oh. So what happens now?",
        "I see. What does that mean for me?",
        "Right. Am I going to be all right?",
    ),
    "told_plan": ("All right.", "That makes sense.", "Okay, thank you.", "If you think that's best.", "Okay."),
    "told_much": ("That's a lot to take in.", "Sorry, could you say that more slowly?"),
    "reassured_anyway": ("You say that.", "I hope you're right.", "Everyone keeps saying that."),
    "dismissed": ("Right.", "I'm not making it up, you know.", "It matters to me."),
    "judged_protests": ("That's not fair.", "I didn't come here to be told off.", "Excuse me?"),
    "judged_hides": ("Sorry.", "I know.", "All right."),
    "apologised": ("That's all right.", "It's okay.", "Thank you."),
    "apologised_angry": ("Well. All right.", "I should think so.", "Fine. Let's get on."),
    "listening": ("Okay.", "Right.", "Mm-hm.", "All right.", "Yes?"),
    "interrupts": ("Sorry, can I stop you there?", "Hang on, that's a lot at once."),
    "jargon": ("Sorry, what does “{term}” mean?", "I don't know that word, “{term}”.",
               "“{term}”? What's that?"),
    "jargon_plain": ("Sorry, I don't follow the medical words.", "Can you say that in plain English?"),
    # --- teach-back
    "teach_back": ("You said {what}.", "So ... {what}.", "If I've got it right, {what}."),
    "teach_back_none": ("I'm not sure I followed, to be honest.", "I don't think you've said yet.",
                        "Could you go over it again?"),
    "own_question": ("Am I going to be all right?", "What happens next?", "How long will it take?",
                     "No, I think you've told me."),
    # --- answering
    "no_more": ("I think that's everything.", "That's all I can think of.", "No, that's about it."),
    "sort_of_thing": ("How do you mean?", "What sort of thing?", "In what way?"),
    "withheld": ("I'd rather not talk about that.", "It's nothing, really.", "It's ... it doesn't matter.",
                 "I don't want to go into that now."),
    "withheld_broad": ("Nothing to speak of.", "Nothing much ...", "Not ... not really."),
    "withheld_more": ("I said I'd rather not.", "Can we leave that?", "Please. Not now."),
    "withheld_cold": ("That's my business.", "Why do you need to know that?"),
    "deflected": ("I'd rather not go into that just now.", "That's a bit private.",
                  "Why do you ask?", "Is that important?"),
    "not_known": ("I don't know, I'm afraid.", "I'm not sure.", "I couldn't tell you.", "No idea, sorry."),
    "forgotten": ("It's gone, sorry.", "I can't call it to mind.", "My memory's not what it was."),
    "not_known_relative": ("I don't know. You'd have to ask {them}.", "I couldn't say, sorry.",
                           "I'm not sure about that.", "I wouldn't know, sorry.",
                           "{them} hasn't said anything to me about that."),
    "not_known_staff": ("I don't know, sorry. You'd need to ask {patient}.",
                        "I haven't been told that.", "That's not been handed over to me.", "I'm not sure. It may be in the notes."),
    "again": ("Like I said, {what}", "As I said, {what}", "Same as I told you, {what}"),
    "again_cross": ("I've told you that. {What}", "I already said. {What}", "You asked me that. {What}"),
    "takes": ("I take {what}.", "I'm on {what}.", "Just {what}."),
    "has": ("I've got {what}.", "I have {what}.", "There's {what}."),
    "has_yes": ("Yes, I've got {what}.", "Yes, {what}."),
    "allergic": ("I'm allergic to {what}.", "Yes, {what}. I'm allergic."),
    "pain_score": ("About {n} out of ten.", "I'd say {n} out of ten.", "{N}, out of ten."),
    "pain_yes": ("Yes, it hurts.", "Yes, I'm in pain."),
    "breathless_yes": ("Yes, I can't get my breath.", "Yes, it's hard to breathe."),
    "feel_pain": ("It hurts.", "The pain's not letting up."),
    "feel_worried": ("Worried, if I'm honest.", "A bit scared, to be honest."),
    "feel_low": ("Not great.", "Pretty low, if I'm honest."),
    "feel_tired": ("Worn out.", "Tired."),
    "bearing_up": ("I'm all right. Don't worry about me.", "I'm managing, thanks.", "I'm all right, thank you for asking."),
    "dispose_admit": ("Do I have to stay? How long for?", "So I'm staying in, then."),
    "dispose_discharge": ("So I can go home?", "Is it safe for me to go?"),
    "dispose_refer": ("Who will I be seeing?", "How long will that take?"),
    "many": ("Sorry, what was the other thing you asked?", "That's a lot of questions at once."),
    # --- not understood
    "rephrase": ("Sorry, I don't quite follow.", "What do you mean?", "Sorry, could you say that another way?",
                 "I'm not sure what you're asking.", "Sorry, say that again?",
                 "I didn't get that, sorry."),
    "odd": ("I'm sorry, I don't know what you're on about.", "That's a funny thing to say to me.",
            "I'm only here because I'm not well.", "Are you talking to me?",
            "I think you've lost me there, doctor.", "I don't know anything about that."),
    "rude": ("There's no need for that.", "Please don't talk to me like that.", "Charming."),
    # --- unclear head
    "confused": ("Sorry ... what?", "Where ... where is this?", "What did you say?",
                 "I ... I can't think straight.", "Who are you again?", "What time is it?"),
    "drowsy": ("Mm.", "Wha ...", "Tired ...", "Leave me ..."),
    # --- examination and treatment
    "hurts": ("Ow.", "Ah, that hurts.", "Ouch, careful.", "That's sore."),
    "hurts_hidden": ("It's all right.", "I'm fine."),
    "not_asked": ("What are you doing?", "Whoa, what's that for?", "You could have asked first."),
    "private": ("Does it have to be done with just us here?", "I'm not very comfortable with this."),
    "given_what": ("What's that you're giving me?", "What's that for?", "What is that?"),
    "allergy_told": ("That's not {drug}, is it? I told you about that.",
                     "Wait, is that {drug}? I said I can't have it."),
    "given_needle": ("What are you putting in?", "What's in that?", "What's that for?"),
    "given_air": ("What's this for?", "Do I need that on my face?"),
    "procedure_what": ("What's that for?", "What are you going to do?"),
    "result": ("Is it bad?", "What does it say?", "Is that my result?"),
    "result_calm": ("Is that the result back?", "Anything on there?"),
    # --- gestures
    "tissue": ("Thank you.", "Thanks. Sorry about this."),
    "touched": ("Thank you.", "Thanks."),
    "untouched": ("Please don't.", "I'd rather you didn't touch me."),
    "ignored": ("Are you listening?", "Am I boring you?", "Hello?"),
    # --- speaking up
    "silence": ("Is everything all right?", "What happens now?", "Sorry, are we waiting for something?",
                "Is something wrong?"),
    "pain_better": ("That's easing a bit, thank you.", "It's not so bad now, thanks.",
                    "That's taken the edge off."),
    "pain_worse": ("It's getting worse.", "It's come on stronger again."),
    "is_that_bad": ("Is that bad?", "Is that important?", "Does that mean something?"),
    "silence_cross": ("Hello? I'm still here.", "Is anyone going to tell me what's going on?"),
    "bad_pain": ("It really hurts.", "Can you give me something for the pain?", "Please ... the pain.",
                 "How much longer? It hurts so much."),
    "bad_breath": ("I can't ... get my breath.", "I can't ... breathe properly."),
    "waiting_result": ("Is there any news on the tests?", "Are the results back yet?"),
    "worry_again": ("I keep thinking about it, what I said before.",
                    "Nobody's said anything about what I was worried about."),
    "one_more_thing": ("Actually, there's something else.", "Before you go."),
    # --- relatives
    "relative_alarm": ("What's happening? What's wrong?", "Somebody do something!", "Oh no. Please help."),
    "relative_silence": ("Should I be worried?", "Can somebody tell us what's going on?"),
    # --- colleagues
    "nurse_hello": ("Hi, what do you need?", "Hello, doctor."),
    "nurse_task": ("Put the order in and I'll do it straight away.",
                   "Of course. Give me the order and I'll get on with it.",
                   "Happy to. Put it through and I'll do it now."),
    "nurse_yes": ("I'll do that now.", "On it.", "Will do."),
    "nurse_help": ("Do you want me to call someone?", "Shall I get you some help?"),
    "nurse_nothing": ("Sorry, what do you need me to do?", "What would you like from me?"),
    "nurse_worry": ("Honestly, I'm not happy with the {what}.", "It's the {what} that bothers me."),
    "nurse_content": ("Nothing that worries me at the moment.", "Holding steady, I'd say."),
    "nurse_thanks": ("No problem.", "Any time.", "That's all right."),
    "nurse_alarm_arrest": ("No pulse. I'm starting compressions, shall I put out the call?",),
    "nurse_alarm": ("I don't like the look of this.", "Doctor, look at the patient."),
    "nurse_rosc": ("We've got a pulse back.",),
    "senior_hello": ("Hello. What have you got?", "Hi. Tell me what's going on."),
    "senior_ask": ("What's your main worry?", "And what do you think is going on?",
                   "What have you done so far?", "What do you need from me?"),
    "senior_help": ("Treat what will kill first. Airway, breathing, circulation. Then tell me what you think.",
                    "What does your assessment tell you? Go through it in order with me.",
                    "What would make you more worried, and is any of it there?",
                    "What's the one thing you can't afford to miss here?"),
    "senior_heard": ("All right. Carry on, and call me if anything changes.", "Thanks, that's clear.",
                     "Good. Keep me posted."),
    "examiner": ("Please carry on with the station.", "I can't help you with that. Please carry on."),
    "arrived": ("Hello, I'm here. What do you need?", "I'm here. What's going on?"),
}  # fmt: skip

# What one sees when there are no words.
SEEN: Mapping[str, tuple[str, ...]] = {
    "unresponsive": ("does not respond.", "makes no sound and does not move.",
                     "does not open {their} eyes."),
    "mumbles": ("mumbles something you cannot make out.", "groans and turns {their} head away."),
    "falls_silent": ("looks away and says nothing.", "goes quiet and looks down at {their} hands.",
                     "says nothing for a while."),
    "cries": ("starts to cry.", "has tears in {their} eyes.", "wipes {their} eyes."),
    "gets_angry": ("sits up and raises {their} voice.", "folds {their} arms and glares at you."),
    "refuses": ("shakes {their} head.", "pulls away."),
    "asks_back": ("looks at you, waiting for an answer.", "frowns, puzzled."),
    "interrupts": ("holds up a hand.", "leans in to get a word in."),
    "calms_down": ("breathes out, and {their} shoulders come down.", "nods and seems to settle."),
    "winces": ("winces.", "pulls a face and tenses up."),
    "flinches": ("flinches.", "pulls back a little."),
    "hesitates": ("hesitates.", "looks away for a moment."),
    "nods": ("nods.", "gives a small nod."),
    "too_young": ("looks at you, too young to answer.", "looks round for a familiar face."),
    "worried": ("watches your face.", "bites {their} lip."),
}  # fmt: skip

# The same on the telephone, where nothing can be seen.
HEARD: Mapping[str, tuple[str, ...]] = {
    "unresponsive": ("There is no answer.",),
    "mumbles": ("You hear a mumble that you cannot make out.",),
    "cries": ("You hear {name} crying.", "{name} is crying."),
    "gets_angry": ("{name} raises {their} voice.",),
    "refuses": ("{name} says nothing more.",),
    "calms_down": ("You hear {name} breathe out.",),
    "nods": ("“Mm.”",),
    "winces": ("You hear a sharp breath.",),
    "": ("There is a silence on the line.", "The line goes quiet."),
}


def ways(phrase: str, age: float) -> tuple[str, ...]:
    """The ways in which somebody of this age puts it. Raises KeyError for an unknown phrase."""
    return young_ways(phrase, age) or PHRASES[phrase]


def every_way(phrase: str) -> tuple[str, ...]:
    """All the ways in which people of any age put it."""
    return (*PHRASES[phrase], *CHILD.get(phrase, ()), *TEENAGER.get(phrase, ()))
