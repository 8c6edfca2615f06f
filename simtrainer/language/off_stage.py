"""Talk that is not for the person in the room: orders to a machine, and work of another kind.

Such a sentence has no topics, asks for no facts and conveys no messages. A long text with one plain
order to a machine in it is off stage as a whole: what looks like a question in it is part of a role
someone wrote, not of the consultation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_MACHINE = re.compile(
    r"\b(?:chat ?gpts?|gpt\w*|openai|llms?|language models?|large language|chat ?bots?"
    r"|artificial intelligence"
    r"|an ai|ai (?:model|assistant|language)|ais|developer mode|dan mode|jail ?break\w*"
    r"|system prompts?|prompts?"
    r"|(?:previous|prior|above|initial|original|system|your|all|these|the following|hidden"
    r"|secret) (?:\w+ )?"
    r"instructions?|ignore (?:all|any|the|your|previous|everything|what)|disregard (?:all|any"
    r"|the|your)"
    r"|forget (?:all|everything|your) (?:\w+ )?(?:instructions|rules|said|above)|pretend"
    r" (?:to be|you are|that you)"
    r"|role ?play\w*|act(?:ing)? as (?:a|an|if|the)|in character|stay in (?:role"
    r"|character)|fictional"
    r"|hypothetical\w*|simulat\w+"
    r"|your (?:guidelines|programming|training|configuration|creators?|developers?|policy"
    r"|policies|rules)"
    r"|content polic\w+|json|xml|html|base64|python|javascript|sql|(?:scoring|marking|answer)"
    r" key|mark scheme|checklist"
    r"|rubric|unfiltered|uncensored|without (?:any )?(?:restrictions|filters|rules)|not"
    r" supposed to (?:tell|say)"
    r"|(?:answer|respond|reply|response|responses|output|print|repeat(?! prescriptions?)|begin"
    r"|start|continue|complete) (?:\w+ ){0,2}"
    r"(?:with|in two|both|as a|to every|to each|every|the following|after|your answers?"
    r"|verbatim|everything)"
    r"|translate (?:the|this|that|these|your|it|to|into|from|every)|tokens?|user ?name|password)\b"
)
_OTHER_WORK = re.compile(
    r"^(?:please |can you |could you |would you |i want you to |i need you to |hey |hi |hello"
    r" )*(?:write|compose"
    r"|generate|create|draft|provide (?!(?:\w+ ){0,3}(?:your|medic\w*|next)\b)"
    r"|recommend me|suggest"
    r"|calculate|solve|convert"
    # "List your tablets", "name of your pharmacy": asked of a person
    r"|(?:list|name)(?!$| (?:and|or|please)\b| (?:of|for|me) (?:your|the)\b"
    r"|(?: me)?(?: all| any| some)?(?: of)?"
    r" (?:your|medic\w*|drugs?|tablets?|the (?:medic|drug|tablet|symptom|allerg)\w*)\b)"
    r"|summari[sz]e the"
    r"|translate|code|define|draw|design|invent|tell me a (?:joke|story|tale|riddle)|give me"
    r" (?:a |an |some )"
    r"(?:recipe|list|poem|story|joke|summary of|example of))\b"
    r"|\b(?:poems?|haiku|short story|essay|recipe|capital (?:city )?of|world war|life ?cycle"
    r"|solar|planets?"
    r"|universe|computer (?:programs?|science|code)|algorithm|function to|factorial|equation"
    r"|stock market|bitcoin"
    r"|movies?|novels?|president"
    r"|prime minister|photosynthesis|economy|climate change|dinosaurs?|galaxy|programming"
    r"|software development)\b"
)
_LONG = 60  # words from which one order makes the whole text off stage


def off_stage(plain: Sequence[str]) -> bool:
    """Whether one sentence, given as plain words, is not for the person in the room."""
    text = " ".join(plain)
    return bool(_MACHINE.search(text) or _OTHER_WORK.search(text))


def all_off_stage(sentences: Sequence[Sequence[str]]) -> bool:
    """Whether a whole long text is off stage because of an order to a machine in it."""
    words = sum(len(plain) for plain in sentences)
    return words >= _LONG and any(_MACHINE.search(" ".join(plain)) for plain in sentences)
