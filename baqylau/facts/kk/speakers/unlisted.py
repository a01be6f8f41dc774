"""The subject of a reporting clause that no list knows: `Кит жаңа дүкен ашатынын айтты`, `Вашингтон
шешім қабылданбағанын мәлімдеді`.

Comes in: an `Analysis` and a clause without a known speaker. Goes out: its first word as a
`SpeakerMention`, or None where the word may be no name.
"""

import re
from collections.abc import Sequence

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.grammar.speakers.speaker import Kind, SpeakerMention
from baqylau.facts.kk.words.datelines import dateline_end
from baqylau.facts.kk.words.nominal import case_of, is_possessed, is_verbal, printed
from baqylau.lang.kk.cases import nominative
from baqylau.lang.kk.institutions import CAPITAL, SMALL
from baqylau.lang.kk.name_forms import is_place_head, listed_places
from baqylau.lang.kk.name_rules import is_opener
from baqylau.lang.kk.positions import bare_position, words
from baqylau.lang.kk.speakers import listed
from baqylau.model.fact import Mention
from baqylau.model.words import Token

_SHORTEST = 3  # letters


def unlisted(a: Analysis, start: int, end: int) -> SpeakerMention | None:
    """The word with a capital letter that begins the clause, in the nominative: a capital or a
    country that speaks for its government, or a name that the text writes with a capital letter
    inside a sentence too.
    """
    if start not in (a.sentence_at(start).start, dateline_end(a)):
        return None
    tokens = [t for t in a.tokens_in(start, end) if t.text != ","]
    at = next((i for i, t in enumerate(tokens) if printed(t) not in listed("turns")), len(tokens))
    if at + 1 >= len(tokens) or not _may_be_name(tokens, at):
        return None
    one = tokens[at]
    mention = a.mention_at(one.start)
    if mention and (
        mention.type != "place" or mention.text != one.text or mention.name != one.text
    ):
        return None
    behind = tokens[at + 1]
    place = a.mention_at(behind.start)
    surname = behind.text[0].isupper() and (place is None or place.type == "person")
    known = one.text in _names_inside(a) or printed(behind) in listed("behind_name")
    known = known or _whose_first_name(a, one.text, one.start) is not None
    if mention is None and (surname or not known):  # `Ерзат | Дулат`: half of a name
        return None
    kind: Kind = "institution" if mention else "person"
    name = Mention("organization" if mention else "person", one.start, one.end, one.text, one.text)
    return SpeakerMention(kind, (one,), one, name)


def _may_be_name(tokens: Sequence[Token], at: int) -> bool:
    one, following = tokens[at].text, printed(tokens[at + 1])
    capital = one[1:].islower() or one.isupper()
    plain = len(one) >= _SHORTEST and one[0].isupper() and capital and one.isalpha()
    if not plain or case_of(one) or is_opener(one) or bare_position(one.lower()):
        return False
    if one.lower() in words("stops") or one.lower() in listed("openers") or is_verbal(one.lower()):
        return False
    joined = following in words("joining") or not following.replace("-", "").isalpha()
    owned = is_place_head(following) or (is_possessed(following) and case_of(following) is None)
    return not joined and (not owned or following in words("stops"))  # `енді` looks owned


def owner_unlisted(a: Analysis, start: int, end: int) -> SpeakerMention | None:
    """`Нильсеннің айтуы бойынша`: the last word, a name in the genitive that no list knows. What
    the names of the text call a place speaks only where no list of places holds it.
    """
    before = a.tokens_in(start, end)
    if not before or a.text[before[-1].end : end].strip():
        return None
    one = before[-1]
    name, mention = nominative(one.text), a.mention_at(one.start)
    capital = len(name) >= _SHORTEST and one.text[0].isupper() and one.text[1:].islower()
    if not capital or case_of(one.text) != "genitive" or is_opener(name):
        return None
    if mention and (mention.text != one.text or mention.type != "place" or _is_listed(name)):
        return None
    begins = one.start == a.sentence_at(one.start).start
    if mention is None and begins and name not in _names_inside(a):
        return None  # `Адамның айтуынша`: any word that begins a sentence
    if bare_position(name.lower()) or name.lower() in words("stops"):
        return None
    return SpeakerMention("person", (one,), one, _person(one, name))


def name_unlisted(a: Analysis, start: int, end: int) -> SpeakerMention | None:
    """`деп айтып өтті Нильсен.`: the only word of a stretch, which may be no subject that a list
    knows, and a name by its capital letter.
    """
    alone = a.tokens_in(start, end)
    if len(alone) != 1 or not alone[0].text[0].isupper() or not alone[0].text[1:].islower():
        return None
    one, mention = alone[0], a.mention_at(alone[0].start)
    if case_of(one.text) or is_opener(one.text) or bare_position(one.text.lower()):
        return None
    if mention and (mention.type != "place" or _is_listed(one.text)):
        return None
    return SpeakerMention("person", (one,), one, _person(one, one.text))


def full_name(a: Analysis, mention: Mention) -> str:
    """`Зауре` after `Зауре Ермекова`: the only person before whose first name it is."""
    name = mention.name
    return name if " " in name else _whose_first_name(a, name, mention.start) or name


def _whose_first_name(a: Analysis, name: str, offset: int) -> str | None:
    before = (m.name for m in a.mentions if m.type == "person" and m.end <= offset)
    found = {x for x in before if x.startswith(f"{name} ")}
    return found.pop() if len(found) == 1 else None


def _person(one: Token, name: str) -> Mention:
    return Mention("person", one.start, one.end, one.text, name)


def _is_listed(place: str) -> bool:
    return place in listed_places()


@memoized
def _names_inside(analysis: Analysis) -> frozenset[str]:
    """Words that stand with a capital letter inside a sentence, or before a word that shows the
    subject, and nowhere with a small one.
    """
    inside = {*_INSIDE.findall(analysis.text), *_SUBJECT.findall(analysis.text)}
    return frozenset(inside.difference(x.title() for x in _SMALL.findall(analysis.text)))


_INSIDE = re.compile(rf"[{SMALL}],?\s([{CAPITAL}][{SMALL}]+)")
_SUBJECT = re.compile(
    rf"(?<!\w)([{CAPITAL}][{SMALL}]+) (?:{'|'.join(sorted(listed('behind_name')))})(?!\w)"
)
_SMALL = re.compile(rf"(?<!\w)[{SMALL}]+(?!\w)")
