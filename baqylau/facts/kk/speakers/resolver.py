"""Finds the speakers of a Kazakh text: the words that name a speaker in a stretch of text, and the
speaker's canonical name.

Comes in: an `Analysis` with its mentions. Goes out: a `KazakhSpeaker` for a stretch of text;
pronouns, role nouns and repeated surnames are resolved by the text before it.
"""

import re
from dataclasses import dataclass

from baqylau.facts.analysis import Analysis
from baqylau.facts.kk.roles.extractor import roles
from baqylau.lang.kk.cases import nominative
from baqylau.lang.kk.speech import any_of, words
from baqylau.model.fact import Mention, Slot

_SMALL = "а-яёәғқңөұүһі"
_ROLE_NOUN = re.compile(
    rf"\b(?:{any_of('role_nouns')})(?:ларын?|лерін?|лар|лер|сы|сі|ы|і)?"
    r"(?:ның|нің|дың|дің|тың|тің)?\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(rf"(?<![\w-])(?:{any_of('pronouns')})(?![\w-])", re.IGNORECASE)
_INSTITUTIONS = (
    "ведомство|министрлік|министрліг|компания|агенттік|басқарма|департамент|бюро|комитет|банк"
    "|мекеме|әкімдік|полиция|баспасөз"
    " қызмет"
)
_INSTITUTION = re.compile(rf"\b(?:{_INSTITUTIONS})[{_SMALL}]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class KazakhSpeaker:
    """The words that name the speaker here, and the speaker's name (None where nobody is named)."""

    slot: Slot
    name: str | None
    role: str | None
    institution: bool = False


class KazakhSpeakerResolver:
    """Resolves the speakers of one text. Call it in reading order, since pronouns depend on the
    text before.
    """

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self.roles = roles(analysis)
        self._titles = {role.person.name: role.position.name for role in self.roles}

    def in_stretch(self, start: int, end: int, last: bool = False) -> KazakhSpeaker | None:
        """Who is named in `text[start:end]`: a person, an institution, a pronoun or a role noun,
        tried in this order.
        """
        mentions = [
            m
            for m in self._analysis.mentions
            if start <= m.start and m.end <= end and _can_speak(m)
        ]
        people = [m for m in mentions if m.type == "person"]
        if people or mentions:
            found = (people or mentions)[-1 if last else 0]
            return KazakhSpeaker(
                Slot(found.start, found.end, found.text, found.name),
                found.name,
                self._titles.get(found.name),
                found.type == "organization",
            )
        for pattern, resolve in (
            (_PRONOUN, self._by_pronoun),
            (_INSTITUTION, self._by_institution),
            (_ROLE_NOUN, self._by_role),
        ):
            match = pattern.search(self._analysis.text, start, end)
            if match:
                return resolve(Slot(match.start(), match.end(), match[0]))
        return None

    def _by_pronoun(self, slot: Slot) -> KazakhSpeaker:
        before = self._before(slot.start, "person")
        name = before[-1].name if before else None
        return KazakhSpeaker(slot, name, self._titles.get(name))

    def _by_institution(self, slot: Slot) -> KazakhSpeaker:
        stem = nominative(slot.text).lower()[:5]
        before = self._before(slot.start, "organization")
        alike = [m for m in before if stem in m.name.lower()] or [
            m for m in before if not m.name.isascii()
        ]
        named = alike[-1].name if alike else nominative(slot.text).lower()
        return KazakhSpeaker(slot, named, None, institution=True)

    def _by_role(self, slot: Slot) -> KazakhSpeaker:
        noun = _bare(slot.text)
        holders = [
            r
            for r in self.roles
            if r.start < slot.start and noun in (r.position.name or "").lower()
        ]
        if holders:
            return KazakhSpeaker(slot, holders[-1].person.name, holders[-1].position.name)
        phrase = nominative(slot.text).lower()
        return KazakhSpeaker(slot, phrase, phrase)

    def _before(self, offset: int, kind: str) -> list[Mention]:
        return [m for m in self._analysis.mentions if m.end <= offset and m.type == kind]


def _can_speak(mention: Mention) -> bool:
    """Whether the mention may be a speaker: not a place, and not a social network, where only
    others speak.
    """
    return mention.type != "place" and mention.name.lower() not in words("social")


def _bare(role_noun: str) -> str:
    """`Дәрігердің` -> `дәрігер`, `төрағасы` -> `төраға`: the listed noun with which the word
    begins.
    """
    low = role_noun.lower()
    return next((x for x in words("role_nouns") if low.startswith(x)), low)
