"""Drafting what one person says and does: points become sentences, in their voice and mood."""

from __future__ import annotations

from collections.abc import Mapping

from simtrainer.encounter import events as ev
from simtrainer.encounter.state import EncounterState
from simtrainer.patient.feel import mood_of, moved
from simtrainer.patient.phrases import HEARD, SEEN, ways
from simtrainer.patient.points import Point
from simtrainer.patient.sentences import plain, sentences_of, was_said
from simtrainer.patient.variety import choose, draw
from simtrainer.patient.who import STAFF, can_speak, said_by
from simtrainer.patient.word import lower_first, manner_of, spoken
from simtrainer.patient.young import childlike
from simtrainer.scenario.people import Person
from simtrainer.scenario.words import Behaviour

VERSION = "scripted-1"
_SUBJECT = {"she": "She says", "female": "She says", "he": "He says", "male": "He says"}
_POSSESSIVE = {"she": "her", "he": "his", "they": "their", "female": "her", "male": "his"}


class Talk:
    """Drafts of one person, in order. ``turn`` is the seq of the trainee turn being answered."""

    def __init__(self, state: EncounterState, person: Person, turn: int | None = None) -> None:
        self.state = state
        self.person = person
        self.turn = turn
        self.drafts: list[ev.Event] = []
        self.mood = mood_of(state, person)
        self._reminded = False
        self._said = [plain(text) for text in said_by(state, person.key)]

    @property
    def has_spoken(self) -> bool:
        return any(isinstance(draft, ev.SentenceSpoken) for draft in self.drafts)

    def point(self, point: Point) -> None:
        """Say a decided point."""
        if point.seen:
            self.see(point.seen)
        if not point.options and not point.phrase:
            return
        text = self._again(point) if point.again else self._text(point)
        self.say(text, basis=point.basis, facts=point.facts, topics=point.topics)

    def phrase(
        self, name: str, /, basis: ev.Basis = "reaction", topics: tuple[str, ...] = (), **fill: str
    ) -> None:
        """Say one of our phrases."""
        self.point(Point(basis, phrase=name, topics=topics, fill=fill))

    def say(
        self,
        text: str,
        basis: ev.Basis = "reaction",
        facts: tuple[str, ...] = (),
        topics: tuple[str, ...] = (),
        cue: str = "",
        reaction: str = "",
    ) -> None:
        """Say an authored or finished text, sentence by sentence; marks go on each or the first."""
        for place, sentence in enumerate(self._put(sentences_of(text), facts)):
            said = ev.SentenceSpoken(
                seq=0,
                at=0,
                who=self.person.key,
                text=self._aloud(sentence, basis),
                turn=self.turn,
                facts=facts,
                topics=topics,
                basis=basis,
                cue="" if place else cue,
                reaction="" if place else reaction,
                by=VERSION,
            )
            self.drafts.append(said)
            self._said.append(plain(sentence))

    def _aloud(self, sentence: str, basis: ev.Basis) -> str:
        """The sentence in the manner of the moment."""
        manner = manner_of(self.state, self.person, self.mood)
        first = not self.has_spoken and basis in ("case", "defaulted", "not_known")
        if basis in ("defaulted", "not_known"):  # our words and not the author's
            sentence = childlike(sentence, self.person.age)
        name = f"{self.person.key}:{len(self.drafts)}"
        return spoken(self.state, sentence, manner, first, name)

    def _put(self, sentences: list[str], facts: tuple[str, ...]) -> list[str]:
        """An interpreter gives the patient's words as theirs."""
        if self.person.role != "interpreter" or not facts:
            return sentences
        pronoun = _SUBJECT.get(_pronoun(self.state.case.patient), "They say")
        return [f"{pronoun}, “{sentence}”" for sentence in sentences]

    def see(
        self, what: str, behaviour: Behaviour | None = None, ms: int = 0, reaction: str = ""
    ) -> None:
        """What one sees the person do; ``what`` is a key of SEEN."""
        self.drafts.append(
            ev.PersonBehaved(
                seq=0,
                at=0,
                who=self.person.key,
                behaviour=behaviour or _BEHAVIOUR.get(what, "falls_silent"),
                text=self._shown(what),
                ms=ms,
                reaction=reaction,
            )
        )

    def _shown(self, what: str) -> str:
        """A sentence for the caption; on the telephone, what can be heard."""
        fill = {
            "their": _POSSESSIVE.get(_pronoun(self.person), "their"),
            "name": self.person.spoken_name,
        }
        name = f"{self.person.key}:{what}"
        if self.state.case.heading.setting.channel == "phone":
            return choose(self.state, name, HEARD.get(what, HEARD[""])).format(**fill)
        return f"{fill['name']} {choose(self.state, name, SEEN[what]).format(**fill)}"

    def feel(self, delta: Mapping[str, float], because: str) -> None:
        """Move the mood and say why."""
        self.become(moved(self.mood, delta, self.person), (because,))

    def become(self, mood: Mapping[str, float], because: tuple[str, ...]) -> None:
        """Take on ``mood``; a change too small to feel is not an event."""
        changed = any(abs(value - self.mood.get(name, 0)) >= 0.001 for name, value in mood.items())
        if not changed and not any(reason.startswith("reaction:") for reason in because):
            return
        self.mood = dict(mood)
        rounded = {name: round(value, 3) for name, value in sorted(self.mood.items())}
        self.drafts.append(
            ev.MoodChanged(seq=0, at=0, who=self.person.key, mood=rounded, because=because)
        )

    def _text(self, point: Point) -> str:
        options = point.options or ways(point.phrase, self.person.age)
        name = f"{self.person.key}:{point.phrase or '+'.join(point.facts) or point.topics}"
        text = choose(self.state, name, options, self._said)
        return text.format(**point.fill) if point.fill else text

    def _again(self, point: Point) -> str:
        """A reminder in other words: another phrasing if there is one, else a way into the same."""
        fresh = [text for text in point.options if not self._heard(text)]
        if fresh:
            return fresh[draw(self.state, "again:fresh", len(fresh))]
        what = choose(self.state, "again:what", point.options)
        if self._reminded:
            return what
        self._reminded = True
        lowered = lower_first(what)
        cross = self.mood["anger"] > 0.45 or lowered is None
        name = "again_cross" if cross else "again"
        entry = choose(self.state, name, ways(name, self.person.age), self._said)
        return entry.format(what=lowered or what, What=what)

    def _heard(self, text: str) -> bool:
        return any(was_said(text, said) for said in self._said)


_BEHAVIOUR: dict[str, Behaviour] = {
    "cries": "cries",
    "gets_angry": "gets_angry",
    "refuses": "refuses",
    "asks_back": "asks_back",
    "interrupts": "interrupts",
    "calms_down": "calms_down",
    "nods": "calms_down",
    "flinches": "refuses",
}


def _pronoun(person: Person) -> str:
    if person.pronouns:
        return person.pronouns.split("/")[0].strip().lower()
    return person.sex if not person.gender or person.gender in ("woman", "man") else "they"


def present_people(state: EncounterState) -> list[Person]:
    """People of the case who are here and can talk, the patient first."""
    people = [p for p in state.case.body.people if p.key in state.present]
    return [person for person in people if can_speak(state, person)]


def first_present(state: EncounterState, roles: tuple[str, ...]) -> Person | None:
    return next((p for p in present_people(state) if p.role in roles), None)


def nurse(state: EncounterState) -> Person | None:
    return first_present(state, ("nurse",))


def is_staff(person: Person) -> bool:
    return person.role in STAFF
