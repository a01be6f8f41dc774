"""The subject of a Kazakh clause that reports speech: it stands first, the verb last.

Comes in: an `Analysis` and the clause from its first word to the cue. Goes out: a `SpeakerMention`,
or None, and where the content begins.
"""

import re

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.kk.speakers.mentions import mentions
from baqylau.facts.kk.speakers.unlisted import unlisted
from baqylau.facts.kk.words.nominal import CLOSING, OPENING, case_of, is_possessed, is_verbal
from baqylau.lang.kk.positions import bare_position
from baqylau.lang.kk.speakers import listed
from baqylau.lang.kk.speech import any_of

_REACH = 110
"""Characters from the beginning of a clause to its subject: an occasion (`Үкімет отырысында`) and a
long office may stand before the name.
"""
_INTERVIEWED = rf"(?:[^\s,;:]{{1,40}}+\s){{1,6}}?(?:{any_of('given_to')})(?!\w)"
"""`Дала басылымына берген сұхбатында`: to whom it was said."""
_SCENE = rf"(?:[^\s,;:]{{1,40}}+\s){{1,4}}?(?:{any_of('scenes')})(?!\w)"
"""`Үкімет отырысында`, `Facebook парақшасында`: whose meeting or page it was stands before it."""
_SKIPPED = re.compile(
    r"(?:\s{0,3}\([^()\n]{1,60}\))?"  # `X (композитор)`
    rf"\s{{0,3}}(?:,\s{{0,3}})?(?:(?:(?:{_INTERVIEWED})|(?:{_SCENE})|(?:{any_of('occasions')})(?!\w))"
    r"\s{0,3},?\s{0,3})*+",
    re.IGNORECASE,
)


def subject(a: Analysis, start: int, end: int) -> tuple[SpeakerMention | None, int]:
    """The first mention of the clause in the nominative, and the offset behind it; without one the
    whole clause is the content.
    """
    near = (m for m in mentions(a, start, end) if m.start - start < _REACH)
    found = [m for m in near if not _FORMER.match(a.text, m.end, end)]
    person = next((m for m in found if m.kind == "person"), None)
    who = found[0] if found else unlisted(a, start, end)
    if who is None or not _leads(a, start, who):
        return None, _behind(a.text, start, end)
    beside = person is not None and person.start - who.end <= _BESIDE
    if person and (beside or _describes(a, who, person) or leads_to(a, who, person)):
        who = person
    return who, _behind(a.text, who.end, end)


_FORMER = re.compile(rf"\s(?:{any_of('former', 'led')})\s")
"""`ауданда әкім болған Асан Бекен`, `Асан Бекен бастаған топ`: what the subject was, or who leads
it.
"""
_BESIDE = 2  # characters: `министр, профессор Асқар Бекен`


def _describes(a: Analysis, who: SpeakerMention, person: SpeakerMention) -> bool:
    """`Алқа төрайымы, заң ғылымдарының докторы Рауза Мұқыш`, `«Дала» қожалығының иесі Мұрат Ли`:
    an office or a firm in marks, then a description that ends in a possessed noun, then its person.
    """
    between = a.tokens_in(who.end, person.head.start)
    comma = bool(between) and between[0].text.lower() in _JOINS
    words = [t.text.lower() for t in between[comma:]]
    office = comma and who.kind == "role"
    firm = not comma and who.kind != "person" and a.text[who.start - 1 : who.start] in OPENING
    return (
        (office or firm)
        and 0 < len(words) <= _DESCRIPTION
        and all(x.isalpha() and not is_verbal(x) for x in words)
        and case_of(words[-1]) is None
        and (is_possessed(words[-1]) or words[-1].endswith(_OWNED))
    )


_JOINS = (",", "және", "әрі")  # `мектептің профессоры және орталық директоры Пол Барр`
_OWNED = ("сы", "сі")  # behind a vowel: иесі
_DESCRIPTION = 6  # words between an office and the name


def leads_to(a: Analysis, who: SpeakerMention, person: SpeakerMention) -> bool:
    """`«Астана Опера» кешенінің жетекшісі Виктор Караре`, `агенттігінің (BNPB) өкілі Сутопо`,
    `қызметкерлері мен министр Зоран`: only words of the position stand between the institution or
    the office and the person.
    """
    between = a.tokens_in(who.end, person.head.start)
    words = [t for t in between if t.text not in CLOSING | OPENING | {"(", ")"}]
    if not words:
        return person.head.start - who.end <= _BESIDE
    last = words[-1].text.lower()
    return (
        who.kind != "person"
        and len(words) <= _DESCRIPTION
        and not any(is_verbal(t.text.lower()) or t.text == "," for t in words)
        and case_of(last) is None
        and bare_position(last) is not None
    )


def goes_on(a: Analysis, start: int, end: int) -> bool:
    """Whether a clause without a subject is said by whoever spoke last: it begins with a word that
    joins it to what was said (`Сондай-ақ`), or in another case than a subject would. A name or a
    noun at its beginning may be a subject that no list knows.
    """
    words = a.tokens_in(start, end)
    if not words or words[0].start != a.sentence_at(words[0].start).start:
        return False  # a part of a sentence, whose subject may stand before it
    low = words[0].text.lower()
    if low in listed("turns"):
        return False
    opens = low in listed("openers") or _JOINING.match(a.text, start, end) is not None
    oblique = case_of(low) in ("dative", "locative", "ablative", "instrumental")
    return opens or (oblique and a.mention_at(words[0].start) is None)


_JOINING = re.compile(rf"\s{{0,3}}(?:{any_of('joining')})(?!\w)", re.IGNORECASE)


def _leads(a: Analysis, start: int, who: SpeakerMention) -> bool:
    """Whether only the occasion stands before the subject: no comma that ends a clause, except
    behind an introduction of a few words.
    """
    before = a.text[start : who.start]
    head, comma, rest = before.rpartition(",")
    return not comma or len(head.split()) <= _INTRODUCTION or not rest.strip()


_INTRODUCTION = 6  # words before a comma: `Өз кезегінде,`, `Биыл наурызда өткен жиында,`


def _behind(text: str, start: int, end: int) -> int:
    skipped = _SKIPPED.match(text, start, end)
    return skipped.end() if skipped and len(text[skipped.end() : end].split()) > 1 else start
