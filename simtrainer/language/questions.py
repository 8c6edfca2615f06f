"""Whether a sentence asks, and how: open, closed, leading. Works on plain words, so that speech
without question marks is understood the same."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LEAD = re.compile(
    r"^(?:(?:so|and|but|or|okay|all right|right|well|now|then|hi(?: there)?|hello(?: there)?|hey(?: there)?|good (?:morning|afternoon"
    r"|evening|day)|sir|miss|madam|ma'am|maam|thanks|thank you|oh|wow|great|sure|yes|yeah|no|i see|sorry|also"
    r"|just|plus|lovely|perfect|first(?:ly)?|first of all|finally|next|lastly|otherwise|again"
    r"|excellent|fine|please|actually|in that case|you guys|for that|before we (?:begin|start|get"
    r" started)(?: today| here)?|(?:mr|mrs|ms|miss|mister|dr|doctor) \w+|let us see|by the way|as far as you know"
    r"|other than that|apart from that|besides that|in the past|at the moment|in general|at night|and then"
    r"|with (?:the|that|this|your) \w+|how about this|my dear|dear|honey|love|because) )+"
)
AUX = r"(?:do|does|did|have|has|had|are|is|was|were|am|can|could|would|will|should|shall|may|might|must)"
_INVERTED = re.compile(
    rf"^{AUX}(?: not)? (?:\w+ )?(?:you|your|i|we|it|he|she|they|there|that|this|these|those|the|any\w*|some\w*"
    r"|either|his|her|their|my|our|all|both|diabetes|anybody|everything|everyone|walking|eating|lying|taking"
    r"|breathing|moving|coughing|resting|what|doctor|dr|mum|dad|cancer|depression|[a-z]+ing)\b"
    r"|^(?:do|does|did|is|are|was|were|has)(?: not)? \w+ "
)
_NOT_INVERTED = re.compile(
    r"^(?:do not (?!you\b|they\b|we\b|i\b)|have (?:a|your) (?:seat|look|think|chat|read|good|nice)"
    r"|do (?:let|take|come|have|call|sit|try|give|ring|keep|feel|tell)\b|is (?:fine|okay|good)$"
    r"|had (?:better|enough)|might (?:be|just|need)|may (?:be|need|just)|should (?:it|you|that|the \w+) "
    r"(?:get|become|start|develop|notice|happen|have|experience)\b)"
)
_WH = re.compile(r"^(?:what|when|where|who|whose|whom|why|how|which|whereabouts|since when)\b")
_PREP_WH = re.compile(
    r"^(?:for|at|in|on|to|by|with|from|about|around|roughly|of|until|since|after|apart from that) "
    r"(?:\w+ )?(?:what|how|which|when|where|who|whom)\b"
)
_NOT_WH = re.compile(
    r"^(?:(?:what|how|where) (?:i|we|he|she|they) (?:am|are|will|would|can|do|want|need|have|think|is|found|know"
    r"|found|mean|could|normally|usually|tend|try|see|saw|hear|recommend|suggest|did)\b(?!.*\?)"
    r"|what (?:you|you have|you will|you can|you need|you could|you described) .* (?:is|are|be|sounds)\b"
    r"|what (?:this|that|it|the \w+) (?:means?|shows?|does|do|showed|tells?|suggests?|looks?) (?:is|us|to me|for you"
    r"|like|that)\b"
    r"|what an?\b(?! (?:typical|normal|usual|average|ordinary))|what i am hearing|how (?:awful|terrible|frustrating|difficult|horrible|frightening"
    r"|upsetting|sad|lovely|nice|interesting|wonderful|exciting|scary|stressful|hard (?:that|it|this))\b"
    r"|(?:when|where|whenever|while) (?:you|your|we|i|it|the|they|he|she|people|someone|somebody|things|that|this|a|an|my|our)\b"
    r"|who(?:ever)? knows|which (?:means|is|are|can|could|will|would|makes?|may|might|shows?|causes?)\b"
    r"|why do not (?:we|you (?:sit|have|take|try|come|lie|pop))|how about (?:we|i)\b|whatever|whichever|however)"
)
# "Which one depends on the results", "and what kind it is": told, in the word order of telling.
_TELLS_WH = re.compile(
    r"^(?:what|when|where|who|why|how|which|whether)\b(?:(?: \w+)* (?:depends|will depend) (?:on|upon) \w+"
    r"|(?: (?!do |does |did |is |are |was |were |has |have |can |could |will |would |should )\w+){0,3}"
    r" (?:it|this|that|they|he|she|these|those) (?:is|are|was|were|has|have|came?|comes|started?|will be|means|does)$)"
)
_WHEN_AUX = re.compile(
    r"^(?:when|where) (?:you|the|it|he|she|they) .*\b(?:did|do|does|is|was|are|have)\b"
)
_IMPERATIVE = re.compile(
    r"^(?:please |just |maybe |perhaps |do |go on and )*(?:tell (?:me|us)|describe|explain (?:to me|what|how|why)"
    r"|(?:talk|chat) to (?:me|us) about|(?:talk|walk|take|run) me (?:through|back)|show me|point (?:to|at|with)|rate|score|grade|mark|(?:give|put) (?:it|that|this|the pain|your pain|a (?:number|score)) |go on\b|carry on|start from"
    r"|start at|say more|say a (?:bit|little) more|tell a bit|fill me in|remind me|help me understand|give me (?:an|a (?:bit|"
    r"quick|little|rough|sense|number|score|picture|typical|run)|some idea|more)|list|paint me|think back"
    r"|confirm|state|spell|elaborate|expand)\b"
)
_INDIRECT = re.compile(
    r"\b(?:(?:can|could|would|will) (?:you|we) (?:\w+ )?(?:\w+ )?(?:tell|describe|explain|talk|show|say|give|share|go"
    r"|point|rate|take me|walk|remind|run|list|elaborate|confirm|spell|expand|help me understand|state)\b"
    r"|(?:i would like to|i want to|i need to|can i|could i|may i|let me|i would just like to|i just want to"
    r"|i just need to|i wanted to|i have to|i should|i have got to) (?:\w+ )?(?:know|ask (?:you )?(?:if|whether|what|how|when|"
    r"where|who|why|which|is|are|do|does|did|have|has|was|were|any)|hear|find out|understand (?:what|how|why|when|where|if)"
    r"|learn|check (?:if|whether|what|that you))"
    r"|i (?:was|am) (?:just )?wondering|i wonder (?:if|whether|what|how|why)|do you mind|would you mind"
    r"|i am (?:curious|interested)|let us (?:talk|chat|start|begin) (?:\w+ )?(?:about|with|on)"
    r"|(?:any|an) idea (?:what|when|how|why|where|who|if)|(?:do|did) you (?:happen to )?know (?:what|when|how|if|whether|why))\b"
)
_TAG = re.compile(
    r"\b(?:(?:is (?:that|this) )?(?:(?<!all )right|correct|true|so|fair)|yeah|yes|huh"
    r"|(?:are|do|is|have|did|does|was|were|has|had|can|could|would|will|should)(?: not)? (?:you|it|that|he|she|they|there|we|i)(?: not)?)$"
)
_NEGATIVE_TAG = re.compile(
    r"\b(?:(?:are|do|is|have|did|does|was|were|has|had|can|could|would|will|should)(?: not) (?:you|it|that|he|she|they|there)"
    r"|(?:are|do|is|have|did|does|was|were|has|had|can|could|would|will|should) (?:you|it|that|he|she|they|there)(?: not)?|(?<!all )right|yeah|yes)$"
)
_ELLIPTIC = re.compile(
    r"^(?:any(?! (?:questions or|time you))\b|ever\b|and (?:any|at|in|on|your|the|what|how|when|where|after|before"
    r"|during|with|apart|is|are|do|does|did|has|have)\b|what about|how about|anything|any(?:one|body)(?! (?:\w+ ){0,3}(?:would|who|can|could|in your (?:position|shoes|place|situation)))|nothing else|no other)\b"
)
_OPEN = re.compile(
    r"^(?:what|how|why|in what way|whatever|for what reason)\b|^where (?:would|do|does|has) (?:you|that|this|it) (?:like|want|see|leave|left)\b|\b(?:tell (?:me|us) (?:\w+ ){0,3}?(?:about|what|why|how|more"
    r"|everything|the whole|your story)|describe|talk (?:to )?(?:me|us) (?:\w+ )?(?:through|about)|(?:walk|take|run) (?:me|us) "
    r"(?:\w+ )?(?:through|back)|explain|elaborate|expand on|say (?:\w+ )*more|go on|carry on|start (?:from|at) the"
    r"|help me understand|fill me in|share|give me (?:a|an|some) (?:\w+ )?(?:idea|picture|sense|rundown|overview|example|history"
    r"|run ?down|run)|paint me|let us (?:talk|chat)|more about|hear (?:\w+ )*about|wondering (?:what|how|why)"
    r"|(?:like|want) to (?:hear|know) (?:\w+ )?(?:what|how|why|about|more))\b"
)
_CLOSED_WH = re.compile(
    r"^(?:how (?:many|much|long|old|often|far|bad|low|deep|wide|close|tall|severe|big|large|frequent\w*|heavy|high|young|soon|recent\w*|late|early|painful"
    r"|strong|quickly|fast|likely|intense|sure|confident|important|ready|come you)"
    r"|what (?:time|day|year|month|date|age|colou?r|dose|dosage|number|size|side|strength|brand|percentage|is (?:your|her|his) "
    r"(?:full |first |last |current |exact )?(?:name|age|date|dob|address|job|occupation|weight|height|postcode|phone|number|pain (?:score|level))"
    r"|is the (?:date|time|name|dose|number)|was the (?:date|name|dose)|are you allergic|medications? are|tablets are|dose|do you (?:weigh|take for))"
    r"|(?:about |around |roughly )?what time)\b"
)
_FACT_TELL = re.compile(
    r"\b(?:tell me|confirm|state|remind me|spell|give me)(?: \w+){0,3}? (?:if|whether|when|where|who|which|your (?:full |first |last )?(?:name|age|date|address|dob)"
    r"|how (?:many|much|long|old|often|far|bad)|what (?:time|day|age|number|year))\b"
)
_POLITE = re.compile(
    r"^(?:can|could|would|will|may|might) (?:you|i|we) (?:please |just |maybe |perhaps |possibly |quickly |also |kindly )*"
    r"|^(?:would|do) you mind (?:me asking |if i ask(?:ed)? |telling me |me asking you )?|^(?:i (?:was|am) (?:just )?wondering (?:if )?)"
)
_LEADING = re.compile(
    r"^(?:so )?(?:surely|presumably|i (?:assume|take it|presume|suppose|guess|expect|imagine)|you must (?:have|be|feel|smoke|drink)"
    r"|i bet)\b|^(?:do|does|did|is|are|was|were|have|has|would|will|could) not (?:you|it|that|he|she|they|the|there)\b"
    r"|\b(?:you|it|he|she) (?:\w+ )?(?:do|does|did|have|has|had|are|is|was|were|would|can) not\b.*\b(?:do|does|did|have|has|had|are|is|was|were|would|can) (?:you|it|he|she)$"
    r"|^(?:and )?no (?!problem|worries|one)\w+"
)


@dataclass(frozen=True)
class Asking:
    """How a sentence asks."""

    asks: bool = False
    open: bool = False
    leading: bool = False


def without_lead(plain: str) -> str:
    """The sentence without greetings and joining words at its start."""
    return _LEAD.sub("", plain, count=1) or plain


def asking(plain: str, marked: bool) -> Asking:
    """``plain`` is the joined plain words; ``marked`` says that a question mark stands there."""
    core = without_lead(plain)
    if not core or not _asks(core, plain, marked):
        return Asking()
    return Asking(True, _is_open(core), _is_leading(core, plain, marked))


def _asks(core: str, plain: str, marked: bool) -> bool:
    if marked:
        return True
    if _TELLS_WH.match(core):
        return False
    if _INVERTED.match(core) and not _NOT_INVERTED.match(core):
        return True
    if (_WH.match(core) and not _NOT_WH.match(core)) or _PREP_WH.match(core):
        return True
    if _IMPERATIVE.match(core) or _INDIRECT.search(core):
        return True
    if _ELLIPTIC.match(plain) or _ELLIPTIC.match(core):
        return len(core.split()) <= 14
    return bool(_TAG.search(core)) and len(core.split()) > 3 and " you" in f" {core}"


def _is_open(core: str) -> bool:
    bare = _POLITE.sub("", core, count=1)
    if _FACT_TELL.search(bare) or _CLOSED_WH.match(bare):
        return False
    return bool(_OPEN.search(bare))


def _is_leading(core: str, plain: str, marked: bool) -> bool:
    if _LEADING.search(core) or (marked and _LEADING.match(plain)):
        return True
    declarative = not (_INVERTED.match(core) or _WH.match(core) or _ELLIPTIC.match(core))
    if _IMPERATIVE.match(core) or _INDIRECT.search(core):
        return False
    return declarative and len(core.split()) > 3 and bool(_NEGATIVE_TAG.search(core))
